/**
 * The lock of a log directory: the POSIX record lock on `.lock` that Apache Kafka's `FileChannel.tryLock` also takes.
 *
 * Node has no fcntl, but SQLite, which is built into Node, guards a database with fcntl locks on bytes 2^30 … 2^30+511 of the file, and Java
 * locks bytes 0 … 2^63−1. `BEGIN EXCLUSIVE` on `.lock` as an (empty, never written) database therefore excludes another process of ours, a
 * second broker inside this process (SQLite keeps count), and a running Apache broker, in both directions. The kernel lets go when the
 * process dies, whatever kills it. See decisions/002-log-directory-lock.md.
 *
 * Nothing else in this process may open `.lock`: POSIX releases all of a process's locks on a file when any descriptor of it closes.
 */
import path from "node:path";
import { StorageError } from "../storage-error.ts";
import type { DirectoryLock } from "./disk.ts";

export const LOCK_FILE = ".lock";

const SQLITE_BUSY = 5;

/** Takes the lock or rejects with `LOG_DIR_LOCKED`. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const { DatabaseSync } = await import("node:sqlite");
  const lockPath = path.join(directory, LOCK_FILE);
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    database = new DatabaseSync(lockPath, { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database?.close();
    if ((cause as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new StorageError(
        "LOG_DIR_LOCKED",
        `Failed to acquire lock on file .lock in ${directory}. ` +
          "Another broker (Ottla or Apache Kafka, in this or another process) is using this directory.",
        { cause },
      );
    }
    throw new StorageError("IO", `Failed to open ${lockPath}: ${(cause as Error).message}`, { cause });
  }
  const held = database;
  let isHeld = true;
  return {
    release: async () => {
      if (!isHeld) return;
      isHeld = false;
      held.close();
    },
  };
}
