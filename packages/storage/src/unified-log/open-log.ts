/**
 * Opening a log from its directory: put the files in order, recover if the last stop was not clean, load what the active segment needs, producer
 * state and leader epochs. A directory that is missing or empty becomes a new log.
 */
import type { LogConfig } from "@ottla/config";
import { lastOffsetAt, maxTimestampAt } from "@ottla/records";
import {
  LEADER_EPOCH_CHECKPOINT,
  PARTITION_METADATA,
  readLeaderEpochCheckpoint,
  readPartitionMetadata,
} from "../checkpoint-file.ts";
import { LeaderEpochCache } from "../leader-epoch-cache.ts";
import type { LogEnvironment } from "../log-environment.ts";
import { LogSegment } from "../log-segment.ts";
import { LogSegments } from "../log-segments.ts";
import { ProducerStateManager } from "../producer-state/producer-state-manager.ts";
import { scanHeaders } from "../segment-scan.ts";
import { StorageError } from "../storage-error.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { deleteSegments } from "./delete-segments.ts";
import { flushUpTo } from "./flush.ts";
import { DEFAULT_LOG_OPTIONS, type LogOptions, LogState } from "./log-state.ts";
import { type FoundSegments, type LoadContext, loadSegments } from "./load-segments.ts";
import { ProducerSnapshots } from "./producer-snapshots.ts";
import { loadProducerState, producerExpiry } from "./producer-state-loader.ts";
import { rebuildIndexes, withIndexes } from "./rebuild-indexes.ts";
import { type RecoveredLog, recoverLog, recoverSegment } from "./recovery.ts";
import { createFiles } from "./roll.ts";
import { readFirstBatchTimestamp } from "./truncate.ts";
import { UnifiedLog } from "./unified-log.ts";
import { createWriteQueue } from "./write.ts";

export interface OpenLogOptions {
  readonly topicPartition: TopicPartition;
  /** The log directory. */
  readonly parentDirectory: string;
  /** The partition's own directory; default `<parentDirectory>/<topic>-<partition>`. */
  readonly directory?: string;
  readonly config: LogConfig;
  readonly environment: LogEnvironment;
  /** From the checkpoints; default 0. */
  readonly logStartOffset?: number;
  readonly recoveryPoint?: number;
  /**
   * Compaction may have left gaps between segments that begin at or below this offset, though the topic is not compacted (any more).
   * Default 0: records that are missing there were lost.
   */
  readonly gapsBelow?: number;
  /** The last process on this directory closed it well. Default false. */
  readonly hadCleanShutdown?: boolean;
  readonly options?: Partial<LogOptions>;
  /**
   * Writes the recovery point where the next start finds it. Awaited whenever the log was cut: an older one behind the cut would vouch for what is
   * appended next. Default: the caller keeps none.
   */
  readonly checkpointRecoveryPoint?: () => Promise<void>;
}

/** Opens or makes the log. Rejects with a `StorageError`. */
export async function openUnifiedLog(options: OpenLogOptions): Promise<UnifiedLog> {
  const { environment, config, topicPartition, parentDirectory } = options;
  const directory = options.directory ?? `${parentDirectory}/${topicPartition.topic}-${topicPartition.partition}`;
  const found = await findSegments({
    directory,
    config,
    environment,
    hadCleanShutdown: options.hadCleanShutdown ?? false,
  });
  const log = await createState({ ...options, directory }, found);
  log.queue = createWriteQueue(log);
  const checkpointedStart = options.logStartOffset ?? 0;
  const isNew = found.segments.length === 0;
  log.isNew = isNew;
  if (isNew) await addFirstSegment(log, checkpointedStart);
  const { endOffset, gapsEnd, producers } = isNew ? newLog(checkpointedStart) : await recover(log, found, options);
  log.logStartOffset = Math.max(checkpointedStart, log.segments.first.baseOffset);
  log.highWatermark = log.logStartOffset;
  log.setEnd(endOffset);
  log.recoveryPoint = options.hadCleanShutdown || isNew ? endOffset : Math.min(options.recoveryPoint ?? 0, endOffset);
  // Not written: an epoch in which nothing was written yet goes at every start, and who flushes or stops writes them anyway.
  log.epochs.truncateFromEnd(endOffset);
  log.epochs.truncateFromStart(checkpointedStart);
  await log.snapshots.removeStray(log.segments.all().map((segment) => segment.baseOffset));
  if (producers === "known") {
    // As if they had come out of a snapshot.
    log.producers.removeExpired(producerExpiry(log));
    log.producers.onHighWatermarkUpdated(endOffset);
  } else await loadProducerState(log, { endOffset, hadCleanShutdown: producers === "in a snapshot" });
  log.reservedEndOffset = endOffset;
  const { first } = log.segments;
  const isEmpty = first === log.segments.active && first.sizeInBytes === 0;
  // Nothing waited for what this log was made of: no clean stop either, as long as nothing was in it.
  const mayBeUnsynced = isEmpty || !options.hadCleanShutdown;
  log.needsDirectorySync ||= mayBeUnsynced;
  log.needsMetadataSync = mayBeUnsynced && log.topicId !== undefined;
  // What speaks for a gap now may not do so at the next start: the policy changes, a checkpoint gets lost.
  if (gapsEnd > log.recoveryPoint) await flushUpTo(log, gapsEnd);
  // A log that rests keeps at most its segment open.
  const { offsetIndex, timeIndex } = log.segments.active;
  await environment.files.close(offsetIndex.file.path);
  await environment.files.close(timeIndex.file.path);
  return new UnifiedLog(log);
}

