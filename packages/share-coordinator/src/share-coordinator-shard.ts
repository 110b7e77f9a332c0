/**
 * One partition of `__share_group_state`: the delivery state of the share partitions that hash there (KIP-932). Each operation
 * concerns one share partition; the host splits requests.
 *
 *   (none) ─initialize─► state ─write…─► state ─delete─► (none)
 *
 * A state is written whole (snapshot) when it is initialized, after `updatesPerSnapshot` updates and when it has not been
 * written for long; in between as updates. What stands before the oldest snapshot in use is redundant.
 *
 * A leader or state epoch lower than the highest one seen is fenced, and never changes anything.
 */

import { TimelineMap, TimelineValue, type SnapshotRegistry, type Uuid } from "@ottla/base";
import {
  respond,
  type CoordinatorResult,
  type CoordinatorShard,
  type CoordinatorTimers,
  type OperationTime,
  type RecordPosition,
} from "@ottla/coordinator";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import type { PartitionData as InitializePartition } from "@ottla/protocol/messages/initialize-share-group-state";
import type { PartitionData as WritePartition } from "@ottla/protocol/messages/write-share-group-state";
import type { ShareRecord } from "./records/share-record.ts";
import { snapshotRecord, tombstoneRecord, updateRecord } from "./records/share-state-records.ts";
import type { ShareCoordinatorConfig } from "./share-coordinator-config.ts";
import { shareCoordinatorKey, type SharePartitionKey } from "./share-partition-key.ts";
import {
  UNINITIALIZED_DELIVERY_COMPLETE_COUNT,
  UNINITIALIZED_START_OFFSET,
  replaySnapshot,
  replayUpdate,
  type SharePartitionState,
} from "./share-partition-state.ts";
import { combineStateBatches, type StateBatch } from "./state-batch.ts";

/** What an operation on one share partition came to. */
export interface ShareStateOutcome {
  readonly errorCode: number;
  /** Null when all went well. */
  readonly errorMessage: string | null;
}

export interface ReadShareState extends ShareStateOutcome {
  readonly stateEpoch: number;
  readonly startOffset: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface ShareStateSummary extends ShareStateOutcome {
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
}

export type ShareTimer = { readonly kind: "snapshot-cold-partitions" };

export interface ShareCoordinatorShardOptions {
  readonly config: ShareCoordinatorConfig;
  readonly snapshots: SnapshotRegistry;
  readonly timers: CoordinatorTimers<ShareTimer>;
  /** How many partitions a topic has in the newest metadata; undefined when there is no such topic. */
  readonly partitionCountOf: (topicId: Uuid) => number | undefined;
}

type Result<T> = CoordinatorResult<T, ShareRecord>;

const DONE: ShareStateOutcome = { errorCode: ErrorCode.NONE, errorMessage: null };
const NEGATIVE_PARTITION_ID = "The partition id cannot be a negative number.";
const WRITE_UNINITIALIZED = "Write operation on uninitialized share partition not allowed.";
const READ_UNINITIALIZED = "Read operation on uninitialized share partition not allowed.";
const COLD_PARTITIONS_TIMER_KEY = "snapshot-cold-partitions";

export class ShareCoordinatorShard implements CoordinatorShard<ShareRecord, ShareTimer> {
  readonly #config: ShareCoordinatorConfig;
  readonly #timers: CoordinatorTimers<ShareTimer>;
  readonly #partitionCountOf: (topicId: Uuid) => number | undefined;
  /** By `shareCoordinatorKey`. */
  readonly #states: TimelineMap<string, SharePartitionState>;
  /** −1: none was written. */
  readonly #lastTombstoneOffset: TimelineValue<number>;

  constructor({ config, snapshots, timers, partitionCountOf }: ShareCoordinatorShardOptions) {
    this.#config = config;
    this.#timers = timers;
    this.#partitionCountOf = partitionCountOf;
    this.#states = new TimelineMap(snapshots);
    this.#lastTombstoneOffset = new TimelineValue(snapshots, -1);
  }

  stateOf(key: SharePartitionKey): SharePartitionState | undefined {
    return this.#states.get(shareCoordinatorKey(key));
  }

  states(): Iterable<SharePartitionState> {
    return this.#states.values();
  }

  // Requests

