/** The way back after a failed write. */
import type { LogSegment } from "../log-segment.ts";
import type { StorageError } from "../storage-error.ts";
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

async function cutTornEnd(log: LogState, segment: LogSegment): Promise<void> {
  await log.environment.files.use(segment.logPath, "readWriteCreate", async (file) => {
    await file.truncate(segment.sizeInBytes);
    // The segment may be below the recovery point already, and nobody would look at its end again.
    await file.sync();
  });
  await segment.offsetIndex.file.ensureTail();
  await segment.timeIndex.file.ensureTail();
}

async function removeAbandoned(log: LogState): Promise<void> {
  const { disk, files } = log.environment;
  for (let segment = log.abandoned.at(-1); segment; segment = log.abandoned.at(-1)) {
    for (const path of segment.paths) {
      await files.close(path);
      await disk.unlink(path);
    }
    log.abandoned.pop();
  }
}
