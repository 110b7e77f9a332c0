/** The aborted transactions a read_committed reader must skip, from the transaction indexes (F9). */
import type { AbortedTransaction, LogOffsetMetadata } from "../log-types.ts";
import type { AbortedTxn } from "../transaction-index.ts";
import type { LogState } from "./log-state.ts";
import { withIndexes } from "./rebuild-indexes.ts";

/** False if surely no marker of an aborted transaction lies in this segment or a later one. */
export function hasAborted(log: LogState, segmentBaseOffset: number): boolean {
  for (let segment = log.segments.floor(segmentBaseOffset); segment; segment = log.segments.higher(segment)) {
    if (!segment.txnIndex.isEmpty) return true;
  }
  return false;
}

/** Those that overlap what a read returned. */
export async function abortedIn(
  log: LogState,
  from: LogOffsetMetadata,
  read: { readonly startOffset: number; readonly sizeInBytes: number },
): Promise<AbortedTransaction[]> {
  const segment = log.segments.get(from.segmentBaseOffset);
  if (!segment || !hasAborted(log, segment.baseOffset)) return [];
  const end = from.relativePositionInSegment + read.sizeInBytes;
  const bound = await withIndexes(log, segment, () => segment.offsetIndex.upperBoundOffset(end));
  const upperBoundOffset = bound ?? log.segments.higher(segment)?.baseOffset ?? log.logEndOffset;
  return await abortedBetween(log, { startOffset: read.startOffset, upperBoundOffset });
}

/** Those with a record in [startOffset, upperBoundOffset) whose marker lies at or behind startOffset. */
export async function abortedBetween(
  log: LogState,
  range: { readonly startOffset: number; readonly upperBoundOffset: number },
): Promise<AbortedTransaction[]> {
  return (await collectAborted(log, range)).map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
}

/** As `abortedBetween`, whole entries of the indexes. */
export async function collectAborted(
  log: LogState,
  { startOffset, upperBoundOffset }: { readonly startOffset: number; readonly upperBoundOffset: number },
): Promise<AbortedTxn[]> {
  const found: AbortedTxn[] = [];
  for (let segment = log.segments.floor(startOffset); segment; segment = log.segments.higher(segment)) {
    if (segment.txnIndex.isEmpty) continue;
    if (await segment.txnIndex.collect({ fetchOffset: startOffset, upperBoundOffset }, found)) break;
  }
  return found;
}
