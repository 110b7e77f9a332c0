/**
 * Durability. A flush syncs the written part of every segment from the recovery point on, and then moves the recovery point. The index of the
 * active segment is not synced: after an unclean stop the segment that holds the recovery point is scanned anyway and its indexes are rebuilt.
 */
import { PARTITION_METADATA } from "../checkpoint-file.ts";
import type { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";

/**
 * Makes everything below `offset` durable, which must be written, and moves the recovery point there. One at a time: what another flush
 * has begun to sync does not count before it has ended.
 */
export function flushUpTo(log: LogState, offset: number): Promise<void> {
  const { truncations } = log;
  // While this one waited the log may have been cut: then only what is left counts.
  return log.flushes.run(() =>
    syncAndAdvance(log, truncations === log.truncations ? offset : Math.min(offset, log.logEndOffset)),
  );
}

async function syncAndAdvance(log: LogState, offset: number): Promise<void> {
  if (offset <= log.recoveryPoint) return;
  const { truncations } = log;
  const segments = log.segments.overlapping(log.recoveryPoint, offset);
  const { active } = log.segments;
  for (const segment of segments) {
    if (segment.isDirty) await segment.syncLog();
    if (segment !== active) await segment.syncIndexes();
  }
  // Epochs of what is below the recovery point must not have to be looked for in the batches.
  await log.writeEpochs();
  await syncPartitionMetadata(log);
  if (log.needsDirectorySync) {
    log.needsDirectorySync = false;
    try {
      await log.environment.disk.syncDirectory(log.directory);
    } catch (error) {
      log.needsDirectorySync = true;
      throw error;
    }
  }
  // A roll that came meanwhile found the recovery point where it was, and left this to whoever moves it.
  const last = segments.at(-1);
  if (last !== undefined && last === active && last !== log.segments.active) await last.syncIndexes();
  log.lastFlushMs = log.environment.clock.nowMs();
  if (truncations === log.truncations) log.recoveryPoint = Math.max(log.recoveryPoint, offset);
}

/** The first flush of a new log takes partition.metadata along, which its creation did not wait for. */
export async function syncPartitionMetadata(log: LogState): Promise<void> {
  if (!log.needsMetadataSync) return;
  const path = `${log.directory}/${PARTITION_METADATA}`;
  await log.environment.files.use(path, "readWrite", (file) => file.sync());
  await log.environment.files.close(path);
  log.needsMetadataSync = false;
}

/** Flushes what is written now. A failed fsync may have lost pages without a trace, so it is never simply tried again. */
export async function flush(log: LogState, offset: number = log.logEndOffset): Promise<void> {
  try {
    await flushUpTo(log, Math.min(offset, log.logEndOffset));
  } catch (error) {
    log.onStorageError(error as StorageError);
    throw error;
  }
}