/** Makes the directory if it is not there. */
async function findSegments(context: LoadContext): Promise<FoundSegments> {
  try {
    return await loadSegments(context);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "NOT_FOUND") throw error;
    await context.environment.disk.mkdir(context.directory);
    return await loadSegments(context);
  }
}

async function createState(
  options: OpenLogOptions & { readonly directory: string },
  found: FoundSegments,
): Promise<LogState> {
  const { environment, directory } = options;
  const epochs = new LeaderEpochCache(
    found.names.has(LEADER_EPOCH_CHECKPOINT) ? await readEpochs(directory, environment) : [],
  );
  const segments = new LogSegments();
  for (const segment of found.segments) segments.add(segment);
  // The constructor of the state wants an active segment; a new log gets its real one right after.
  if (segments.count === 0) {
    segments.add(newLogSegment(options, options.logStartOffset ?? 0));
  }
  const topicId = found.names.has(PARTITION_METADATA) ? await readTopicId(directory, options) : undefined;
  return new LogState({
    topicPartition: options.topicPartition,
    parentDirectory: options.parentDirectory,
    directory,
    environment,
    options: { ...DEFAULT_LOG_OPTIONS, ...options.options },
    config: options.config,
    segments,
    producers: new ProducerStateManager(),
    snapshots: new ProducerSnapshots({
      disk: environment.disk,
      directory,
      offsets: found.snapshotOffsets,
      areDurable: options.hadCleanShutdown ?? false,
    }),
    epochs,
    topicId,
    logStartOffset: options.logStartOffset ?? 0,
    recoveryPoint: options.recoveryPoint ?? 0,
    logEndOffset: 0,
    checkpointRecoveryPoint: options.checkpointRecoveryPoint,
  });
}

function newLogSegment(
  { directory, config, environment }: { directory: string; config: LogConfig; environment: LogEnvironment },
  baseOffset: number,
): LogSegment {
  const segment = new LogSegment({ directory, baseOffset, config, environment });
  segment.initializeEmpty();
  return segment;
}

/** A damaged file is survivable: epochs are found again in the batches as far as they are recovered. */
async function readEpochs(
  directory: string,
  { disk, logger }: LogEnvironment,
): ReturnType<typeof readLeaderEpochCheckpoint> {
  try {
    return await readLeaderEpochCheckpoint(disk, `${directory}/${LEADER_EPOCH_CHECKPOINT}`);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "CORRUPT_CHECKPOINT") throw error;
    logger("warn", error.message);
    return [];
  }
}

/** Nobody waits for the file to be durable when a partition is made: a crash of the machine may leave a part of it, and the controller knows the id. */
async function readTopicId(
  directory: string,
  { environment, hadCleanShutdown }: Pick<OpenLogOptions, "environment" | "hadCleanShutdown">,
): Promise<string | undefined> {
  try {
    return await readPartitionMetadata(environment.disk, `${directory}/${PARTITION_METADATA}`);
  } catch (error) {
    if (hadCleanShutdown || !(error instanceof StorageError) || error.code !== "CORRUPT_CHECKPOINT") throw error;
    environment.logger("warn", `${error.message}; it is written anew`);
    return undefined;
  }
}

async function addFirstSegment(log: LogState, baseOffset: number): Promise<void> {
  if (log.segments.count > 0 && log.segments.active.baseOffset !== baseOffset) {
    for (const segment of log.segments.all()) log.segments.remove(segment);
    log.segments.add(newLogSegment(log, baseOffset));
  }
  await createFiles(log, log.segments.active);
}

