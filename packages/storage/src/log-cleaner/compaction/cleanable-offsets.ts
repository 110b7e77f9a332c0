/**
 * Which part of a log may be cleaned, and how much of it is dirty. A log lies in three parts:
 *
 *   clean: [log start, firstDirtyOffset)   cleanable: [firstDirtyOffset, firstUncleanableOffset)   the rest: nobody's business yet
 *
 * The rest begins with the first of: the active segment, the segment of the last stable offset, the first segment with a record younger than
 * min.compaction.lag.ms. Whole segments only.
 */

/** What the decision needs of a segment. */
export interface SegmentFacts {
  readonly baseOffset: number;
  readonly sizeInBytes: number;
}

/** What the decision needs of a log. */
export interface CleanableFacts {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lastStableOffset: number;
  /** In order; the last one is active. */
  readonly segments: readonly SegmentFacts[];
}

export interface DirtyRange {
  readonly firstDirtyOffset: number;
  /** The checkpoint did not fit the log: the offset replaces it. */
  readonly isReset: boolean;
}

/** Where cleaning goes on: at the checkpoint, or at the log start if the log has moved away from it. */
export function firstDirtyOffset(
  facts: Pick<CleanableFacts, "logStartOffset" | "logEndOffset">,
  checkpoint: number | undefined,
): DirtyRange {
  const { logStartOffset, logEndOffset } = facts;
  if (checkpoint === undefined) return { firstDirtyOffset: logStartOffset, isReset: false };
  if (checkpoint < logStartOffset || checkpoint > logEndOffset)
    return { firstDirtyOffset: logStartOffset, isReset: true };
  return { firstDirtyOffset: checkpoint, isReset: false };
}

/** The segments that hold offsets at or behind `offset`, without the active one. */
export function nonActiveSegmentsFrom<S extends SegmentFacts>(segments: readonly S[], offset: number): S[] {
  const candidates = segments.slice(0, -1);
  const floor = candidates.findLastIndex((segment) => segment.baseOffset <= offset);
  // An offset in the active segment has no inactive one.
  const active = segments.at(-1);
  if (active !== undefined && active.baseOffset <= offset) return [];
  return candidates.slice(Math.max(0, floor));
}

export interface LogToClean {
  readonly firstDirtyOffset: number;
  readonly firstUncleanableOffset: number;
  readonly cleanBytes: number;
  readonly cleanableBytes: number;
  /** cleanable ÷ (clean + cleanable) in bytes; 0 for an empty log. */
  readonly cleanableRatio: number;
  /** max.compaction.lag.ms has passed for a dirty record. */
  readonly needsCompactionNow: boolean;
}

/**
 * @param bounds.firstYoungOffset base offset of the first dirty segment that min.compaction.lag.ms protects.
 */
export function logToClean(
  facts: CleanableFacts,
  bounds: {
    readonly firstDirtyOffset: number;
    readonly firstYoungOffset: number | undefined;
    readonly needsCompactionNow: boolean;
  },
): LogToClean {
  const { segments, lastStableOffset } = facts;
  const active = segments.at(-1)!;
  const uncleanable = Math.max(
    bounds.firstDirtyOffset,
    Math.min(lastStableOffset, active.baseOffset, bounds.firstYoungOffset ?? Infinity),
  );
  const firstUncleanable = nonActiveSegmentsFrom(segments, uncleanable)[0] ?? active;
  const firstUncleanableOffset = firstUncleanable.baseOffset;
  const cleanBytes = bytesOf(segmentsBetween(segments, 0, bounds.firstDirtyOffset));
  const from = Math.min(bounds.firstDirtyOffset, firstUncleanableOffset);
  const cleanableBytes = bytesOf(segmentsBetween(segments, from, firstUncleanableOffset));
  const totalBytes = cleanBytes + cleanableBytes;
  return {
    firstDirtyOffset: bounds.firstDirtyOffset,
    firstUncleanableOffset,
    cleanBytes,
    cleanableBytes,
    cleanableRatio: totalBytes === 0 ? 0 : cleanableBytes / totalBytes,
    needsCompactionNow: bounds.needsCompactionNow,
  };
}

/** More than min.cleanable.dirty.ratio is dirty, or the longest lag has passed for something that can be cleaned. */
export function isFilthy(log: LogToClean, minCleanableDirtyRatio: number): boolean {
  if (log.cleanBytes + log.cleanableBytes === 0) return false;
  return (log.needsCompactionNow && log.cleanableBytes > 0) || log.cleanableRatio > minCleanableDirtyRatio;
}

/** How long ago max.compaction.lag.ms passed for the oldest dirty batch; 0 if it has not. Timestamps ≤ 0 say nothing. */
export function compactionDelayMs(
  firstBatchTimestamps: readonly number[],
  { nowMs, maxCompactionLagMs }: { readonly nowMs: number; readonly maxCompactionLagMs: number },
): number {
  const earliest = Math.min(...firstBatchTimestamps.filter((timestamp) => timestamp > 0), Infinity);
  const cleanUntilMs = nowMs - maxCompactionLagMs;
  return earliest < cleanUntilMs ? cleanUntilMs - earliest : 0;
}

/** The segments with offsets in [from, to), the one that holds `from` included. */
export function segmentsBetween<S extends SegmentFacts>(segments: readonly S[], from: number, to: number): S[] {
  if (from >= to) return [];
  const first = Math.max(
    0,
    segments.findLastIndex((segment) => segment.baseOffset <= from),
  );
  return segments.slice(first).filter((segment) => segment.baseOffset < to);
}

function bytesOf(segments: readonly SegmentFacts[]): number {
  let bytes = 0;
  for (const { sizeInBytes } of segments) bytes += sizeInBytes;
  return bytes;
}
