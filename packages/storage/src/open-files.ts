/**
 * The engine's open files: opened when first used, kept while the bounds allow, the longest unused closed first. All reads and writes of
 * segments and indexes go through here. A directory keeps one file, which is its active segment where it is written; its others (indexes,
 * older segments) are extras, of which all directories together keep a few. So a node that rests has at most one open file a partition,
 * and those extras.
 *
 * Invariant: a file in use (`users` > 0) is never closed by eviction; the bounds may be passed for as long as that takes.
 */
import { assert } from "@ottla/base";
import type { Disk, DiskFile, OpenMode } from "./disk/disk.ts";
import { StorageError } from "./storage-error.ts";

/** So many files may rest open beside the one of their directory. */
const EXTRAS_MAX = 1024;

interface Entry {
  path: string;
  readonly mode: OpenMode;
  readonly opened: Promise<DiskFile>;
  /** Set once open, so that a use of an open file costs no promise. */
  file: DiskFile | undefined;
  users: number;
  /** Wakes a `close` that waits for the last user. */
  onIdle: (() => void) | undefined;
}

interface Rename {
  readonly to: string;
  /** Whether it was renamed. */
  readonly done: Promise<boolean>;
}

export class OpenFiles {
  readonly #disk: Disk;
  readonly #filesMax: number;
  /** In order of last use. */
  readonly #entries = new Map<string, Entry>();
  /** Old paths of renames under way. */
  readonly #renames = new Map<string, Rename>();
  /** The same by directory: a log that closes must not look at the files of ten thousand others. */
  readonly #directories = new Map<string, Set<string>>();
  /** Files beside another one of their directory, in order of last use. */
  readonly #extras = new Map<string, Entry>();
  readonly #extrasMax: number;

  constructor(disk: Disk, filesMax: number) {
    assert(filesMax > 0, "at least one file may be open");
    this.#disk = disk;
    this.#filesMax = filesMax;
    this.#extrasMax = Math.min(EXTRAS_MAX, Math.ceil(filesMax / 4));
  }

  /** Files open now. */
  get size(): number {
    return this.#entries.size;
  }

  /** So many files may rest open. */
  get filesMax(): number {
    return this.#filesMax;
  }

  /** Runs `operation` with the file open; creates the file if `mode` says so. */
  async use<T>(path: string, mode: OpenMode, operation: (file: DiskFile) => Promise<T>): Promise<T> {
    const rename = this.#renames.get(path);
    if (rename !== undefined) return await this.use((await rename.done) ? rename.to : path, mode, operation);
    const entry = this.#acquire(path, mode);
    try {
      return await operation(entry.file ?? (await entry.opened));
    } finally {
      this.#release(entry);
    }
  }

  /** The file if it is open under this name and nothing happens to it: for what is done when it returns. */
  peek(path: string): DiskFile | undefined {
    return this.#renames.has(path) ? undefined : this.#entries.get(path)?.file;
  }

  /**
   * Renames a file that others may be reading: an open one stays open under its new name, and whoever asks for the old name meanwhile gets the
   * new one. `onRenamed` runs at the moment from which the new path counts. Rejects with NOT_FOUND.
   */
  async rename(from: string, to: string, onRenamed: () => void): Promise<void> {
    assert(!this.#renames.has(from), "a file is renamed once at a time");
    const renaming = this.#rename(from, to, onRenamed);
    const done = renaming.then(
      () => true,
      () => false,
    );
    this.#renames.set(from, { to, done });
    try {
      await renaming;
    } finally {
      this.#renames.delete(from);
    }
  }

  async #rename(from: string, to: string, onRenamed: () => void): Promise<void> {
    const opening = this.#entries.get(from);
    if (opening) await opening.opened.catch(() => {});
    await this.#disk.rename(from, to);
    if (this.#entries.has(to)) void this.close(to);
    const entry = this.#entries.get(from);
    if (entry) {
      this.#forget(from);
      entry.path = to;
      this.#remember(to, entry);
    }
    onRenamed();
  }

  /** The size of a file, without opening it. Rejects with NOT_FOUND. */
  async sizeOf(path: string): Promise<number> {
    const stat = await this.#disk.stat(path);
    if (!stat) throw new StorageError("NOT_FOUND", `stat of ${path}: no such file`);
    return stat.sizeBytes;
  }

  /** Puts a file of these bytes in the place of what is there, whole and durable, or leaves it as it is. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    await this.close(path);
    await this.#disk.replaceFile(path, bytes);
  }

  /** Closes the file once its users are done; the next use opens it anew. */
  async close(path: string): Promise<void> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    this.#forget(path);
    if (entry.users > 0) await new Promise<void>((resolve) => (entry.onIdle = resolve));
    await this.#closeEntry(entry);
  }

