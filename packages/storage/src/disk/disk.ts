/**
 * The port to files. The engine reaches a disk only through this interface; `NodeDisk` is the operating system's, `MemoryDisk`
 * a deterministic one with fault injection. Both pass the same conformance test (`disk-conformance.ts`).
 *
 * Paths are absolute or relative to the disk's root, separated by "/". Reads and writes are positional, so one open file may be
 * used by many operations at once. What `write` has finished survives the death of the process; what `sync` has finished
 * survives the death of the machine; names (create, rename, unlink) survive it after `syncDirectory` of their parent.
 */

/** How `Disk.open` treats a file that is missing or there. */
export type OpenMode = "read" | "readWrite" | "readWriteCreate";

/** An open file. Every promise rejects with a `StorageError`. */
export interface DiskFile {
  readonly path: string;
  /** Reads up to `target.length` bytes at `position`; resolves with the count, less than asked only at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  /**
   * The same, done when it returns: for bytes that the operating system likely has in memory, where the way through other threads costs more than
   * the read. Throws a `StorageError`. A disk without it is only read through `read`.
   */
  readNow?(target: Uint8Array, position: number): number;
  /** Writes all bytes at `position`; a failed write may have written a part. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Writes all chunks one after the other from `position`, with as few system calls as the platform allows. */
  writev(chunks: readonly Uint8Array[], position: number): Promise<void>;
  size(): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  /** Makes content and size durable (fsync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface DiskEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

export interface DiskStat {
  readonly sizeBytes: number;
  /** Last modification, milliseconds since the epoch. */
  readonly modifiedMs: number;
  readonly isDirectory: boolean;
}

export interface DiskSpace {
  readonly totalBytes: number;
  /** Bytes that this process may still write. */
  readonly usableBytes: number;
}

/** Held for as long as a directory is used; released by `release` or by the end of the process, whatever ends it. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** What of a replacement's durability is left to the caller, where a loss does no harm until then. */
export interface ReplaceOptions {
  /** The caller syncs the directory. */
  readonly leavesDirectorySync?: boolean;
  /** The caller syncs the file as well; a crash of the machine may leave it empty. */
  readonly leavesSync?: boolean;
}

export interface Disk {
  open(path: string, mode: OpenMode): Promise<DiskFile>;
  readFile(path: string): Promise<Uint8Array>;
  /** Writes `path` whole: to `path + ".tmp"`, sync, rename over, sync of the directory; see `ReplaceOptions`. */
  replaceFile(path: string, bytes: Uint8Array, options?: ReplaceOptions): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; resolves false if it was not there. */
  unlink(path: string): Promise<boolean>;
  /** Removes an empty directory; resolves false if it was not there. */
  rmdir(path: string): Promise<boolean>;
  /** Creates a directory and its missing parents. */
  mkdir(path: string): Promise<void>;
  /** Entries in name order. */
  list(path: string): Promise<DiskEntry[]>;
  /** Undefined if there is no such file. */
  stat(path: string): Promise<DiskStat | undefined>;
  /** Sets the time of last modification, milliseconds since the epoch. */
  setModified(path: string, modifiedMs: number): Promise<void>;
  syncDirectory(path: string): Promise<void>;
  /** Makes everything durable that lies on the file system of this directory; resolves false if that cannot be done, or has failed. */
  syncAll?(directory: string): Promise<boolean>;
  space(path: string): Promise<DiskSpace>;
  /**
   * While blocking, operations are done when they return: at start, when nobody needs the event loop yet, the many small reads of opening logs
   * cost a fraction of what a trip through the thread pool costs. Calls nest.
   */
  setBlocking?(isBlocking: boolean): void;
  /** Takes the exclusive lock of a log directory (`.lock`); rejects with `LOG_DIR_LOCKED` while anyone holds it. */
  lockDirectory(path: string): Promise<DirectoryLock>;
}
