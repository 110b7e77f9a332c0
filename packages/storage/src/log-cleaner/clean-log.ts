/**
 * Cleaning one log from its first dirty offset on: the map of the dirty keys, then group by group a new segment in the place of old ones. The
 * state of the log is only looked at here; the files are read and written where the cleaning is done.
 *
 * A round that is aborted, or that a crash ends, has replaced some groups and not the others; the next one begins at the same offset.
 *
 * What is taken from the end of a segment leaves a gap in front of the next one. Before that happens the recovery point is behind the gap, and
 * checkpointed: a recovery takes a gap for a hole that a power failure left, unless it knows of the compaction, and the policy may have changed
 * by then.
 */
import { collectAborted } from "../unified-log/aborted-transactions.ts";
import { LogSegment } from "../log-segment.ts";
import { CLEANED_SUFFIX, SWAP_SUFFIX } from "../log-files.ts";
import { StorageError } from "../storage-error.ts";
import { flushUpTo } from "../unified-log/flush.ts";
import type { LogState } from "../unified-log/log-state.ts";
import { withIndexes } from "../unified-log/rebuild-indexes.ts";
import { replaceSegments } from "../unified-log/replace-segments.ts";
import { addFilterStats, type CleanerStats, emptyFilterStats, type FilterStats } from "./cleaner-stats.ts";
import { type GroupableSegment, groupSegments } from "./compaction/segment-groups.ts";
import type { LastRecord } from "./compaction/record-filter.ts";
import type { Cleaning, CleanSource, MapSource, WorkConfig } from "./work/cleaning-job.ts";

export interface CleanLogOptions {
  readonly firstDirtyOffset: number;
  /** Base offset of a segment: nothing from there on is touched. */
  readonly firstUncleanableOffset: number;
  readonly config: WorkConfig;
  readonly cleaning: Cleaning;
  /** Throws if the cleaning is to stop. */
  readonly check: () => void;
}

export interface CleanedLog {
  /** The next cleaning begins here. */
  readonly endOffset: number;
  readonly stats: CleanerStats;
}

/** Rejects with `CleaningAborted`, or with what stood in the way; replaced groups stay replaced. */
export async function cleanLog(log: LogState, options: CleanLogOptions): Promise<CleanedLog> {
  try {
    return await cleanAll(log, options);
  } catch (error) {
    // A disk that fails takes the directory offline, whoever notices it.
    if (error instanceof StorageError && error.code === "IO" && log.failure === undefined) log.onStorageError(error);
    throw error;
  }
}

async function cleanAll(log: LogState, options: CleanLogOptions): Promise<CleanedLog> {
  const { clock } = log.environment;
  const nowMs = clock.nowMs();
  const startMs = clock.monotonicMs();
  const { firstDirtyOffset, firstUncleanableOffset, config, cleaning } = options;
  const map = await cleaning.buildOffsetMap({
    config,
    startOffset: firstDirtyOffset,
    sources: await mapSources(log, options),
    abortedTxns: await collectAborted(log, { startOffset: firstDirtyOffset, upperBoundOffset: firstUncleanableOffset }),
  });
  const indexedMs = clock.monotonicMs();
  const endOffset = map.latestOffset + 1;
  const total = emptyFilterStats();
  const segments = log.segments.overlapping(0, endOffset);
  await passRecoveryPoint(log, segments);
  for (const group of groupSegments(await groupable(log, segments), { ...log.config, firstUncleanableOffset })) {
    options.check();
    const sources = group.map(({ segment }) => segment);
    addFilterStats(total, await cleanSegments(log, sources, { ...options, nowMs }));
  }
  const endMs = clock.monotonicMs();
  const stats: CleanerStats = {
    ...total,
    mapBytesRead: map.bytesRead,
    mapMessagesRead: map.messagesRead,
    bufferUtilization: map.utilization,
    elapsedMs: endMs - startMs,
    elapsedIndexMs: indexedMs - startMs,
  };
  return { endOffset, stats };
}

/** The recovery point is at the end of these segments, at least, and the next start knows. */
async function passRecoveryPoint(log: LogState, segments: readonly LogSegment[]): Promise<void> {
  const last = segments.at(-1);
  const next = last && log.segments.higher(last);
  if (next && log.recoveryPoint < next.baseOffset) await flushUpTo(log, Math.min(next.baseOffset, log.logEndOffset));
  await log.checkpointRecoveryPoint?.();
}

