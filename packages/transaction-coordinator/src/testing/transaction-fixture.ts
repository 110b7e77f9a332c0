/**
 * A shard in a test's hands: requests with defaults, time that moves when told, a log of real record bytes, markers that
 * are collected, and appends that succeed at once unless the test makes them fail.
 *
 * After every operation a shadow, which is fed nothing but the bytes of the log, must hold the same state; only the last
 * epoch, which is not in the log, is the live shard's own.
 */

import assert from "node:assert/strict";
import { SnapshotRegistry } from "@ottla/base";
import { CoordinatorTimers, type CoordinatorResult, type OperationTime } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import { transactionRecordSerde } from "../records/serde.ts";
import type { TransactionRecord } from "../records/transaction-record.ts";
import type { ProducerIdentity } from "../requests/init-producer-id.ts";
import type { TransactionCoordinatorConfig } from "../transaction-coordinator-config.ts";
import { TransactionCoordinatorShard } from "../transaction-coordinator-shard.ts";
import type { TransactionMarkers } from "../transaction-markers.ts";
import { NO_PRODUCER_EPOCH, type TransactionMetadata } from "../transaction-metadata.ts";
import type { TopicPartition } from "../partition-set.ts";
import type { TransactionTimer } from "../transaction-timer.ts";
import { TransactionVersion } from "../transaction-version.ts";
import type { ProducerIdAndEpoch } from "../transitions/init.ts";

export const ID = "tx";
export const P0: TopicPartition = { topic: "t", partition: 0 };
export const P1: TopicPartition = { topic: "t", partition: 1 };

interface LogEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

export interface FixtureOptions {
  readonly config?: Partial<TransactionCoordinatorConfig>;
  readonly transactionVersion?: TransactionVersion;
}

export class TransactionFixture {
  readonly config: TransactionCoordinatorConfig;
  transactionVersion: TransactionVersion;
  readonly log: LogEntry[] = [];
  /** What was sent, in order. */
  readonly sent: TransactionMarkers[] = [];
  snapshots!: SnapshotRegistry;
  timers!: CoordinatorTimers<TransactionTimer>;
  shard!: TransactionCoordinatorShard;
  nowMs = 1_700_000_000_000;
  monotonicMs = 0;
  nextProducerId = 1000n;
  hasProducerIds = true;
  /** What the next append with records comes to. */
  nextAppendError: number = ErrorCode.NONE;

  constructor({ config = {}, transactionVersion = TransactionVersion.TV_2 }: FixtureOptions = {}) {
    this.config = {
      transactionMaxTimeoutMs: 900_000,
      transactionalIdExpirationMs: 604_800_000,
      abortTimedOutIntervalMs: 10_000,
      removeExpiredIntervalMs: 3_600_000,
      ...config,
    };
    this.transactionVersion = transactionVersion;
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
    for (const entry of this.log) replayEntry(this.shard, entry);
    this.snapshots.createSnapshot(this.log.length);
    this.shard.onLoaded(this.time);
    this.assertShadow();
  }

  /** Runs an operation as the runtime does. Returns its response, undefined when the append failed. */
  run<T>(result: CoordinatorResult<T, TransactionRecord>): T | undefined {
    const { records, response } = result;
    for (const record of records) this.shard.replay(record);
    const errorCode = records.length > 0 ? this.nextAppendError : ErrorCode.NONE;
    if (records.length > 0) this.nextAppendError = ErrorCode.NONE;
    if (errorCode === ErrorCode.NONE) {
      for (const record of records) this.#append(record);
      this.snapshots.createSnapshot(this.log.length);
    } else {
      this.snapshots.revertTo(this.log.length);
    }
    result.onCompletion?.(errorCode, this.time);
    this.assertShadow();
    return errorCode === ErrorCode.NONE ? response : undefined;
  }

  /** Fires what is due after so many milliseconds. */
  advance(ms: number): void {
    this.nowMs += ms;
    this.monotonicMs += ms;
    for (let due = this.timers.popDue(this.monotonicMs); due; due = this.timers.popDue(this.monotonicMs)) {
      this.run(this.shard.onTimer(due.event, this.time));
    }
  }

  // Requests

