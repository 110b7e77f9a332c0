/**
 * Hands records to a member: those that are available again, then new ones. The bytes have been read already; here it is
 * decided which of their offsets the member gets.
 *
 * Two ways to count (KIP-1206): batch-optimized hands out whole record batches, so that it may exceed the limit; record-limit
 * never exceeds it. A record that has been delivered often is handed out with fewer and fewer others, the last time alone, so
 * that a record that kills its reader takes no others with it.
 */

import { archiveRecords } from "./archive.ts";
import { abortedBatches, withoutBatches } from "./fetched-batch.ts";
import type { AbortedTransaction, AcquiredRange, FetchedBatch } from "./fetched-batch.ts";
import { acquireNew } from "./acquire-new.ts";
import type { InFlightBatch } from "./in-flight-batch.ts";
import { RecordState } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";

export interface AcquireRequest {
  readonly memberId: string;
  /** ShareAcquireMode 1; otherwise batch-optimized. */
  readonly isRecordLimit: boolean;
  /** Records that belong together in the answer, about; ignored when records are counted exactly. */
  readonly batchSize: number;
  /** How many records the member wants. */
  readonly maxRecords: number;
  /** Where the read began. */
  readonly fetchOffset: number;
  /** What was read, in the order of the offsets; the first may begin before `fetchOffset`. */
  readonly batches: readonly FetchedBatch[];
  /** Transactions that were aborted, when the group reads committed records only; null otherwise. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
}

export interface Acquired {
  /** Ascending, apart from each other. */
  readonly ranges: readonly AcquiredRange[];
  readonly count: number;
}

const NOTHING: Acquired = { ranges: [], count: 0 };
/** A record that was delivered fewer times than this is never handed out with fewer others. */
const THROTTLE_DELIVERY_COUNT_MIN = 2;

export function acquire(partition: SharePartitionState, request: AcquireRequest, nowMs: number): Acquired {
  const first = request.batches[0];
  const last = request.batches.at(-1);
  if (request.maxRecords <= 0 || first === undefined || last === undefined || last.lastOffset < partition.startOffset) {
    return NOTHING;
  }
  const limit = limitOf(partition, request, last.lastOffset);
  if (limit.maxRecords <= 0) return NOTHING;
  forgetMissing(partition, request.fetchOffset, first.baseOffset);
  if (limit.lastOffset < first.baseOffset) return NOTHING;
  const acquired = new Acquisition(partition, request, limit, nowMs).run(first.baseOffset);
  return withoutAborted(partition, request, acquired);
}

interface AcquisitionLimit {
  readonly maxRecords: number;
  readonly lastOffset: number;
}

/** New records count against the records in flight; what is in flight already may be delivered again in any case. */
function limitOf(partition: SharePartitionState, request: AcquireRequest, lastOffset: number): AcquisitionLimit {
  const { endOffset } = partition;
  const free = partition.config.maxInFlightRecords - partition.inFlightCount;
  if (Math.min(request.maxRecords, free) > 0) return { maxRecords: Math.min(request.maxRecords, free), lastOffset };
  if (request.fetchOffset > endOffset) return { maxRecords: 0, lastOffset };
  return {
    maxRecords: Math.min(request.maxRecords, endOffset - request.fetchOffset + 1),
    lastOffset: Math.min(lastOffset, endOffset),
  };
}

/**
 * What was expected from `fetchOffset` on and is not in the log any more (compaction) will never be delivered. Apache Kafka 4.3
 * does not learn so of gaps, and may look for their records for ever.
 */
function forgetMissing(partition: SharePartitionState, fetchOffset: number, baseOffset: number): void {
  const { batches, gapWindow } = partition;
  if (batches.size === 0 || fetchOffset >= baseOffset) return;
  if (gapWindow !== undefined && gapWindow.gapStartOffset < baseOffset) partition.moveGapStart(baseOffset);
  const floor = batches.floor(fetchOffset);
  const from = floor !== undefined && floor.lastOffset >= fetchOffset ? floor.firstOffset : fetchOffset;
  const missing = batches.range(from, baseOffset - 1);
  const range = { first: fetchOffset, last: baseOffset - 1 };
  const count = archiveRecords(missing, range, RecordState.AVAILABLE);
  if (count > 0) partition.mayHaveAvailable = true;
  partition.deliveryCompleteCount += count;
}

