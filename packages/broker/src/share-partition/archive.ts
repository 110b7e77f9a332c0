/** Archives records in flight that are not to be delivered: gone from the log, or aborted. */

import type { InFlightBatch } from "./in-flight-batch.ts";
import type { RecordState } from "./record-state.ts";

export interface OffsetRange {
  readonly first: number;
  /** Included; may be smaller than `first`: then it holds nothing. */
  readonly last: number;
}

/**
 * Archives the records of `batches` in `range` that are in `state`. Returns how many; the caller keeps the count of complete
 * deliveries.
 */
export function archiveRecords(
  batches: Iterable<InFlightBatch>,
  { first, last }: OffsetRange,
  state: RecordState,
): number {
  let count = 0;
  for (const batch of batches) {
    if (batch.firstOffset > last) break;
    if (batch.whole !== undefined) {
      if (batch.whole.state !== state) continue;
      if (batch.firstOffset >= first && batch.lastOffset <= last) {
        batch.whole.archive();
        count += batch.size;
        continue;
      }
      batch.splitStates();
    }
    for (const entry of batch.entries(first, last)) {
      if (entry.state.state !== state) continue;
      entry.state.archive();
      count++;
    }
  }
  return count;
}
