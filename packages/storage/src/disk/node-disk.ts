/**
 * The operating system's files. Uses descriptors and the callback API of `node:fs`: a positional write costs about half of what the
 * same write costs through `FileHandle` promises.
 *
 * fsync blocks a thread of the pool for as long as the device takes; at most half of the pool may wait in it, so that reads go on.
 */
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { StorageError, type StorageErrorCode } from "../storage-error.ts";
import { Semaphore } from "../semaphore.ts";
import type {
  DirectoryLock,
  Disk,
  DiskEntry,
  DiskFile,
  DiskSpace,
  DiskStat,
  OpenMode,
  ReplaceOptions,
} from "./disk.ts";
import { lockDirectory } from "./directory-lock.ts";

/** writev takes at most IOV_MAX buffers. */
const IOV_MAX = 1024;

const poolThreads = Math.max(1, Number(process.env["UV_THREADPOOL_SIZE"] ?? 4) || 4);
const syncs: Semaphore = new Semaphore(Math.max(1, poolThreads >> 1));
/** Fewer than `syncs`, so that those who wait for a directory gather. */
const directorySyncs: Semaphore = new Semaphore(1);

const CODES: ReadonlyMap<string, StorageErrorCode> = new Map([
  ["ENOENT", "NOT_FOUND"],
  ["ENOSPC", "NO_SPACE"],
  ["EDQUOT", "NO_SPACE"],
  ["EFBIG", "NO_SPACE"],
  ["EMFILE", "TOO_MANY_OPEN_FILES"],
  ["ENFILE", "TOO_MANY_OPEN_FILES"],
]);

function diskError(cause: NodeJS.ErrnoException, what: string): StorageError {
  return new StorageError(CODES.get(cause.code ?? "") ?? "IO", `${what}: ${cause.message}`, { cause });
}

/** One operation in both its forms; `what` names it in the error. */
interface Operation<T> {
  readonly what: string;
  readonly path: string;
  readonly start: (done: (error: NodeJS.ErrnoException | null, value?: T) => void) => void;
  readonly block: () => T;
}

class NodeFile implements DiskFile {
  readonly path: string;
  readonly #disk: NodeDisk;
  readonly #descriptor: number;
  #isClosed = false;

  constructor(disk: NodeDisk, filePath: string, descriptor: number) {
    this.path = filePath;
    this.#disk = disk;
    this.#descriptor = descriptor;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let total = 0;
    while (total < target.length) {
      const count = await this.#readOnce(target, total, position + total);
      if (count === 0) break;
      total += count;
    }
    return total;
  }

  readNow(target: Uint8Array, position: number): number {
    let total = 0;
    try {
      while (total < target.length) {
        const count = fs.readSync(this.#descriptor, target, total, target.length - total, position + total);
        if (count === 0) break;
        total += count;
      }
    } catch (error) {
      throw diskError(error as NodeJS.ErrnoException, `read of ${this.path}`);
    }
    return total;
  }

  #readOnce(target: Uint8Array, offset: number, position: number): Promise<number> {
    return this.#disk.run({
      what: "read",
      path: this.path,
      start: (done) => fs.read(this.#descriptor, target, offset, target.length - offset, position, done),
      block: () => fs.readSync(this.#descriptor, target, offset, target.length - offset, position),
    });
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let offset = 0;
    while (offset < bytes.length) {
      offset += await this.#disk.run<number>({
        what: "write",
        path: this.path,
        start: (done) => fs.write(this.#descriptor, bytes, offset, bytes.length - offset, position + offset, done),
        block: () => fs.writeSync(this.#descriptor, bytes, offset, bytes.length - offset, position + offset),
      });
    }
  }

  async writev(chunks: readonly Uint8Array[], position: number): Promise<void> {
    let at = position;
    for (let index = 0; index < chunks.length; index += IOV_MAX) {
      const group = chunks.length <= IOV_MAX ? (chunks as Uint8Array[]) : chunks.slice(index, index + IOV_MAX);
      let total = 0;
      for (const chunk of group) total += chunk.length;
      const from = at;
      const written = await this.#disk.run<number>({
        what: "write",
        path: this.path,
        start: (done) => fs.writev(this.#descriptor, group, from, done),
        block: () => fs.writevSync(this.#descriptor, group, from),
      });
      if (written < total) await this.#writeRest(group, written, from);
      at += total;
    }
  }

