/**
 * A disk in memory, for tests, simulations and brokers that keep nothing. Deterministic: operations take effect in the order of their calls,
 * after one microtask unless `delay` says otherwise.
 *
 * With `tracksDurability` it knows what a crash may take: bytes written but not synced, names changed but not synced with their directory, and
 * the tail of a write that was under way. `crash` takes a random part of them and makes every open file unusable, as a new
 * process would find it.
 */
import { assert, type Random, randomBelow } from "@ottla/base";
import { StorageError } from "../storage-error.ts";
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
import { type LostChanges, MemoryInode } from "./memory-inode.ts";
import { MemoryNames } from "./memory-names.ts";

export type DiskOperationKind =
  | "open"
  | "read"
  | "write"
  | "truncate"
  | "sync"
  | "close"
  | "rename"
  | "unlink"
  | "mkdir"
  | "list"
  | "stat"
  | "syncDirectory";

/** What a fault hook sees before an operation takes effect. */
export interface DiskOperation {
  readonly kind: DiskOperationKind;
  readonly path: string;
  /** Bytes of a write, 0 otherwise. */
  readonly bytes: number;
  /** Operations so far, this one included. */
  readonly ordinal: number;
}

/** The verdict of a fault hook: an error, with the bytes of a write that still reach the file; or nothing. */
export interface DiskFault {
  readonly error: StorageError;
  readonly writtenBytes?: number;
}

export interface MemoryDiskOptions {
  /** Bytes of all files together; writes beyond it fail with NO_SPACE after what fits. Default: unbounded. */
  readonly capacityBytes?: number;
  /** Keep what a crash needs to know. Costs a copy of what is written. Default false. */
  readonly tracksDurability?: boolean;
  /** Modification times. Default: always 0. */
  readonly nowMs?: () => number;
  /** Called before each operation. */
  readonly onOperation?: (operation: DiskOperation) => DiskFault | undefined;
  /** Awaited before each operation takes effect; how a simulation orders completions. */
  readonly delay?: (operation: DiskOperation) => Promise<void> | undefined;
}

/** Paths with the bytes of files; undefined for a directory. */
export type MemoryDiskImage = ReadonlyMap<string, Uint8Array | undefined>;

export interface CrashOptions {
  readonly random: Random;
  /** `process`: finished writes stay. `power`: what was not synced may be lost. */
  readonly kind: "process" | "power";
}

class MemoryFile implements DiskFile {
  readonly path: string;
  readonly #disk: MemoryDisk;
  readonly #inode: MemoryInode;
  readonly #generation: number;
  readonly #isWritable: boolean;
  #isClosed = false;

  constructor(options: {
    path: string;
    disk: MemoryDisk;
    inode: MemoryInode;
    generation: number;
    isWritable: boolean;
  }) {
    this.path = options.path;
    this.#disk = options.disk;
    this.#inode = options.inode;
    this.#generation = options.generation;
    this.#isWritable = options.isWritable;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    return await this.#run("read", () => this.#inode.read(target, position));
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await this.writev([bytes], position);
  }

  async writev(chunks: readonly Uint8Array[], position: number): Promise<void> {
    assert(this.#isWritable, "a file opened for reading is not written");
    let total = 0;
    for (const chunk of chunks) total += chunk.length;
    // A dead process's write must not be under way when the disk crashes once more.
    this.#check();
    const allowed = await this.#disk.enterWrite(this.path, total, { inode: this.#inode, chunks, position });
    this.#check();
    let at = position;
    let left = allowed.bytes;
    for (const chunk of chunks) {
      const part = chunk.length <= left ? chunk : chunk.subarray(0, left);
      if (part.length > 0) this.#inode.write(part, at);
      at += part.length;
      left -= part.length;
    }
    this.#inode.modifiedMs = this.#disk.nowMs();
    if (allowed.error) throw allowed.error;
  }

  async size(): Promise<number> {
    return await this.#run("stat", () => this.#inode.sizeBytes);
  }

  async truncate(sizeBytes: number): Promise<void> {
    await this.#run("truncate", () => {
      this.#inode.truncate(sizeBytes);
      this.#inode.modifiedMs = this.#disk.nowMs();
    });
  }

  async sync(): Promise<void> {
    await this.#run("sync", () => this.#inode.sync());
  }

  async close(): Promise<void> {
    if (this.#isClosed || this.#generation !== this.#disk.generation) return;
    this.#isClosed = true;
    this.#disk.openFiles--;
  }

  /** The effect comes in the same turn as the last check: a crash in between would let a dead process go on. */
  async #run<T>(kind: DiskOperationKind, effect: () => T): Promise<T> {
    this.#check();
    await this.#disk.enter(kind, this.path);
    this.#check();
    return effect();
  }

  #check(): void {
    if (this.#generation !== this.#disk.generation)
      throw new StorageError("CLOSED", `${this.path}: the disk has crashed`);
    assert(!this.#isClosed, "a closed file is not used");
  }
}

