/** Moves the start offset of a share partition: over what is done, and with the log start offset. */

import { assert } from "@ottla/base";
import { archiveRecords } from "./archive.ts";
import { RecordState } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";

/** Drops what is done at the beginning. True when the start offset may have moved. */
export function advanceStartOffset(partition: SharePartitionState): boolean {
  partition.skipCoveredGap();
  if (!isStartDone(partition)) return false;
  const { batches } = partition;
  const { lastDoneOffset, doneCount } = lastDone(partition);
  if (lastDoneOffset === -1) return false;
  const last = batches.last!;
  if (lastDoneOffset === last.lastOffset) {
    // Never back: the log start offset may have moved on already.
    partition.startOffset = Math.max(partition.startOffset, last.lastOffset + 1);
    partition.endOffset = partition.startOffset;
    partition.deliveryCompleteCount = 0;
    batches.clear();
    return true;
  }
  const containing = batches.floor(lastDoneOffset);
  assert(containing !== undefined, "what is done is in flight");
  if (lastDoneOffset === containing.lastOffset) {
    const next = batches.higher(lastDoneOffset);
    assert(next !== undefined, "something in flight is not done");
    const gapStartOffset = partition.isGapWindowActive ? partition.gapWindow!.gapStartOffset : Infinity;
    // Never back, as Apache Kafka 4.3 may when the log start has moved into a gap.
    partition.startOffset = Math.max(partition.startOffset, Math.min(gapStartOffset, next.firstOffset));
    batches.removeBefore(next.firstOffset);
  } else {
    partition.startOffset = Math.max(partition.startOffset, lastDoneOffset + 1);
    batches.removeBefore(containing.firstOffset);
  }
  partition.deliveryCompleteCount -= doneCount;
  return true;
}

function isStartDone(partition: SharePartitionState): boolean {
  const { batches, startOffset } = partition;
  const batch = batches.floor(startOffset) ?? batches.first;
  if (batch === undefined) return false;
  // A gap at the beginning can be acquired, unless its records are known to be compacted away: Apache Kafka 4.3 waits for them
  // for ever.
  const gapStartOffset = partition.isGapWindowActive ? partition.gapWindow!.gapStartOffset : Infinity;
  if (batch.firstOffset > startOffset && gapStartOffset < batch.firstOffset) return false;
  const state = batch.stateAt(Math.max(batch.firstOffset, Math.min(startOffset, batch.lastOffset)));
  return !state.hasOngoingTransition && state.isTerminal;
}

/** The last offset before which everything is done (−1: none), and how many of them are in the window. */
function lastDone(partition: SharePartitionState): { readonly lastDoneOffset: number; readonly doneCount: number } {
  let lastDoneOffset = -1;
  let doneCount = 0;
  for (const batch of partition.batches) {
    if (partition.isGapWindowActive && batch.lastOffset >= partition.gapWindow!.gapStartOffset) break;
    if (batch.whole !== undefined) {
      if (batch.whole.hasOngoingTransition || !batch.whole.isTerminal) break;
      lastDoneOffset = batch.lastOffset;
      doneCount += partition.countInWindow(batch.firstOffset, batch.lastOffset);
      continue;
    }
    for (const { offset, state } of batch.entries()) {
      if (state.hasOngoingTransition || !state.isTerminal) return { lastDoneOffset, doneCount };
      lastDoneOffset = offset;
      if (offset >= partition.startOffset) doneCount++;
    }
  }
  return { lastDoneOffset, doneCount };
}

/** Records before `logStartOffset` are gone. What is acquired stays so until it is acknowledged or its lock ends. */
export function moveToLogStart(partition: SharePartitionState, logStartOffset: number): void {
  if (logStartOffset <= partition.startOffset) return;
  if (partition.batches.size === 0) {
    partition.startOffset = logStartOffset;
    partition.endOffset = logStartOffset;
    partition.deliveryCompleteCount = 0;
    return;
  }
  const doneCount = countDoneBefore(partition, logStartOffset);
  const range = { first: partition.startOffset, last: logStartOffset - 1 };
  if (archiveRecords(partition.batches, range, RecordState.AVAILABLE) > 0) partition.mayHaveAvailable = true;
  partition.startOffset = logStartOffset;
  partition.deliveryCompleteCount -= doneCount;
  partition.endOffset = Math.max(partition.endOffset, partition.startOffset);
  const { gapWindow } = partition;
  // Apache Kafka 4.3 leaves the gap where it was and fetches there for ever.
  if (gapWindow !== undefined) gapWindow.gapStartOffset = Math.max(gapWindow.gapStartOffset, logStartOffset);
}

function countDoneBefore({ batches, startOffset }: SharePartitionState, logStartOffset: number): number {
  let count = 0;
  for (const batch of batches) {
    if (batch.firstOffset >= logStartOffset) break;
    if (batch.lastOffset < startOffset) continue;
    const first = Math.max(startOffset, batch.firstOffset);
    const last = Math.min(logStartOffset - 1, batch.lastOffset);
    if (batch.whole !== undefined) {
      if (batch.whole.isTerminal) count += Math.max(0, last - first + 1);
      continue;
    }
    for (const { state } of batch.entries(first, last)) if (state.isTerminal) count++;
  }
  return count;
}