  init(expected?: ProducerIdAndEpoch, transactionTimeoutMs = 60_000, transactionalId: string = ID): ProducerIdentity {
    const request = { transactionalId, transactionTimeoutMs, expected };
    return this.#answered(this.run(this.shard.initProducerId(request, this.time)));
  }

  /** As `init`, with success. */
  producer(): ProducerIdAndEpoch {
    const { errorCode, ...producer } = this.init();
    assert.equal(errorCode, ErrorCode.NONE);
    return producer;
  }

  add(
    producer: ProducerIdAndEpoch,
    partitions: readonly TopicPartition[] = [P0],
    version: TransactionVersion = this.transactionVersion,
  ): number {
    const request = { transactionalId: ID, ...identity(producer), partitions };
    return this.#answered(this.run(this.shard.addPartitions(request, version, this.time)));
  }

  verify(producer: ProducerIdAndEpoch, partitions: readonly TopicPartition[] = [P0]): readonly number[] {
    const request = { transactionalId: ID, ...identity(producer), partitions };
    return this.#answered(this.run(this.shard.verifyPartitions(request, this.time)));
  }

  end(
    producer: ProducerIdAndEpoch,
    result: "commit" | "abort",
    version: TransactionVersion = this.transactionVersion,
  ): ProducerIdentity {
    const request = { transactionalId: ID, ...identity(producer), result };
    return this.#answered(this.run(this.shard.endTransaction(request, version, this.time)));
  }

  /** Every partition of the last markers that were sent reports. */
  mark(markers: TransactionMarkers | undefined = this.sent.at(-1), partitions?: readonly TopicPartition[]): void {
    assert(markers !== undefined, "markers were sent");
    const { transactionalId, producerId, producerEpoch } = markers;
    const reported = partitions ?? [...markers.partitions];
    this.run(
      this.shard.onMarkersWritten({ transactionalId, producerId, producerEpoch, partitions: reported }, this.time),
    );
  }

  /** Ends with success and completes. */
  ended(producer: ProducerIdAndEpoch, result: "commit" | "abort"): ProducerIdAndEpoch {
    const { errorCode, ...next } = this.end(producer, result);
    assert.equal(errorCode, ErrorCode.NONE);
    this.mark();
    return this.transactionVersion === TransactionVersion.TV_2 ? next : producer;
  }

  metadata(transactionalId: string = ID): TransactionMetadata | undefined {
    return this.shard.context.transactions.get(transactionalId);
  }

  /** Puts an id into the log as it is. */
  plant(metadata: TransactionMetadata): void {
    const record = { transactionalId: metadata.transactionalId, metadata, valueVersion: 1 } as const;
    this.run({ records: [record], response: undefined });
  }

  assertShadow(): void {
    const shadow = this.#newShard(new SnapshotRegistry(), new CoordinatorTimers());
    for (const entry of this.log) replayEntry(shadow, entry);
    assert.deepEqual(durableState(this.shard), durableState(shadow));
  }

  #newShard(snapshots: SnapshotRegistry, timers: CoordinatorTimers<TransactionTimer>): TransactionCoordinatorShard {
    return new TransactionCoordinatorShard({
      config: () => this.config,
      snapshots,
      timers,
      producerIds: { take: () => (this.hasProducerIds ? this.nextProducerId++ : undefined) },
      markers: { send: (markers) => this.sent.push(markers) },
      transactionVersion: () => this.transactionVersion,
    });
  }

  #append(record: TransactionRecord): void {
    this.log.push({
      key: transactionRecordSerde.serializeKey(record),
      value: transactionRecordSerde.serializeValue(record),
    });
  }

  #answered<T>(response: T | undefined): T {
    assert(response !== undefined, "the append did not fail");
    return response;
  }
}

function identity({ producerId, producerEpoch }: ProducerIdAndEpoch): ProducerIdAndEpoch {
  return { producerId, producerEpoch };
}

function replayEntry(shard: TransactionCoordinatorShard, { key, value }: LogEntry): void {
  const record = transactionRecordSerde.deserialize(key, value);
  assert(record !== undefined);
  shard.replay(record);
}

/** What the log holds too, as plain data. */
function durableState({ context }: TransactionCoordinatorShard): unknown {
  return [...context.transactions]
    .map(([id, metadata]) => [
      id,
      { ...metadata, lastProducerEpoch: NO_PRODUCER_EPOCH, partitions: metadata.partitions.byTopic() },
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