export class MemoryDisk implements Disk {
  /** Rises with every crash; open files of an older generation are dead. */
  generation = 0;
  /** Files open now. */
  openFiles = 0;
  /** Operations begun, by kind. */
  readonly counts: Map<DiskOperationKind, number> = new Map();
  /** What crashes took. */
  readonly lost: LostChanges = { names: 0, writes: 0, tornWrites: 0 };
  /** Writes that did not fit. */
  fullWrites = 0;
  /** May be exchanged while in use. */
  options: MemoryDiskOptions;

  readonly #names: MemoryNames;
  readonly #locked = new Set<string>();
  readonly #writesUnderWay = new Set<{ inode: MemoryInode; chunks: readonly Uint8Array[]; position: number }>();
  #ordinal = 0;

  constructor(options: MemoryDiskOptions = {}) {
    this.options = options;
    this.#names = new MemoryNames(options.tracksDurability ?? false);
  }

  nowMs(): number {
    return this.options.nowMs?.() ?? 0;
  }

  /** Bytes of all files. */
  get usedBytes(): number {
    let total = 0;
    for (const inode of this.#names.files()) total += inode.sizeBytes;
    return total;
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    return await this.#run("open", path, () => {
      let inode = this.#names.file(path);
      if (inode === undefined) {
        if (mode !== "readWriteCreate" || !this.#names.isDirectory(parentOf(path))) throw notFound("open", path);
        inode = new MemoryInode(this.options.tracksDurability ?? false, this.nowMs());
        this.#names.create(path, inode);
      }
      this.openFiles++;
      return new MemoryFile({ path, disk: this, inode, generation: this.generation, isWritable: mode !== "read" });
    });
  }

