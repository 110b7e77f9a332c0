/**
 * Taking segments out of a log. They leave the list at once and get the suffix `.deleted`; the files go after file.delete.delay.ms, so that
 * reads under way find their bytes. What a crash leaves of them, the next start removes.
 */
import { DELETED_SUFFIX } from "../log-files.ts";
import type { LogSegment } from "../log-segment.ts";
import { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";

/** Removes the segments from the log; must run in the write queue or before it exists. */
export async function deleteSegments(log: LogState, segments: readonly LogSegment[]): Promise<void> {
  if (segments.length === 0) return;
  for (const segment of segments) log.segments.remove(segment);
  const doomed: string[] = [];
  for (const segment of segments) {
    doomed.push(...(await renameAll(log, segment.paths)));
    const snapshot = await log.snapshots.markDeleted(segment.baseOffset);
    if (snapshot) doomed.push(snapshot);
  }
  log.needsDirectorySync = true;
  log.afterFileDeleteDelay(doomed);
}

async function renameAll(log: LogState, paths: readonly string[]): Promise<string[]> {
  const { disk, files } = log.environment;
  const renamed: string[] = [];
  for (const path of paths) {
    await files.close(path);
    try {
      await disk.rename(path, path + DELETED_SUFFIX);
      renamed.push(path + DELETED_SUFFIX);
    } catch (error) {
      // Only aborted transactions make a transaction index, and a segment that never was written may have no file at all.
      if (!(error instanceof StorageError) || error.code !== "NOT_FOUND") throw error;
    }
  }
  return renamed;
}
