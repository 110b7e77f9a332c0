/** The way back after a failed write. */
import type { Disk } from "../disk/disk.ts";
import { DELETED_SUFFIX } from "../log-files.ts";
import type { LogSegment } from "../log-segment.ts";
import { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";

/** Cuts off what failed writes left behind, so that appends may go on. Leaves the failure in place if that fails too. */
export async function repair(log: LogState): Promise<void> {
  if (!log.failure || log.isOffline) return;
  try {
    await removeAbandoned(log);
    for (const segment of log.torn) {
      if (log.segments.get(segment.baseOffset) === segment) await cutTornEnd(log, segment);
      log.torn.delete(segment);
    }
    log.failure = undefined;
  } catch (error) {
    log.failure = error as StorageError;
  }
}

/** A process that ends before the directory is synced leaves the name as a sign for the next one. A disk without room for a name gets none. */
async function markDeleted(disk: Disk, path: string): Promise<void> {
  try {
    await disk.rename(path, path + DELETED_SUFFIX);
  } catch (error) {
    if (!(error instanceof StorageError) || (error.code !== "NOT_FOUND" && error.code !== "NO_SPACE")) throw error;
    await disk.unlink(path);
  }
}

async function cutTornEnd(log: LogState, segment: LogSegment): Promise<void> {
  await log.environment.files.use(segment.logPath, "readWriteCreate", async (file) => {
    await file.truncate(segment.sizeInBytes);
    // The segment may be below the recovery point already, and nobody would look at its end again.
    await file.sync();
  });
  await segment.offsetIndex.file.ensureTail();
  await segment.timeIndex.file.ensureTail();
}

/**
 * For good, before the old segment takes appends again: a file whose name came back after a power failure would pass for the segment that
 * follows, and what the old one holds beyond its base offset would be served twice. (The simulation found it.)
 */
async function removeAbandoned(log: LogState): Promise<void> {
  if (log.abandoned.length === 0) return;
  const { disk, files } = log.environment;
  const abandoned = [...log.abandoned];
  const paths = abandoned.flatMap((segment) => segment.paths);
  for (const path of paths) {
    await files.close(path);
    await markDeleted(disk, path);
  }
  await disk.syncDirectory(log.directory);
  for (const path of paths) await disk.unlink(path + DELETED_SUFFIX);
  log.abandoned = log.abandoned.filter((segment) => !abandoned.includes(segment));
}
