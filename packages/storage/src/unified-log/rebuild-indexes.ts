/**
 * Indexes that turn out to be damaged when they are first used are rebuilt from the segment. The log is the truth, an index only a way to be
 * fast; a reader notices nothing but the time it takes.
 */
import { lastOffsetAt, maxTimestampAt } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import { scanHeaders } from "../segment-scan.ts";
import { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";

/** Runs a lookup with the segment's indexes loaded. */
export async function withIndexes<T>(log: LogState, segment: LogSegment, lookup: () => Promise<T>): Promise<T> {
  try {
    await segment.loadIndexes();
    return await lookup();
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "CORRUPT_INDEX") throw error;
    log.environment.logger("warn", `${error.message}; rebuilding the indexes of ${segment.logPath}`);
    await rebuildIndexes(log, segment);
    return await lookup();
  }
}

/** Makes offset and time index anew from the batch headers; a transaction index is left as it is. */
export async function rebuildIndexes(log: LogState, segment: LogSegment): Promise<void> {
  const { config, environment } = log;
  const { offsetIndex, timeIndex } = segment;
  offsetIndex.file.reset();
  timeIndex.file.reset();
  let lastIndexed = 0;
  let largest = { timestamp: -1, offset: -1 };
  let lastIndexedTimestamp = -1;
  await scanHeaders(
    segment,
    { from: 0, to: segment.sizeInBytes },
    {
      environment,
      visit: ({ bytes, at, position }) => {
        const offset = lastOffsetAt(bytes, at);
        const timestamp = maxTimestampAt(bytes, at);
        if (timestamp > largest.timestamp) largest = { timestamp, offset };
        if (position - lastIndexed <= config.indexIntervalBytes) return true;
        offsetIndex.append({ offset, position });
        if (largest.timestamp > lastIndexedTimestamp) {
          timeIndex.append(largest);
          lastIndexedTimestamp = largest.timestamp;
        }
        lastIndexed = position;
        return true;
      },
    },
  );
  if (largest.timestamp > lastIndexedTimestamp) timeIndex.append(largest);
  await offsetIndex.file.replace();
  await timeIndex.file.replace();
  segment.afterTruncation(segment.sizeInBytes, largest, largest.timestamp);
}