function withoutAborted(partition: SharePartitionState, request: AcquireRequest, acquired: Acquired): Acquired {
  const { abortedTransactions } = request;
  if (abortedTransactions === null || abortedTransactions.length === 0 || acquired.ranges.length === 0) return acquired;
  const aborted = abortedBatches(request.batches, abortedTransactions);
  if (aborted.length === 0) return acquired;
  for (const { baseOffset, lastOffset } of aborted) {
    const floor = partition.batches.floor(baseOffset);
    const touched = partition.batches.range(floor?.firstOffset ?? baseOffset, lastOffset);
    const range = { first: baseOffset, last: lastOffset };
    partition.deliveryCompleteCount += archiveRecords(touched, range, RecordState.ACQUIRED);
  }
  const ranges = withoutBatches(acquired.ranges, aborted);
  return { ranges, count: ranges.reduce((sum, range) => sum + range.lastOffset - range.firstOffset + 1, 0) };
}

/** From how many deliveries on a record is handed out with fewer others. */
function throttleDeliveryCount(maxDeliveryCount: number): number {
  return Math.max(THROTTLE_DELIVERY_COUNT_MIN, Math.ceil(maxDeliveryCount / 2));
}

/** One pass over what was read. */
class Acquisition {
  readonly #partition: SharePartitionState;
  readonly #request: AcquireRequest;
  readonly #limit: AcquisitionLimit;
  readonly #nowMs: number;
  readonly #ranges: AcquiredRange[] = [];
  #left: number;

  constructor(partition: SharePartitionState, request: AcquireRequest, limit: AcquisitionLimit, nowMs: number) {
    this.#partition = partition;
    this.#request = request;
    this.#limit = limit;
    this.#nowMs = nowMs;
    this.#left = limit.maxRecords;
  }

