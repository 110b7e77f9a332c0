/** What there is to clean in one log, from the facts of its segments; timestamps are read only where a lag asks for them. */
import { readFirstBatchTimestamp } from "../unified-log/truncate.ts";
import type { LogSegment } from "../log-segment.ts";
import type { LogState } from "../unified-log/log-state.ts";
import { withIndexes } from "../unified-log/rebuild-indexes.ts";
import {
  compactionDelayMs,
  firstDirtyOffset,
  type LogToClean,
  logToClean,
  nonActiveSegmentsFrom,
} from "./compaction/cleanable-offsets.ts";

export interface CleanableLog extends LogToClean {
  /** The checkpoint was not of this log any more. */
  readonly isReset: boolean;
  /** How long ago max.compaction.lag.ms passed; 0 if it has not. */
  readonly compactionDelayMs: number;
}

/** @param checkpoint where the last cleaning ended. */
export async function cleanableLog(log: LogState, checkpoint: number | undefined): Promise<CleanableLog> {
  const { minCompactionLagMs, maxCompactionLagMs } = log.config;
  const nowMs = log.environment.clock.nowMs();
  const { firstDirtyOffset: dirty, isReset } = firstDirtyOffset(log, checkpoint);
  const segments = nonActiveSegmentsFrom(settledSegments(log), dirty);
  let firstYoungOffset: number | undefined;
  if (minCompactionLagMs > 0) {
    for (const segment of segments) {
      const largest = await withIndexes(log, segment, () => segment.largestTimestamp());
      if (largest <= nowMs - minCompactionLagMs) continue;
      firstYoungOffset = segment.baseOffset;
      break;
    }
  }
  const firstTimestamps: number[] = [];
  if (maxCompactionLagMs !== Infinity) {
    for (const segment of segments) {
      if (segment.sizeInBytes === 0) continue;
      if (segment.firstBatchTimestamp === undefined) {
        segment.setFirstBatchTimestamp((await readFirstBatchTimestamp(log, segment)) ?? -1);
      }
      firstTimestamps.push(segment.firstBatchTimestamp ?? -1);
    }
  }
  const delayMs = compactionDelayMs(firstTimestamps, { nowMs, maxCompactionLagMs });
  const facts = {
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    lastStableOffset: log.lastStableOffset,
    segments: settledSegments(log),
  };
  const bounds = { firstDirtyOffset: dirty, firstYoungOffset, needsCompactionNow: delayMs > 0 };
  return { ...logToClean(facts, bounds), isReset, compactionDelayMs: delayMs };
}

/**
 * Segments up to the one that the last written record lies in, which counts as active. A roll behind it may still be taken back with its append,
 * and then the segment before must be what it was.
 */
function settledSegments(log: LogState): LogSegment[] {
  const { segmentBaseOffset } = log.endPosition;
  return log.segments.all().filter((segment) => segment.baseOffset <= segmentBaseOffset);
}
