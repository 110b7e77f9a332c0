/**
 * Putting a cleaned segment in the place of those it was made from, so that a crash at any step leaves either all of the old ones or the new one
 * (Kafka's `LocalLog.replaceSegments`):
 *
 * 1. `.cleaned` → `.swap`, and the directory is synced. Until then a start removes the new files; from now on it goes on with 2.
 * 2. Readers get the new segment. The old files become `.deleted`; a start removes those that are left.
 * 3. `.swap` goes from the new names, the directory is synced, and only then the wait for the deletion of the old files begins.
 *
 * The content is durable before this begins. Appends go on meanwhile; flushes, truncations and deletions wait. Who reads an old segment goes
 * on reading it.
 */
import { DELETED_SUFFIX, SWAP_SUFFIX } from "../log-files.ts";
import type { LogSegment } from "../log-segment.ts";
import { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";

/** `old` are neighbours of the log, without its active segment; `cleaned` begins where the first of them does. */
export async function replaceSegments(
  log: LogState,
  { cleaned, old }: { readonly cleaned: LogSegment; readonly old: readonly LogSegment[] },
): Promise<void> {
  await log.flushes.run(async () => {
    if (log.isClosed) throw new StorageError("CLOSED", `${log.directory} is closed`);
    const { disk } = log.environment;
    await cleaned.changeFileSuffix(SWAP_SUFFIX);
    await disk.syncDirectory(log.directory);
    switchTo(log, cleaned, old);
    try {
      await swapFiles(log, cleaned, old);
    } catch (error) {
      throw halfDone(log, error);
    }
  });
}

/** Memory first: whoever looks from here on finds the new segment, under its `.swap` name. */
function switchTo(log: LogState, cleaned: LogSegment, old: readonly LogSegment[]): void {
  log.segments.replace(old, cleaned);
  log.replacements++;
  log.hints.clear();
  log.tail.dropSegmentsBefore(log.segments.higher(cleaned)?.baseOffset ?? Infinity);
}

async function swapFiles(log: LogState, cleaned: LogSegment, old: readonly LogSegment[]): Promise<void> {
  const doomed: string[] = [];
  for (const segment of old) {
    await segment.changeFileSuffix(DELETED_SUFFIX);
    doomed.push(...segment.paths);
    if (segment.baseOffset === cleaned.baseOffset) continue;
    const snapshot = await log.snapshots.markDeleted(segment.baseOffset);
    if (snapshot !== undefined) doomed.push(snapshot);
  }
  await cleaned.changeFileSuffix("");
  await log.environment.disk.syncDirectory(log.directory);
  log.afterFileDeleteDelay(doomed);
}

/** The names in the directory are neither old nor new: only a start can tell and go on, so the log is over until then. */
function halfDone(log: LogState, cause: unknown): StorageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const error = new StorageError("IO", `Segments of ${log.directory} are replaced by halves: ${message}`, { cause });
  log.onStorageError(error);
  return error;
}