async function mapSources(log: LogState, options: CleanLogOptions): Promise<MapSource[]> {
  const { firstDirtyOffset, firstUncleanableOffset } = options;
  if (firstDirtyOffset >= firstUncleanableOffset) return [];
  const dirty = log.segments.overlapping(firstDirtyOffset, firstUncleanableOffset);
  const sources: MapSource[] = [];
  for (const [i, segment] of dirty.entries()) {
    const from =
      segment.baseOffset >= firstDirtyOffset
        ? 0
        : (await withIndexes(log, segment, () => segment.offsetIndex.lookup(firstDirtyOffset))).position;
    const nextOffset = dirty[i + 1]?.baseOffset ?? firstUncleanableOffset;
    sources.push({ path: segment.logPath, from, sizeInBytes: segment.sizeInBytes, nextOffset });
  }
  return sources;
}

async function groupable(
  log: LogState,
  segments: readonly LogSegment[],
): Promise<(GroupableSegment & { readonly segment: LogSegment })[]> {
  const found = [];
  for (const segment of segments) {
    await withIndexes(log, segment, async () => {});
    const { baseOffset, sizeInBytes, offsetIndex, timeIndex } = segment;
    const offsetIndexBytes = offsetIndex.file.sizeInBytes;
    found.push({ segment, baseOffset, sizeInBytes, offsetIndexBytes, timeIndexBytes: timeIndex.file.sizeInBytes });
  }
  return found;
}

async function cleanSegments(
  log: LogState,
  old: readonly LogSegment[],
  options: CleanLogOptions & { readonly nowMs: number },
): Promise<FilterStats> {
  const { config, environment, directory } = log;
  const { baseOffset } = old[0]!;
  const last = old.at(-1)!;
  const cleaned = await options.cleaning.cleanGroup({
    config: options.config,
    logConfig: config,
    directory,
    baseOffset,
    sources: await cleanSources(log, old),
    modifiedMs: last.modifiedMs,
    lastRecords: lastRecordsOf(log),
    nowMs: options.nowMs,
    upperBoundOffset: options.firstUncleanableOffset,
  });
  const { sizeInBytes, hasTxnIndex } = cleaned;
  const { modifiedMs } = last;
  const replacement = new LogSegment({
    directory,
    baseOffset,
    config,
    environment,
    sizeInBytes,
    hasTxnIndex,
    modifiedMs,
    fileSuffix: CLEANED_SUFFIX,
  });
  try {
    options.check();
    await replaceSegments(log, { cleaned: replacement, old });
  } catch (error) {
    if (log.segments.get(baseOffset) !== replacement) await removeUnused(log, replacement).catch(() => {});
    throw error;
  }
  return cleaned.stats;
}

/** With the names half changed: first those that a start would take for complete. */
async function removeUnused(log: LogState, segment: LogSegment): Promise<void> {
  const bare = segment.paths.map((path) => path.slice(0, path.lastIndexOf(".")));
  for (const suffix of [SWAP_SUFFIX, CLEANED_SUFFIX]) {
    for (const path of bare) await log.environment.disk.unlink(path + suffix);
  }
}

async function cleanSources(log: LogState, segments: readonly LogSegment[]): Promise<CleanSource[]> {
  const sources: CleanSource[] = [];
  for (const segment of segments) {
    const upperBoundOffset = log.segments.higher(segment)!.baseOffset;
    const range = { startOffset: segment.baseOffset, upperBoundOffset };
    sources.push({
      path: segment.logPath,
      sizeInBytes: segment.sizeInBytes,
      abortedTxns: await collectAborted(log, range),
    });
  }
  return sources;
}

/** What must be left of each producer, so that its sequences and epochs go on. */
function lastRecordsOf(log: LogState): Map<bigint, LastRecord> {
  const records = new Map<bigint, LastRecord>();
  for (const { producerId, producerEpoch, batches } of log.producers.entries())
    records.set(producerId, { lastDataOffset: batches.at(-1)?.lastOffset, producerEpoch });
  return records;
}