  /** A short writev: writes what is left, chunk by chunk. */
  async #writeRest(group: readonly Uint8Array[], written: number, position: number): Promise<void> {
    let start = 0;
    for (const chunk of group) {
      const done = Math.min(chunk.length, Math.max(0, written - start));
      if (done < chunk.length) await this.write(chunk.subarray(done), position + start + done);
      start += chunk.length;
    }
  }

  async size(): Promise<number> {
    const stats = await this.#disk.run<fs.Stats>({
      what: "stat",
      path: this.path,
      start: (done) => fs.fstat(this.#descriptor, done),
      block: () => fs.fstatSync(this.#descriptor),
    });
    return stats.size;
  }

  truncate(sizeBytes: number): Promise<void> {
    return this.#disk.run({
      what: "truncate",
      path: this.path,
      start: (done) => fs.ftruncate(this.#descriptor, sizeBytes, done),
      block: () => fs.ftruncateSync(this.#descriptor, sizeBytes),
    });
  }

  sync(): Promise<void> {
    return syncs.run(() =>
      this.#disk.run({
        what: "fsync",
        path: this.path,
        start: (done) => fs.fdatasync(this.#descriptor, done),
        block: () => fs.fdatasyncSync(this.#descriptor),
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#disk.run<void>({
      what: "close",
      path: this.path,
      start: (done) => fs.close(this.#descriptor, done),
      block: () => fs.closeSync(this.#descriptor),
    });
  }
}

const FLAGS: Readonly<Record<OpenMode, number>> = {
  read: fs.constants.O_RDONLY,
  readWrite: fs.constants.O_RDWR,
  readWriteCreate: fs.constants.O_RDWR | fs.constants.O_CREAT,
};

/** The real disk. Files are created with mode 0644, directories with 0755, as Kafka does under the usual umask. */
export class NodeDisk implements Disk {
  #blockers = 0;
  /** Directory syncs that have not begun: whoever asks meanwhile joins. */
  readonly #directorySyncs = new Map<string, Promise<void>>();

  setBlocking(isBlocking: boolean): void {
    this.#blockers += isBlocking ? 1 : -1;
  }

  /** Runs an operation, for the files of this disk. */
  run<T>({ what, path: filePath, start, block }: Operation<T>): Promise<T> {
    if (this.#blockers > 0) {
      try {
        return Promise.resolve(block());
      } catch (error) {
        return Promise.reject(diskError(error as NodeJS.ErrnoException, `${what} of ${filePath}`));
      }
    }
    return new Promise<T>((resolve, reject) => {
      start((error, value) => {
        if (error) reject(diskError(error, `${what} of ${filePath}`));
        else resolve(value as T);
      });
    });
  }

  open(filePath: string, mode: OpenMode): Promise<DiskFile> {
    return this.#open(filePath, FLAGS[mode]);
  }

  async #open(filePath: string, flags: number): Promise<NodeFile> {
    const descriptor = await this.run<number>({
      what: "open",
      path: filePath,
      start: (done) => fs.open(filePath, flags, 0o644, done),
      block: () => fs.openSync(filePath, flags, 0o644),
    });
    return new NodeFile(this, filePath, descriptor);
  }

  readFile(filePath: string): Promise<Uint8Array> {
    return this.run<Uint8Array>({
      what: "read",
      path: filePath,
      start: (done) => fs.readFile(filePath, done),
      block: () => fs.readFileSync(filePath),
    });
  }

  async replaceFile(filePath: string, bytes: Uint8Array, options: ReplaceOptions = {}): Promise<void> {
    const temporary = `${filePath}.tmp`;
    const file = await this.#open(temporary, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC);
    try {
      await file.write(bytes, 0);
      if (!options.leavesSync) await file.sync();
    } finally {
      await file.close();
    }
    await this.rename(temporary, filePath);
    if (!options.leavesDirectorySync && !options.leavesSync) await this.syncDirectory(path.dirname(filePath));
  }

  rename(from: string, to: string): Promise<void> {
    return this.run({
      what: "rename",
      path: from,
      start: (done) => fs.rename(from, to, done),
      block: () => fs.renameSync(from, to),
    });
  }

  unlink(filePath: string): Promise<boolean> {
    return absentIsFalse(
      this.run({
        what: "unlink",
        path: filePath,
        start: (done) => fs.unlink(filePath, done),
        block: () => fs.unlinkSync(filePath),
      }),
    );
  }

  rmdir(directory: string): Promise<boolean> {
    return absentIsFalse(
      this.run({
        what: "rmdir",
        path: directory,
        start: (done) => fs.rmdir(directory, done),
        block: () => fs.rmdirSync(directory),
      }),
    );
  }

  /** Parents are made one by one: Node's own recursion never ends where a parent refuses children with ENOENT, as /proc does. */
  async mkdir(directory: string): Promise<void> {
    if (await this.#mkdirOnce(directory)) return;
    const parent = path.dirname(directory);
    if (parent !== directory) await this.mkdir(parent);
    if (await this.#mkdirOnce(directory)) return;
    throw diskError(Object.assign(new Error("no such file or directory"), { code: "ENOENT" }), `mkdir of ${directory}`);
  }

  /** Whether the directory is there now; false if its parent is missing. */
  async #mkdirOnce(directory: string): Promise<boolean> {
    const outcome = await this.run<"there" | "no parent">({
      what: "mkdir",
      path: directory,
      start: (done) =>
        fs.mkdir(directory, { mode: 0o755 }, (error) => {
          if (error?.code === "ENOENT") done(null, "no parent");
          else if (error?.code === "EEXIST") {
            fs.stat(directory, (statError, stats) => done(statError ?? (stats.isDirectory() ? null : error), "there"));
          } else done(error, "there");
        }),
      block: () => {
        try {
          fs.mkdirSync(directory, { mode: 0o755 });
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === "ENOENT") return "no parent";
          if (code !== "EEXIST" || !fs.statSync(directory).isDirectory()) throw error;
        }
        return "there";
      },
    });
    return outcome === "there";
  }

  async list(directory: string): Promise<DiskEntry[]> {
    const entries = await this.run<fs.Dirent[]>({
      what: "list",
      path: directory,
      start: (done) => fs.readdir(directory, { withFileTypes: true }, done),
      block: () => fs.readdirSync(directory, { withFileTypes: true }),
    });
    const found = entries.map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }));
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async stat(filePath: string): Promise<DiskStat | undefined> {
    try {
      const stats = await this.run<fs.Stats>({
        what: "stat",
        path: filePath,
        start: (done) => fs.stat(filePath, done),
        block: () => fs.statSync(filePath),
      });
      return { sizeBytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs), isDirectory: stats.isDirectory() };
    } catch (error) {
      if (error instanceof StorageError && error.code === "NOT_FOUND") return undefined;
      throw error;
    }
  }

  setModified(filePath: string, modifiedMs: number): Promise<void> {
    const time = new Date(modifiedMs);
    return this.run({
      what: "utimes",
      path: filePath,
      start: (done) => fs.utimes(filePath, time, time, done),
      block: () => fs.utimesSync(filePath, time, time),
    });
  }

  /** One fsync serves everybody who asked before it began: a thousand new partitions do not sync their parent a thousand times. */
  syncDirectory(directory: string): Promise<void> {
    const waiting = this.#directorySyncs.get(directory);
    if (waiting) return waiting;
    const sync = directorySyncs.run(() => {
      this.#directorySyncs.delete(directory);
      return this.#syncDirectory(directory);
    });
    this.#directorySyncs.set(directory, sync);
    return sync;
  }

  async #syncDirectory(directory: string): Promise<void> {
    // Windows and some network file systems cannot open or sync a directory; Kafka ignores that too.
    if (process.platform === "win32") return;
    const file = await this.#open(directory, fs.constants.O_RDONLY);
    try {
      await file.sync();
    } catch (error) {
      const code = error instanceof StorageError ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
      if (code !== "EINVAL" && code !== "ENOTSUP") throw error;
    } finally {
      await file.close();
    }
  }

  /** By the `sync` of Linux: Node has no call for it. An error of the device that nobody has been told yet is an error here. */
  async syncAll(directory: string): Promise<boolean> {
    if (process.platform !== "linux") return false;
    return await new Promise((resolve) => {
      execFile("/bin/sync", ["-f", directory], (error) => resolve(error === null));
    });
  }

  async space(directory: string): Promise<DiskSpace> {
    const stats = await this.run<fs.StatsFs>({
      what: "statfs",
      path: directory,
      start: (done) => fs.statfs(directory, done),
      block: () => fs.statfsSync(directory),
    });
    return { totalBytes: stats.blocks * stats.bsize, usableBytes: stats.bavail * stats.bsize };
  }

  lockDirectory(directory: string): Promise<DirectoryLock> {
    return lockDirectory(directory);
  }
}

async function absentIsFalse(operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.code === "NOT_FOUND") return false;
    throw error;
  }
}
