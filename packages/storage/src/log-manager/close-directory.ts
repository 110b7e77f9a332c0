/**
 * A clean stop: every log of a directory is closed, checkpoints are written, and last the file that spares the next start its recovery. A log that
 * fails leaves the directory without that file.
 *
 * Closing a log costs half a dozen fsyncs. Where there are many, the file system as a whole is made durable instead, which takes no longer for
 * ten thousand logs than for one: first what the logs have written so far, while they are open, which also shows whether the platform can do
 * it; then what their closing has added.
 */
import { setImmediate } from "node:timers/promises";
import type { LogEnvironment } from "../log-environment.ts";
import { Semaphore } from "../semaphore.ts";
import { StorageError } from "../storage-error.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { LogCheckpoints } from "./log-checkpoints.ts";
import type { LogDirectory } from "./log-directory.ts";

/** So many logs are closed at once: each holds a few files for it, and the disk syncs no faster for more. */
const CLOSED_AT_ONCE = 32;

export interface ClosingDirectory {
  readonly directory: LogDirectory;
  readonly logs: readonly UnifiedLog[];
  readonly checkpoints: LogCheckpoints;
  readonly environment: LogEnvironment;
  readonly brokerEpoch: number;
  /** From so many logs on that are not durable the file system is synced as a whole. */
  readonly wholeSyncMin: number;
}

/** Never rejects; what went wrong is told, and the next start recovers. */
export async function closeDirectory(closing: ClosingDirectory): Promise<void> {
  const { directory, logs, checkpoints, environment } = closing;
  const healthy = logs.filter((log) => log.failure === undefined).length;
  try {
    const areClosed = await closeLogs(closing);
    if (directory.isOnline && directory.isLoaded && areClosed && healthy === logs.length) {
      await checkpoints.everyOf(directory);
      await directory.writeCleanShutdown(closing.brokerEpoch);
    }
  } catch (error) {
    environment.logger("error", `closing ${directory.path}: ${String(error)}`);
  } finally {
    await directory.release();
  }
}

/** Without an fsync a log is closed by a few small writes, which cost less in place than in another thread. */
async function closeEach(
  logs: readonly UnifiedLog[],
  { environment, leavesSync }: Pick<ClosingDirectory, "environment"> & { readonly leavesSync: boolean },
): Promise<PromiseSettledResult<void>[]> {
  const { disk } = environment;
  const slots = new Semaphore(CLOSED_AT_ONCE);
  let closed = 0;
  if (leavesSync) disk.setBlocking?.(true);
  const close = async (log: UnifiedLog): Promise<void> => {
    if (++closed % CLOSED_AT_ONCE === 0) await setImmediate();
    await log.close({ leavesSync });
  };
  return await Promise.allSettled(logs.map((log) => slots.run(() => close(log)))).finally(() => {
    if (leavesSync) disk.setBlocking?.(false);
  });
}

/** True if all of them are closed, and durable. */
async function closeLogs({ directory, logs, environment, wholeSyncMin }: ClosingDirectory): Promise<boolean> {
  const unsynced = logs.filter((log) => log.needsSync).length;
  const syncAll = async (): Promise<boolean> => (await environment.disk.syncAll?.(directory.path)) ?? false;
  const leavesSync = directory.isOnline && unsynced >= wholeSyncMin && (await syncAll());
  const results = await closeEach(logs, { environment, leavesSync });
  const failures = results.filter((result) => result.status === "rejected");
  for (const { reason } of failures)
    environment.logger("error", `closing a log in ${directory.path}: ${String(reason)}`);
  if (failures.length > 0) return false;
  if (leavesSync && !(await syncAll())) throw new StorageError("IO", "the file system cannot be synced");
  return true;
}
