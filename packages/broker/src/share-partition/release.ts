/**
 * Takes records away from members: from one that leaves, and from those whose locks have ended. They become available again,
 * or archived when they were delivered too often or are gone from the log.
 */

import type { StateBatch } from "@ottla/share-coordinator";
import { NO_MEMBER, type InFlightState } from "./in-flight-state.ts";
import { RecordState } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";
import type { StateChange } from "./state-change.ts";

/** Adds to `change` what the member holds. What it is just acknowledging is left alone. */
export function releaseOfMember(partition: SharePartitionState, memberId: string, change: StateChange): void {
  const { maxDeliveryCount } = partition.config;
  const release = (state: InFlightState, firstOffset: number, lastOffset: number): void => {
    if (state.memberId !== memberId || state.state !== RecordState.ACQUIRED) return;
    const update = { state: releasedState(partition, lastOffset), memberId: NO_MEMBER, maxDeliveryCount };
    if (state.startTransition(update)) change.add(partition, state, firstOffset, lastOffset);
  };
  for (const batch of partition.batches) {
    const { whole } = batch;
    if (whole?.state === RecordState.ACQUIRED && whole.memberId === memberId && partition.cuts(batch)) {
      batch.splitStates();
    }
    if (batch.whole !== undefined) release(batch.whole, batch.firstOffset, batch.lastOffset);
    else for (const { offset, state } of batch.entries()) release(state, offset, offset);
  }
}

/** Releases every record whose lock has ended; returns what is to be persisted. It counts even if that fails. */
export function releaseExpired(partition: SharePartitionState, nowMs: number): StateBatch[] {
  const { maxDeliveryCount } = partition.config;
  const released: StateBatch[] = [];
  let earliestMs = Infinity;
  const release = (state: InFlightState, firstOffset: number, lastOffset: number): void => {
    if (state.lockDeadlineMs === undefined) return;
    if (state.state !== RecordState.ACQUIRED) return;
    if (state.lockDeadlineMs > nowMs) {
      earliestMs = Math.min(earliestMs, state.lockDeadlineMs);
      return;
    }
    if (!state.tryUpdate({ state: releasedState(partition, lastOffset), memberId: NO_MEMBER, maxDeliveryCount }))
      return;
    state.lockDeadlineMs = undefined;
    const { deliveryCount } = state;
    released.push({ firstOffset, lastOffset, deliveryState: state.state, deliveryCount });
    if (state.isTerminal) partition.deliveryCompleteCount += partition.countInWindow(firstOffset, lastOffset);
    else partition.mayHaveAvailable = true;
  };
  for (const batch of partition.batches) {
    const { whole } = batch;
    const isExpired = whole?.lockDeadlineMs !== undefined && whole.lockDeadlineMs <= nowMs;
    if (isExpired && whole.state === RecordState.ACQUIRED && partition.cuts(batch)) batch.splitStates();
    if (batch.whole !== undefined) release(batch.whole, batch.firstOffset, batch.lastOffset);
    else for (const { offset, state } of batch.entries()) release(state, offset, offset);
  }
  partition.earliestLockDeadlineMs = earliestMs;
  return released;
}

/** Nobody can read what lies before the start offset any more. */
function releasedState({ startOffset }: SharePartitionState, lastOffset: number): RecordState {
  return lastOffset < startOffset ? RecordState.ARCHIVED : RecordState.AVAILABLE;
}
