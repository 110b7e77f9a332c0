/** The smallest coordinator there is: named counters, one record for each change. */

import { TimelineMap, utf8Bytes, utf8String, type SnapshotRegistry } from "@ottla/base";
import type { RecordSerde } from "../partition-log.ts";
import { EMPTY_RESULT, type CoordinatorResult } from "../result.ts";
import type { CoordinatorShard, OperationTime, RecordPosition, ShardContext, TransactionOutcome } from "../shard.ts";
import type { CoordinatorTimers } from "../timers.ts";

export interface CounterRecord {
  readonly name: string;
  /** Null deletes the counter. */
  readonly value: number | null;
}

export interface CounterTimer {
  readonly name: string;
}

export const counterSerde: RecordSerde<CounterRecord> = {
  serializeKey: ({ name }) => utf8Bytes(name),
  serializeValue: ({ value }) => (value === null ? null : utf8Bytes(String(value))),
  deserialize(key, value) {
    const name = utf8String(key);
    if (name.startsWith("?")) return undefined;
    return { name, value: value === null ? null : Number(utf8String(value)) };
  },
};

export class CounterShard implements CoordinatorShard<CounterRecord, CounterTimer> {
  readonly counters: TimelineMap<string, number>;
  readonly timers: CoordinatorTimers<CounterTimer>;
  readonly snapshots: SnapshotRegistry;
  readonly replayed: string[] = [];
  readonly completions: number[] = [];
  isLoaded = false;
  isUnloaded = false;

  constructor({ snapshots, timers }: ShardContext<CounterTimer>) {
    this.snapshots = snapshots;
    this.counters = new TimelineMap(snapshots);
    this.timers = timers;
  }

  /** Adds one to each counter; answers the new value of the last. */
  increment(...names: string[]): CoordinatorResult<number, CounterRecord> {
    const records = names.map((name) => ({ name, value: (this.counters.get(name) ?? 0) + 1 }));
    return {
      records,
      response: records.at(-1)!.value,
      onCompletion: (errorCode) => this.completions.push(errorCode),
    };
  }

  incrementLater(name: string, time: OperationTime, delayMs: number): CoordinatorResult<undefined, CounterRecord> {
    this.timers.schedule(name, time.monotonicMs + delayMs, { name });
    return EMPTY_RESULT;
  }

  replay({ name, value }: CounterRecord, { offset, producerId }: RecordPosition): void {
    this.replayed.push(`${offset}:${name}=${value}${producerId === -1n ? "" : `@${producerId}`}`);
    if (value === null) this.counters.delete(name);
    else this.counters.set(name, value);
  }

  replayEndTransactionMarker(producerId: bigint, outcome: TransactionOutcome): void {
    this.replayed.push(`${outcome}@${producerId}`);
  }

  onLoaded(): void {
    this.isLoaded = true;
  }

  onUnloaded(): void {
    this.isUnloaded = true;
  }

  onTimer({ name }: CounterTimer): CoordinatorResult<unknown, CounterRecord> {
    return this.increment(name);
  }
}