  run(readFrom: number): Acquired {
    const partition = this.#partition;
    const { lastOffset } = this.#limit;
    const floor = partition.batches.floor(readFrom);
    const overlaps = floor !== undefined && floor.lastOffset >= readFrom;
    // A record batch may begin before the start offset; Apache Kafka 4.3 hands out all of it when anything older is in flight.
    const baseOffset = overlaps ? floor.firstOffset : Math.max(readFrom, partition.startOffset);
    const inFlight = partition.batches.range(Math.min(readFrom, baseOffset), lastOffset);
    if (inFlight.length === 0) {
      this.#acquireNew(baseOffset, lastOffset);
      return this.#acquired;
    }
    this.#acquireInFlight(inFlight, readFrom, baseOffset);
    const last = inFlight.at(-1)!;
    if (this.#left > 0 && last.lastOffset < lastOffset) this.#acquireNew(last.lastOffset + 1, lastOffset);
    const acquired = this.#ranges.at(-1);
    if (acquired !== undefined) partition.moveGapStart(acquired.lastOffset + 1);
    return this.#acquired;
  }

  get #acquired(): Acquired {
    const ranges = this.#ranges;
    return {
      ranges,
      count: ranges.reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1, 0),
    };
  }

  #acquireInFlight(inFlight: readonly InFlightBatch[], readFrom: number, baseOffset: number): void {
    const { memberId, isRecordLimit } = this.#request;
    const range = { first: Math.max(readFrom, this.#partition.startOffset), last: this.#limit.lastOffset };
    let gapStartOffset = baseOffset;
    for (const batch of inFlight) {
      if (this.#left <= 0) return;
      if (this.#partition.isGapWindowActive) {
        if (gapStartOffset < batch.firstOffset) this.#acquireNew(gapStartOffset, batch.firstOffset - 1);
        gapStartOffset = batch.lastOffset + 1;
        if (this.#left <= 0) return;
      }
      const isThrottled = this.#isThrottled(batch, range);
      if (isThrottled && this.#ranges.length > 0) {
        this.#left = 0;
        return;
      }
      const isWhole = batch.firstOffset >= range.first && batch.lastOffset <= range.last;
      const isCut = isRecordLimit && batch.size > this.#left;
      if (batch.whole !== undefined && !batch.whole.isAcquirable) continue;
      if (batch.whole !== undefined && isWhole && !isCut && !isThrottled) {
        batch.whole.acquire(memberId, this.#partition.newLockDeadlineMs(this.#nowMs));
        this.#add(batch.firstOffset, batch.lastOffset, batch.whole.deliveryCount);
        continue;
      }
      batch.splitStates();
      const count = this.#acquireOffsets(batch, range);
      if (isThrottled && count > 0) {
        this.#left = 0;
        return;
      }
    }
  }

  #isThrottled(batch: InFlightBatch, { first, last }: { readonly first: number; readonly last: number }): boolean {
    const limit = throttleDeliveryCount(this.#partition.config.maxDeliveryCount);
    if (batch.whole !== undefined) return batch.whole.isAcquirable && batch.whole.deliveryCount >= limit;
    for (const { state } of batch.entries(first, last)) {
      if (state.isAcquirable && state.deliveryCount >= limit) return true;
    }
    return false;
  }

  /** Acquires what is available of a batch whose offsets have states of their own; returns how many. */
  #acquireOffsets(batch: InFlightBatch, { first, last }: { readonly first: number; readonly last: number }): number {
    const { memberId, isRecordLimit } = this.#request;
    const { maxDeliveryCount } = this.#partition.config;
    const hasLastAttempts = maxDeliveryCount > THROTTLE_DELIVERY_COUNT_MIN;
    const throttleCount = throttleDeliveryCount(maxDeliveryCount);
    const maxRecords = isRecordLimit ? this.#left : Infinity;
    let throttledMax = Infinity;
    const acquired: AcquiredRange[] = [];
    for (const { offset, state } of batch.entries(first, last)) {
      if (!state.isAcquirable) continue;
      // The last attempt is made alone.
      if (hasLastAttempts && state.deliveryCount === maxDeliveryCount - 1 && acquired.length > 0) break;
      if (state.deliveryCount >= throttleCount && throttledMax === Infinity) {
        throttledMax = Math.max(1, Math.floor(batch.size / 2 ** (state.deliveryCount - throttleCount + 1)));
      }
      state.acquire(memberId, this.#partition.newLockDeadlineMs(this.#nowMs));
      acquired.push({ firstOffset: offset, lastOffset: offset, deliveryCount: state.deliveryCount });
      if (hasLastAttempts && state.deliveryCount === maxDeliveryCount) break;
      if (acquired.length === maxRecords || acquired.length === throttledMax) break;
    }
    for (const range of joined(acquired)) this.#add(range.firstOffset, range.lastOffset, range.deliveryCount);
    return acquired.length;
  }

  #acquireNew(firstOffset: number, lastOffset: number): void {
    const range = { firstOffset, lastOffset, maxRecords: this.#left };
    for (const acquired of acquireNew(this.#partition, this.#request, range, this.#nowMs)) {
      this.#add(acquired.firstOffset, acquired.lastOffset, acquired.deliveryCount);
    }
  }

  #add(firstOffset: number, lastOffset: number, deliveryCount: number): void {
    this.#ranges.push({ firstOffset, lastOffset, deliveryCount });
    this.#left -= lastOffset - firstOffset + 1;
  }
}

/** Neighbours with the same delivery count become one range. */
function joined(ranges: readonly AcquiredRange[]): AcquiredRange[] {
  const result: AcquiredRange[] = [];
  for (const range of ranges) {
    const previous = result.at(-1);
    if (previous?.lastOffset === range.firstOffset - 1 && previous.deliveryCount === range.deliveryCount) {
      result[result.length - 1] = { ...previous, lastOffset: range.lastOffset };
    } else {
      result.push(range);
    }
  }
  return result;
}
