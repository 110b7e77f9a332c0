/**
 * A shard in a test's hands: a log of real record bytes, appends that succeed unless the test makes them fail, time that moves
 * when told. After every operation a shadow, which is fed nothing but the log, must hold the same state.
 */

import assert from "node:assert/strict";
import { SnapshotRegistry, ZERO_UUID, type Uuid } from "@ottla/base";
import { CoordinatorTimers, type CoordinatorResult, type OperationTime } from "@ottla/coordinator";
import type { ShareRecord } from "../records/share-record.ts";
import { shareRecordSerde } from "../records/serde.ts";
import { DEFAULT_SHARE_COORDINATOR_CONFIG, type ShareCoordinatorConfig } from "../share-coordinator-config.ts";
import { ShareCoordinatorShard, type ShareTimer } from "../share-coordinator-shard.ts";
import { shareCoordinatorKey, type SharePartitionKey } from "../share-partition-key.ts";

export const TOPIC: Uuid = "AAAAAAAAAAAAAAAAAAAAZQ";
export const KEY: SharePartitionKey = { groupId: "group", topicId: TOPIC, partition: 0 };

interface LogEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

export class ShareFixture {
  readonly config: ShareCoordinatorConfig;
  /** The log; what was pruned is undefined. */
  readonly log: (LogEntry | undefined)[] = [];
  readonly partitionCounts: Map<Uuid, number> = new Map([[TOPIC, 3]]);
  shard!: ShareCoordinatorShard;
  shadow!: ShareCoordinatorShard;
  snapshots!: SnapshotRegistry;
  timers!: CoordinatorTimers<ShareTimer>;
  nowMs = 1_700_000_000_000;
  monotonicMs = 0;

  constructor(config: Partial<ShareCoordinatorConfig> = {}) {
    this.config = { ...DEFAULT_SHARE_COORDINATOR_CONFIG, ...config };
    this.reload();
  }

  get time(): OperationTime {
    return { nowMs: this.nowMs, monotonicMs: this.monotonicMs };
  }

  /** The coordinator moves: a new shard is made from the log. */
  reload(): void {
    this.snapshots = new SnapshotRegistry();
    this.timers = new CoordinatorTimers();
    this.shard = this.#newShard(this.snapshots, this.timers);
    this.shadow = this.#newShard(new SnapshotRegistry(), new CoordinatorTimers());
    for (const [offset, entry] of this.log.entries()) {
      for (const shard of [this.shard, this.shadow]) replayEntry(shard, entry, offset);
    }
    this.snapshots.createSnapshot(this.log.length);
    this.shard.onLoaded(this.time);
    this.assertShadow();
  }

  /** Runs an operation; its records are committed. */
  run<T>({ records, response }: CoordinatorResult<T, ShareRecord>): T {
    this.#replay(records);
    for (const record of records) {
      const entry = {
        key: shareRecordSerde.serializeKey(record),
        value: shareRecordSerde.serializeValue(record),
      };
      replayEntry(this.shadow, entry, this.log.length);
      this.log.push(entry);
    }
    this.snapshots.createSnapshot(this.log.length);
    this.assertShadow();
    return response;
  }

  /** Runs an operation whose append fails: the state is what it was. */
  fail({ records }: CoordinatorResult<unknown, ShareRecord>): void {
    this.#replay(records);
    this.snapshots.revertTo(this.log.length);
    this.assertShadow();
  }

  /** The records of the log from `offset` on, understood. */
  records(offset = 0): ShareRecord[] {
    return this.log.slice(offset).flatMap((entry) => {
      const record = entry === undefined ? undefined : shareRecordSerde.deserialize(entry.key, entry.value);
      return record === undefined ? [] : [record];
    });
  }

  /** Drops everything before `offset`. */
  prune(offset: number): void {
    this.log.fill(undefined, 0, offset);
  }

  /** Moves the time on; what falls due on the way expires. */
  advance(ms: number): void {
    const targetMs = this.monotonicMs + ms;
    for (;;) {
      const nextMs = this.timers.nextDeadlineMs;
      if (nextMs === undefined || nextMs > targetMs) break;
      this.#moveTo(Math.max(this.monotonicMs, nextMs));
      const due = this.timers.popDue(this.monotonicMs);
      if (due !== undefined) this.run(this.shard.onTimer(due.event, this.time));
    }
    this.#moveTo(targetMs);
  }

  assertShadow(): void {
    assert.deepEqual(durableState(this.shard), durableState(this.shadow));
  }

  #replay(records: readonly ShareRecord[]): void {
    for (const [i, record] of records.entries()) {
      this.shard.replay(record, { offset: this.log.length + i, producerId: -1n });
    }
  }

  #moveTo(monotonicMs: number): void {
    this.nowMs += monotonicMs - this.monotonicMs;
    this.monotonicMs = monotonicMs;
  }

  #newShard(snapshots: SnapshotRegistry, timers: CoordinatorTimers<ShareTimer>): ShareCoordinatorShard {
    return new ShareCoordinatorShard({
      config: this.config,
      snapshots,
      timers,
      partitionCountOf: (topicId) => (topicId === ZERO_UUID ? undefined : this.partitionCounts.get(topicId)),
    });
  }
}

/** What a shard holds that the log holds too, as plain data that can be compared. */
export function durableState(shard: ShareCoordinatorShard): Record<string, unknown> {
  const states = [...shard.states()].map((state): [string, unknown] => [shareCoordinatorKey(state.key), state]);
  return Object.fromEntries(states.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function replayEntry(shard: ShareCoordinatorShard, entry: LogEntry | undefined, offset: number): void {
  const record = entry === undefined ? undefined : shareRecordSerde.deserialize(entry.key, entry.value);
  if (record !== undefined) shard.replay(record, { offset, producerId: -1n });
}
