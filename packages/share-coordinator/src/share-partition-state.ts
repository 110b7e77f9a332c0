/**
 * What the coordinator knows of one share partition, and how its records change it. Immutable: a record makes a new one.
 *
 * `highestLeaderEpoch` and `highestStateEpoch` fence: they never fall, where `leaderEpoch` and `stateEpoch` are those of the
 * last record and return to lower values when the state is initialized anew.
 */

import type { ShareSnapshotValue, ShareUpdateValue } from "@ottla/protocol/messages/share-coordinator-records";
import type { SharePartitionKey } from "./share-partition-key.ts";
import { combineStateBatches, type StateBatch } from "./state-batch.ts";

/** Where a share partition starts as long as nobody has said so. */
export const UNINITIALIZED_START_OFFSET = -1;
/** Kafka's mark for a count that is not known. */
export const UNINITIALIZED_DELIVERY_COMPLETE_COUNT = -1;

export interface SharePartitionState {
  readonly key: SharePartitionKey;
  readonly snapshotEpoch: number;
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  /** −1: not known yet. */
  readonly startOffset: number;
  /** Records from the start offset on whose delivery is complete; −1: not known. */
  readonly deliveryCompleteCount: number;
  /** When the state was last written whole because of an update, and when for any reason; wall clock, milliseconds. */
  readonly createTimestamp: number;
  readonly writeTimestamp: number;
  readonly stateBatches: readonly StateBatch[];
  /** >= leaderEpoch. */
  readonly highestLeaderEpoch: number;
  /** −1 as long as there was no snapshot. >= stateEpoch otherwise. */
  readonly highestStateEpoch: number;
  /** Updates since the last snapshot that was due to their number. */
  readonly updateCount: number;
  /** Offset of the last snapshot: what stands before it in the log is not needed. −1: no snapshot. */
  readonly snapshotOffset: number;
}

export interface SnapshotReplay {
  readonly offset: number;
  /** `share.coordinator.snapshot.update.records.per.snapshot` */
  readonly updatesPerSnapshot: number;
}

export function replaySnapshot(
  before: SharePartitionState | undefined,
  key: SharePartitionKey,
  value: ShareSnapshotValue,
  { offset, updatesPerSnapshot }: SnapshotReplay,
): SharePartitionState {
  const updateCount = before?.updateCount ?? 0;
  return {
    key,
    snapshotEpoch: value.snapshotEpoch,
    stateEpoch: value.stateEpoch,
    leaderEpoch: value.leaderEpoch,
    startOffset: value.startOffset,
    deliveryCompleteCount: value.deliveryCompleteCount,
    createTimestamp: value.createTimestamp,
    writeTimestamp: value.writeTimestamp,
    stateBatches: value.stateBatches,
    highestLeaderEpoch: Math.max(before?.highestLeaderEpoch ?? value.leaderEpoch, value.leaderEpoch),
    highestStateEpoch: Math.max(before?.highestStateEpoch ?? value.stateEpoch, value.stateEpoch),
    // A snapshot for another reason does not put off the next one.
    updateCount: updateCount >= updatesPerSnapshot ? 0 : updateCount,
    snapshotOffset: offset,
  };
}

export function replayUpdate(
  before: SharePartitionState | undefined,
  key: SharePartitionKey,
  value: ShareUpdateValue,
): SharePartitionState {
  if (before === undefined) return withoutSnapshot(key, value);
  const startOffset = value.startOffset === UNINITIALIZED_START_OFFSET ? before.startOffset : value.startOffset;
  return {
    ...before,
    startOffset,
    deliveryCompleteCount: value.deliveryCompleteCount,
    leaderEpoch: value.leaderEpoch === -1 ? before.leaderEpoch : value.leaderEpoch,
    stateBatches: combineStateBatches(before.stateBatches, value.stateBatches, startOffset),
    highestLeaderEpoch: Math.max(before.highestLeaderEpoch, value.leaderEpoch),
    updateCount: before.updateCount + 1,
  };
}

/** An update whose snapshot is not in the log (any more): Kafka takes it for the whole. */
function withoutSnapshot(key: SharePartitionKey, value: ShareUpdateValue): SharePartitionState {
  return {
    key,
    snapshotEpoch: value.snapshotEpoch,
    stateEpoch: 0,
    leaderEpoch: value.leaderEpoch,
    startOffset: value.startOffset,
    deliveryCompleteCount: value.deliveryCompleteCount,
    createTimestamp: 0,
    writeTimestamp: 0,
    stateBatches: value.stateBatches,
    highestLeaderEpoch: value.leaderEpoch,
    highestStateEpoch: -1,
    updateCount: 1,
    snapshotOffset: -1,
  };
}
