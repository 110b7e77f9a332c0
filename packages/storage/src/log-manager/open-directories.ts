/** Opening the log directories at start: their locks and identities. */
import type { DirectoryLock } from "../disk/disk.ts";
import type { LogEnvironment } from "../log-environment.ts";
import { StorageError } from "../storage-error.ts";
import { LogDirectory } from "./log-directory.ts";
import type { LogManagerOptions } from "./log-manager-options.ts";

const HELD_BY_CALLER: DirectoryLock = { release: () => Promise.resolve() };

/** Opens all directories; those whose disk fails are left out if another one works. */
export async function openDirectories(
  options: LogManagerOptions,
  environment: LogEnvironment,
): Promise<LogDirectory[]> {
  const opened: LogDirectory[] = [];
  let failure: unknown;
  for (const path of new Set(options.logDirectories)) {
    try {
      const held = options.directoriesAreLocked ? { lock: HELD_BY_CALLER } : {};
      opened.push(await LogDirectory.open({ ...options, path, logger: environment.logger, ...held }));
    } catch (error) {
      failure = error;
      if (!(error instanceof StorageError) || (error.code !== "IO" && error.code !== "NO_SPACE")) break;
      environment.logger("error", `Failed to open log directory ${path}: ${error.message}`);
      options.onDirectoryFailure?.(path, error);
      if (opened.length > 0 || options.logDirectories.length > 1) failure = undefined;
    }
  }
  if (failure !== undefined || opened.length === 0) {
    for (const directory of opened) await directory.release();
    throw (
      failure ??
      new StorageError(
        "LOG_DIR_OFFLINE",
        `None of the log directories ${options.logDirectories.join(", ")} can be opened`,
      )
    );
  }
  return opened;
}