interface Recovered extends RecoveredLog {
  /** Known in memory; in a snapshot, as a clean stop left them; or to be found out from what there is. */
  readonly producers: "known" | "in a snapshot" | "unknown";
}

function newLog(endOffset: number): Recovered {
  return { endOffset, gapsEnd: 0, producers: "in a snapshot" };
}

/** Brings all segments into a state that can be read and appended to. */
async function recover(log: LogState, found: FoundSegments, options: OpenLogOptions): Promise<Recovered> {
  const checkpointedStart = options.logStartOffset ?? 0;
  const recoveryPoint = options.recoveryPoint ?? 0;
  log.logStartOffset = Math.max(checkpointedStart, log.segments.first.baseOffset);
  let endOffset: number | undefined;
  let gapsEnd = 0;
  let producers: Recovered["producers"] = options.hadCleanShutdown ? "in a snapshot" : "known";
  const { active } = log.segments;
  for (const segment of log.segments.all()) {
    const isScannedAnyway =
      !options.hadCleanShutdown && (log.segments.higher(segment)?.baseOffset ?? Infinity) > recoveryPoint;
    if (!found.withoutIndex.has(segment.baseOffset) || isScannedAnyway) continue;
    log.environment.logger("warn", `Could not find index files of ${segment.logPath}, rebuilding them`);
    const recovered = await recoverSegment(log, segment, { trustedBelow: 0, replacesIndexes: true });
    if (segment === active) endOffset = recovered.endOffset;
    // The snapshots behind it went with it.
    if (options.hadCleanShutdown) producers = "unknown";
  }
  if (!options.hadCleanShutdown)
    ({ endOffset, gapsEnd } = await recoverLog(log, { recoveryPoint, gapsBelow: options.gapsBelow ?? 0 }));
  if (endOffset === undefined) {
    const loaded = await loadActiveSegment(log);
    endOffset = loaded.endOffset;
    if (loaded.isRebuilt) producers = "unknown";
  }
  if (endOffset >= checkpointedStart) {
    await log.segments.active.txnIndex.load().catch((error: unknown) => resetTxnIndex(log, error));
    return { endOffset, gapsEnd, producers };
  }
  log.environment.logger(
    "warn",
    `Deleting all segments of ${log.name} because the log end offset ${endOffset} is smaller than the log start offset ${checkpointedStart}`,
  );
  await deleteSegments(log, log.segments.all());
  log.segments.add(newLogSegment(log, checkpointedStart));
  await createFiles(log, log.segments.active);
  log.epochs.clear();
  await log.snapshots.deleteWhere(() => true);
  return { endOffset: checkpointedStart, gapsEnd: 0, producers: "unknown" };
}

function resetTxnIndex(log: LogState, error: unknown): void {
  if (!(error instanceof StorageError) || error.code !== "CORRUPT_INDEX") throw error;
  throw new StorageError("CORRUPT_LOG", error.message, { cause: log.name });
}

/** After a clean stop: reads the active segment's indexes and finds where it ends. */
async function loadActiveSegment(log: LogState): Promise<{ readonly endOffset: number; readonly isRebuilt: boolean }> {
  const { active } = log.segments;
  const entry = await withIndexes(log, active, () => active.offsetIndex.lastEntry());
  let endOffset = active.baseOffset;
  const visit = {
    environment: log.environment,
    visit: ({ bytes, at }: { bytes: Uint8Array; at: number }): boolean => {
      endOffset = lastOffsetAt(bytes, at) + 1;
      active.noteScanned({ maxTimestamp: maxTimestampAt(bytes, at), lastOffset: endOffset - 1 });
      return true;
    },
  };
  const isPlausible = entry.position < active.sizeInBytes || active.sizeInBytes === 0;
  const from = isPlausible ? entry.position : 0;
  if (!isPlausible) await rebuildIndexes(log, active);
  const scanned = await scanHeaders(active, { from, to: active.sizeInBytes }, visit);
  if (scanned.stop === "invalid") {
    // A clean stop leaves no torn end; somebody else did. What Apache finds only later is recovered at once.
    const recovered = await recoverSegment(log, active, { trustedBelow: 0, replacesIndexes: true });
    return { endOffset: recovered.endOffset, isRebuilt: true };
  }
  if (active.sizeInBytes > 0) active.setFirstBatchTimestamp((await readFirstBatchTimestamp(log, active)) ?? -1);
  return { endOffset, isRebuilt: false };
}