  /** Closes every open file in the directory, as before it is renamed. */
  async closeUnder(directory: string): Promise<void> {
    const paths = this.#directories.get(directory) ?? [];
    await Promise.all([...paths].map((path) => this.close(path)));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((path) => this.close(path)));
  }

  #acquire(path: string, mode: OpenMode): Entry {
    const known = this.#entries.get(path);
    if (known !== undefined) {
      assert(mode === "read" || known.mode !== "read", "a file opened for reading is not written");
      known.users++;
      return known;
    }
    const entry: Entry = {
      path,
      mode: mode === "read" ? "readWrite" : mode,
      opened: this.#open(path, mode === "read" ? "readWrite" : mode),
      file: undefined,
      users: 1,
      onIdle: undefined,
    };
    this.#remember(path, entry);
    entry.opened.then(
      (file) => {
        entry.file = file;
      },
      () => {
        if (this.#entries.get(path) === entry) this.#forget(path);
      },
    );
    this.#evict();
    return entry;
  }

  async #open(path: string, mode: OpenMode): Promise<DiskFile> {
    try {
      return await this.#disk.open(path, mode);
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "TOO_MANY_OPEN_FILES") throw error;
      // The process is at its limit: half of what is idle makes room, then one more try.
      await this.#closeIdle(this.#entries, this.#entries.size >> 1);
      return await this.#disk.open(path, mode);
    }
  }

  #release(entry: Entry): void {
    entry.users--;
    if (entry.users > 0) return;
    if (entry.onIdle) {
      entry.onIdle();
      return;
    }
    if (this.#entries.size > this.#filesMax / 2 && this.#entries.get(entry.path) === entry) {
      // Only a crowded table needs its order of use.
      this.#entries.delete(entry.path);
      this.#entries.set(entry.path, entry);
    }
    if (this.#extras.get(entry.path) === entry) {
      this.#extras.delete(entry.path);
      this.#extras.set(entry.path, entry);
    }
  }

  #remember(path: string, entry: Entry): void {
    this.#entries.set(path, entry);
    const directory = directoryOf(path);
    const paths = this.#directories.get(directory);
    if (paths === undefined) this.#directories.set(directory, new Set([path]));
    else {
      paths.add(path);
      this.#extras.set(path, entry);
    }
  }

  #forget(path: string): void {
    this.#entries.delete(path);
    this.#extras.delete(path);
    const directory = directoryOf(path);
    const paths = this.#directories.get(directory);
    paths?.delete(path);
    if (paths?.size === 0) this.#directories.delete(directory);
    else if (paths?.size === 1) for (const last of paths) this.#extras.delete(last);
  }

  #evict(): void {
    const excess = this.#entries.size - this.#filesMax;
    if (excess > 0) void this.#closeIdle(this.#entries, excess);
    const extras = this.#extras.size - this.#extrasMax;
    if (extras > 0) void this.#closeIdle(this.#extras, extras);
  }

  async #closeIdle(among: ReadonlyMap<string, Entry>, count: number): Promise<void> {
    const closing: Promise<void>[] = [];
    for (const [path, entry] of among) {
      if (closing.length >= count) break;
      if (entry.users > 0) continue;
      this.#forget(path);
      closing.push(this.#closeEntry(entry));
    }
    await Promise.all(closing);
  }

  async #closeEntry(entry: Entry): Promise<void> {
    try {
      await (await entry.opened).close();
    } catch {
      // It never opened, or its disk is gone: there is nothing left to give back.
    }
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
