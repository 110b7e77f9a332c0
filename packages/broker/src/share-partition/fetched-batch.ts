/** What a share partition has to know of the record batches that were read for it: never the records themselves. */

export interface FetchedBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** −1n: not of an idempotent or transactional producer. */
  readonly producerId: bigint;
  readonly isTransactional: boolean;
  /** The batch is the marker that ends a transaction by aborting it. */
  readonly isAbortMarker: boolean;
}

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** A range of offsets that a member holds now. */
export interface AcquiredRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly deliveryCount: number;
}

/** The batches of aborted transactions among `batches`, which are in the order of their offsets. */
export function abortedBatches(
  batches: readonly FetchedBatch[],
  abortedTransactions: readonly AbortedTransaction[],
): FetchedBatch[] {
  const upcoming = [...abortedTransactions].sort((a, b) => a.firstOffset - b.firstOffset);
  const abortedProducers = new Set<bigint>();
  const aborted: FetchedBatch[] = [];
  let next = 0;
  for (const batch of batches) {
    if (batch.producerId === -1n) continue;
    while (next < upcoming.length && upcoming[next]!.firstOffset <= batch.lastOffset) {
      abortedProducers.add(upcoming[next++]!.producerId);
    }
    if (batch.isAbortMarker) abortedProducers.delete(batch.producerId);
    else if (batch.isTransactional && abortedProducers.has(batch.producerId)) aborted.push(batch);
  }
  return aborted;
}

/** What is left of `ranges` without the offsets of `batches`. */
export function withoutBatches(ranges: readonly AcquiredRange[], batches: readonly FetchedBatch[]): AcquiredRange[] {
  const left: AcquiredRange[] = [];
  for (const { lastOffset, deliveryCount, ...range } of ranges) {
    let { firstOffset } = range;
    for (const batch of batches) {
      if (batch.lastOffset < firstOffset) continue;
      if (batch.baseOffset > lastOffset) break;
      if (batch.baseOffset > firstOffset) left.push({ firstOffset, lastOffset: batch.baseOffset - 1, deliveryCount });
      firstOffset = batch.lastOffset + 1;
    }
    if (firstOffset <= lastOffset) left.push({ firstOffset, lastOffset, deliveryCount });
  }
  return left;
}