  async readFile(path: string): Promise<Uint8Array> {
    return await this.#run("read", path, () => {
      const inode = this.#names.file(path);
      if (inode === undefined) throw notFound("read", path);
      const bytes = new Uint8Array(inode.sizeBytes);
      inode.read(bytes, 0);
      return bytes;
    });
  }

  async replaceFile(path: string, bytes: Uint8Array, options: ReplaceOptions = {}): Promise<void> {
    const { generation } = this;
    const temporary = `${path}.tmp`;
    const file = await this.open(temporary, "readWriteCreate");
    await file.truncate(0);
    await file.write(bytes, 0);
    if (!options.leavesSync) await file.sync();
    await file.close();
    this.#checkAlive(generation, path);
    await this.rename(temporary, path);
    this.#checkAlive(generation, path);
    if (!options.leavesDirectorySync && !options.leavesSync) await this.syncDirectory(parentOf(path));
  }

  async rename(from: string, to: string): Promise<void> {
    return await this.#run("rename", from, () => {
      if (!this.#names.rename(from, to)) throw notFound("rename", from);
    });
  }

  async unlink(path: string): Promise<boolean> {
    return await this.#run("unlink", path, () => {
      return this.#names.unlink(path);
    });
  }

  async rmdir(path: string): Promise<boolean> {
    return await this.#run("unlink", path, () => {
      if (!this.#names.isDirectory(path)) return false;
      if (this.#names.list(path).length > 0) throw new StorageError("IO", `rmdir of ${path}: not empty`);
      this.#names.rmdir(path);
      return true;
    });
  }

  async mkdir(path: string): Promise<void> {
    return await this.#run("mkdir", path, () => {
      this.#names.mkdir(path);
    });
  }

  async list(path: string): Promise<DiskEntry[]> {
    return await this.#run("list", path, () => {
      if (!this.#names.isDirectory(path)) throw notFound("list", path);
      return this.#names.list(path);
    });
  }

  async stat(path: string): Promise<DiskStat | undefined> {
    return await this.#run("stat", path, () => {
      const inode = this.#names.file(path);
      if (inode) return { sizeBytes: inode.sizeBytes, modifiedMs: inode.modifiedMs, isDirectory: false };
      return this.#names.isDirectory(path) ? { sizeBytes: 0, modifiedMs: 0, isDirectory: true } : undefined;
    });
  }

  async setModified(path: string, modifiedMs: number): Promise<void> {
    return await this.#run("stat", path, () => {
      const inode = this.#names.file(path);
      if (inode === undefined) throw notFound("utimes", path);
      inode.modifiedMs = modifiedMs;
    });
  }

  async syncDirectory(path: string): Promise<void> {
    return await this.#run("syncDirectory", path, () => {
      this.#names.syncDirectory(path);
    });
  }

  async syncAll(path: string): Promise<boolean> {
    return await this.#run("syncDirectory", path, () => {
      for (const inode of this.#names.files()) inode.sync();
      this.#names.syncAll();
      return true;
    });
  }

  async space(): Promise<DiskSpace> {
    const totalBytes = this.options.capacityBytes ?? 2 ** 40;
    return { totalBytes, usableBytes: Math.max(0, totalBytes - this.usedBytes) };
  }

  async lockDirectory(path: string): Promise<DirectoryLock> {
    if (!this.#names.isDirectory(path)) throw notFound("lock", path);
    if (this.#locked.has(path))
      throw new StorageError("LOG_DIR_LOCKED", `Failed to acquire lock on file .lock in ${path}.`);
    this.#locked.add(path);
    const generation = this.generation;
    return {
      release: async () => {
        if (generation === this.generation) this.#locked.delete(path);
      },
    };
  }

  /** All directories and files as they are at this moment. */
  image(): MemoryDiskImage {
    return this.#names.image();
  }

  /** A disk of its own that begins with the content of an image. */
  static of(image: MemoryDiskImage, options: MemoryDiskOptions = {}): MemoryDisk {
    const disk = new MemoryDisk(options);
    for (const [path, bytes] of image) {
      if (bytes === undefined) {
        disk.#names.mkdir(path);
        continue;
      }
      disk.#names.mkdir(parentOf(path));
      const inode = new MemoryInode(options.tracksDurability ?? false, disk.nowMs());
      inode.write(bytes, 0);
      disk.#names.create(path, inode);
    }
    return disk;
  }

  /** The end of the process or of the machine: open files die, locks fall, and of unfinished business some part is lost. */
  crash({ random, kind }: CrashOptions): void {
    this.generation++;
    this.openFiles = 0;
    this.#locked.clear();
    for (const write of this.#writesUnderWay) {
      const total = write.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      let left = randomBelow(random, total + 1);
      if (left < total) this.lost.tornWrites++;
      let at = write.position;
      for (const chunk of write.chunks) {
        const part = chunk.subarray(0, Math.min(left, chunk.length));
        if (part.length > 0) write.inode.write(part, at);
        at += part.length;
        left -= part.length;
      }
    }
    this.#writesUnderWay.clear();
    if (kind === "process") return;
    assert(this.options.tracksDurability === true, "a power failure needs tracksDurability");
    this.#names.losePower(random, this.lost);
    for (const inode of this.#names.files()) inode.losePower(random, this.lost);
  }

  /** As `MemoryFile.#run`. */
  async #run<T>(kind: DiskOperationKind, path: string, effect: () => T): Promise<T> {
    const { generation } = this;
    await this.enter(kind, path);
    this.#checkAlive(generation, path);
    return effect();
  }

  #checkAlive(generation: number, path: string): void {
    if (generation !== this.generation) throw new StorageError("CLOSED", `${path}: the disk has crashed`);
  }

  /** Lets the fault hook and the delay have their say before an operation; for the files of this disk. */
  async enter(kind: DiskOperationKind, path: string): Promise<void> {
    const operation = this.#operation(kind, path, 0);
    const fault = this.options.onOperation?.(operation);
    const generation = this.generation;
    await this.options.delay?.(operation);
    if (generation !== this.generation) throw new StorageError("CLOSED", `${path}: the disk has crashed`);
    if (fault) throw fault.error;
  }

  /** As `enter`, for a write: how many of its bytes reach the file, and the error if not all do. */
  async enterWrite(
    path: string,
    bytes: number,
    write: { inode: MemoryInode; chunks: readonly Uint8Array[]; position: number },
  ): Promise<{ readonly bytes: number; readonly error: StorageError | undefined }> {
    const operation = this.#operation("write", path, bytes);
    const fault = this.options.onOperation?.(operation);
    const generation = this.generation;
    this.#writesUnderWay.add(write);
    await this.options.delay?.(operation);
    if (generation !== this.generation) throw new StorageError("CLOSED", `${path}: the disk has crashed`);
    this.#writesUnderWay.delete(write);
    if (fault) return { bytes: Math.min(bytes, fault.writtenBytes ?? 0), error: fault.error };
    const capacity = this.options.capacityBytes;
    if (capacity !== undefined) {
      const growth = Math.max(0, write.position + bytes - write.inode.sizeBytes);
      const free = Math.max(0, capacity - this.usedBytes);
      if (growth > free) {
        this.fullWrites++;
        return {
          bytes: bytes - (growth - free),
          error: new StorageError("NO_SPACE", `write of ${path}: no space left on device`),
        };
      }
    }
    return { bytes, error: undefined };
  }

  #operation(kind: DiskOperationKind, path: string, bytes: number): DiskOperation {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    return { kind, path, bytes, ordinal: ++this.#ordinal };
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

function notFound(what: string, path: string): StorageError {
  return new StorageError("NOT_FOUND", `${what} of ${path}: no such file or directory`);
}
