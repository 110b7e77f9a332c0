/** Acquires records that were never delivered: new batches come in flight. */

import type { AcquireRequest } from "./acquire.ts";
import type { AcquiredRange, FetchedBatch } from "./fetched-batch.ts";
import { InFlightBatch } from "./in-flight-batch.ts";
import { InFlightState } from "./in-flight-state.ts";
import { RecordState } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";

export interface NewRange {
  readonly firstOffset: number;
  /** Included. */
  readonly lastOffset: number;
  readonly maxRecords: number;
}

const FIRST_DELIVERY = 1;

export function acquireNew(
  partition: SharePartitionState,
  request: AcquireRequest,
  { firstOffset, lastOffset, maxRecords }: NewRange,
  nowMs: number,
): AcquiredRange[] {
  const first = partition.batches.size === 0 && partition.endOffset > firstOffset ? partition.endOffset : firstOffset;
  let last = lastOffset;
  if (maxRecords < last - first + 1) {
    last = endOfBatchWith(request.batches, first + maxRecords - 1);
    if (partition.isGapWindowActive) last = Math.min(last, lastOffset);
  }
  const acquired = addBatches(partition, request, { firstOffset: first, lastOffset: last, maxRecords }, nowMs);
  if (partition.batches.first?.firstOffset === first) partition.startOffset = first;
  partition.endOffset = Math.max(partition.endOffset, last);
  partition.moveGapStart((request.isRecordLimit ? acquired[0]!.lastOffset : last) + 1);
  return acquired;
}

/** The last offset of the record batch that holds `offset`; a batch is not torn apart. */
function endOfBatchWith(batches: readonly FetchedBatch[], offset: number): number {
  const batch = batches.findLast(({ baseOffset }) => baseOffset <= offset);
  return batch !== undefined && offset <= batch.lastOffset ? batch.lastOffset : offset;
}

function addBatches(
  partition: SharePartitionState,
  request: AcquireRequest,
  range: NewRange,
  nowMs: number,
): AcquiredRange[] {
  const { firstOffset, lastOffset, maxRecords } = range;
  if (request.isRecordLimit && lastOffset - firstOffset + 1 > maxRecords) {
    const lastAcquired = firstOffset + maxRecords - 1;
    const batch = newBatch(partition, request.memberId, range, nowMs);
    batch.splitStatesAfter(lastAcquired);
    partition.batches.put(batch);
    partition.mayHaveAvailable = true;
    return [{ firstOffset, lastOffset: lastAcquired, deliveryCount: FIRST_DELIVERY }];
  }
  const ranges = request.isRecordLimit ? [range] : splitBySize(request, range);
  return ranges.map((part) => {
    partition.batches.put(newBatch(partition, request.memberId, part, nowMs));
    return { firstOffset: part.firstOffset, lastOffset: part.lastOffset, deliveryCount: FIRST_DELIVERY };
  });
}

interface Part {
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** Parts of at least `batchSize` offsets (and one) that end where record batches end; the last may be smaller. */
function splitBySize(request: AcquireRequest, { firstOffset, lastOffset }: Part): Part[] {
  const { batches } = request;
  const batchSize = Math.max(1, request.batchSize);
  const parts: Part[] = [];
  let first = firstOffset;
  if (lastOffset - firstOffset + 1 > batchSize) {
    for (const { baseOffset } of batches) {
      if (baseOffset > lastOffset) break;
      if (baseOffset - first < batchSize) continue;
      parts.push({ firstOffset: first, lastOffset: baseOffset - 1 });
      first = baseOffset;
    }
  }
  parts.push({ firstOffset: first, lastOffset });
  return parts;
}

function newBatch(
  partition: SharePartitionState,
  memberId: string,
  { firstOffset, lastOffset }: Part,
  nowMs: number,
): InFlightBatch {
  const deadlineMs = partition.newLockDeadlineMs(nowMs);
  const state = new InFlightState(RecordState.ACQUIRED, FIRST_DELIVERY, memberId, deadlineMs);
  return new InFlightBatch(firstOffset, lastOffset, state);
}