  /** InitializeShareGroupState: the state begins anew, at a start offset or (−1) at one that the leader finds out. */
  initializeState(
    key: SharePartitionKey,
    { stateEpoch, startOffset }: Pick<InitializePartition, "stateEpoch" | "startOffset">,
    time: OperationTime,
  ): Result<ShareStateOutcome> {
    const before = this.stateOf(key);
    if (key.partition < 0) return respond(failed(ErrorCode.INVALID_REQUEST, NEGATIVE_PARTITION_ID));
    if (isStateFenced(before, stateEpoch)) return respond(failed(ErrorCode.FENCED_STATE_EPOCH));
    if (!this.#isKnown(key)) return respond(failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    const record = snapshotRecord(key, {
      snapshotEpoch: before === undefined ? 0 : before.snapshotEpoch + 1,
      stateEpoch,
      leaderEpoch: 0,
      startOffset,
      deliveryCompleteCount: startOffset === UNINITIALIZED_START_OFFSET ? UNINITIALIZED_DELIVERY_COMPLETE_COUNT : 0,
      createTimestamp: time.nowMs,
      writeTimestamp: time.nowMs,
      stateBatches: [],
    });
    return { records: [record], response: DONE };
  }

  /** ReadShareGroupState: a leader takes over. Its epoch is remembered, so that the one before it is fenced. */
  readState(key: SharePartitionKey, leaderEpoch: number, time: OperationTime): Result<ReadShareState> {
    const state = this.stateOf(key);
    if (key.partition < 0) return respond(failedRead(ErrorCode.INVALID_REQUEST, NEGATIVE_PARTITION_ID));
    if (state === undefined) return respond(failedRead(ErrorCode.INVALID_REQUEST, READ_UNINITIALIZED));
    if (state.highestLeaderEpoch > leaderEpoch) return respond(failedRead(ErrorCode.FENCED_LEADER_EPOCH));
    if (!this.#isKnown(key)) return respond(failedRead(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    const { stateEpoch, startOffset, stateBatches, deliveryCompleteCount } = state;
    const response = { ...DONE, stateEpoch, startOffset, stateBatches };
    if (leaderEpoch === -1 || state.highestLeaderEpoch === leaderEpoch) return respond(response);
    const unchanged = { startOffset, deliveryCompleteCount, stateBatches: [] };
    return { records: [this.#writeRecord(state, unchanged, leaderEpoch, time)], response };
  }

  /** WriteShareGroupState: what has happened to some records. −1 as an epoch is not checked. */
  writeState(
    key: SharePartitionKey,
    request: Omit<WritePartition, "partition">,
    time: OperationTime,
  ): Result<ShareStateOutcome> {
    const state = this.stateOf(key);
    if (key.partition < 0) return respond(failed(ErrorCode.INVALID_REQUEST, NEGATIVE_PARTITION_ID));
    if (state === undefined) return respond(failed(ErrorCode.INVALID_REQUEST, WRITE_UNINITIALIZED));
    if (request.leaderEpoch !== -1 && state.highestLeaderEpoch > request.leaderEpoch) {
      return respond(failed(ErrorCode.FENCED_LEADER_EPOCH));
    }
    if (isStateFenced(state, request.stateEpoch)) return respond(failed(ErrorCode.FENCED_STATE_EPOCH));
    if (!this.#isKnown(key)) return respond(failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    return { records: [this.#writeRecord(state, request, state.leaderEpoch, time)], response: DONE };
  }

  /** DeleteShareGroupState: the state is gone; that it was not there is no error. */
  deleteState(key: SharePartitionKey): Result<ShareStateOutcome> {
    if (key.partition < 0) return respond(failed(ErrorCode.INVALID_REQUEST, NEGATIVE_PARTITION_ID));
    if (!this.#isKnown(key)) return respond(failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    return this.stateOf(key) === undefined ? respond(DONE) : { records: [tombstoneRecord(key)], response: DONE };
  }

  /** ReadShareGroupStateSummary: where a share partition stands, for those who do not lead it. */
  readStateSummary(key: SharePartitionKey): Result<ShareStateSummary> {
    if (key.partition < 0) return respond(failedSummary(ErrorCode.INVALID_REQUEST, NEGATIVE_PARTITION_ID));
    if (!this.#isKnown(key)) return respond(failedSummary(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    const state = this.stateOf(key);
    if (state === undefined) {
      return respond({
        ...DONE,
        startOffset: UNINITIALIZED_START_OFFSET,
        deliveryCompleteCount: UNINITIALIZED_DELIVERY_COMPLETE_COUNT,
        leaderEpoch: 0,
        stateEpoch: 0,
      });
    }
    const { stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount } = state;
    return respond({ ...DONE, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount });
  }

  // Maintenance

  /** The topics are gone: so is every state of their partitions. */
  onTopicsDeleted(topicIds: ReadonlySet<Uuid>): Result<undefined> {
    const gone = [...this.#states.values()].filter(({ key }) => topicIds.has(key.topicId));
    return { records: gone.map(({ key }) => tombstoneRecord(key)), response: undefined, isAtomic: false };
  }

  /** The first offset of the log that a load still needs; undefined when nothing before it is redundant. */
  lastRedundantOffset(): Result<number | undefined> {
    let offset = Infinity;
    for (const { snapshotOffset } of this.#states.values()) {
      if (snapshotOffset >= 0) offset = Math.min(offset, snapshotOffset);
    }
    if (offset === Infinity) offset = this.#lastTombstoneOffset.get();
    return respond(offset > 0 ? offset : undefined);
  }

  // Records, deadlines, lifecycle

  replay(record: ShareRecord, { offset }: RecordPosition): void {
    const { groupId, topicId, partition } = record.key;
    const key = { groupId, topicId, partition };
    const name = shareCoordinatorKey(key);
    const before = this.#states.get(name);
    if (record.type === "share-update") {
      this.#states.set(name, replayUpdate(before, key, record.value));
    } else if (record.value === null) {
      this.#states.delete(name);
      this.#lastTombstoneOffset.set(offset);
    } else {
      const { updatesPerSnapshot } = this.#config;
      this.#states.set(name, replaySnapshot(before, key, record.value, { offset, updatesPerSnapshot }));
    }
  }

  /** Share state is never part of a transaction. */
  replayEndTransactionMarker(): void {}

  onLoaded(time: OperationTime): void {
    this.#scheduleColdSnapshots(time);
  }

  onUnloaded(): void {}

  onTimer(event: ShareTimer, time: OperationTime): Result<unknown> {
    switch (event.kind) {
      case "snapshot-cold-partitions":
        this.#scheduleColdSnapshots(time);
        return this.#snapshotColdPartitions(time);
    }
  }

  #scheduleColdSnapshots(time: OperationTime): void {
    const deadlineMs = time.monotonicMs + this.#config.coldPartitionSnapshotIntervalMs;
    this.#timers.schedule(COLD_PARTITIONS_TIMER_KEY, deadlineMs, { kind: "snapshot-cold-partitions" });
  }

  /** States that nobody writes are written anew from time to time, so that the log before them can go. */
  #snapshotColdPartitions({ nowMs }: OperationTime): Result<undefined> {
    const states = [...this.#states.values()];
    // Once everything is cold and has been written for that reason, nothing is left to gain.
    if (states.every(({ createTimestamp, writeTimestamp }) => createTimestamp !== writeTimestamp)) {
      return respond(undefined);
    }
    const cold = states.filter(
      ({ writeTimestamp }) => nowMs - writeTimestamp >= this.#config.coldPartitionSnapshotIntervalMs,
    );
    const records = cold.map((state) =>
      snapshotRecord(state.key, { ...state, snapshotEpoch: state.snapshotEpoch + 1, writeTimestamp: nowMs }),
    );
    return { records, response: undefined, isAtomic: false };
  }

  #writeRecord(
    state: SharePartitionState,
    change: Pick<WritePartition, "startOffset" | "deliveryCompleteCount"> & {
      readonly stateBatches: readonly StateBatch[];
    },
    leaderEpoch: number,
    { nowMs }: OperationTime,
  ): ShareRecord {
    const { deliveryCompleteCount, stateBatches } = change;
    if (state.updateCount >= this.#config.updatesPerSnapshot) {
      const startOffset = change.startOffset === UNINITIALIZED_START_OFFSET ? state.startOffset : change.startOffset;
      return snapshotRecord(state.key, {
        snapshotEpoch: state.snapshotEpoch + 1,
        stateEpoch: state.stateEpoch,
        leaderEpoch,
        startOffset,
        deliveryCompleteCount,
        createTimestamp: nowMs,
        writeTimestamp: nowMs,
        stateBatches: combineStateBatches(state.stateBatches, stateBatches, startOffset),
      });
    }
    return updateRecord(state.key, {
      snapshotEpoch: state.snapshotEpoch,
      leaderEpoch,
      startOffset: change.startOffset,
      deliveryCompleteCount,
      stateBatches: combineStateBatches([], stateBatches, change.startOffset),
    });
  }

  #isKnown({ topicId, partition }: SharePartitionKey): boolean {
    return partition < (this.#partitionCountOf(topicId) ?? 0);
  }
}

function isStateFenced(state: SharePartitionState | undefined, stateEpoch: number): boolean {
  return stateEpoch !== -1 && state !== undefined && state.highestStateEpoch > stateEpoch;
}

function failed(errorCode: number, message: string = errorMessage(errorCode)): ShareStateOutcome {
  return { errorCode, errorMessage: message };
}

function failedRead(errorCode: number, message?: string): ReadShareState {
  return { ...failed(errorCode, message), stateEpoch: 0, startOffset: 0, stateBatches: [] };
}

function failedSummary(errorCode: number, message?: string): ShareStateSummary {
  return {
    ...failed(errorCode, message),
    stateEpoch: 0,
    leaderEpoch: 0,
    startOffset: 0,
    deliveryCompleteCount: UNINITIALIZED_DELIVERY_COMPLETE_COUNT,
  };
}
