/**
 * An append-only file of fixed-size entries: what offset index and time index have in common. New entries stay in memory until a page is
 * full or someone asks for them to be written; older ones are read in pages through a shared cache, so an index costs memory only
 * while it is used, and a node with many partitions pays for none that rest.
 *
 * Unlike Apache's, the file is never longer than its entries: nothing is preallocated, so there is nothing to trim, and Apache opens it
 * as it is (it grows the active one itself). Losing unwritten entries in a crash is harmless: recovery rebuilds every index from the
 * recovery point on, and the recovery point moves only after `flush`.
 */
import { assert } from "@ottla/base";
import type { OpenFiles } from "./open-files.ts";
import { PAGE_BYTES, type PageCache } from "./page-cache.ts";
import { StorageError } from "./storage-error.ts";

export interface IndexFileOptions {
  readonly path: string;
  readonly entryBytes: number;
  /** segment.index.bytes; the index is full at the last whole entry below it. */
  readonly maxBytes: number;
  readonly files: OpenFiles;
  readonly pages: PageCache;
}

export class IndexFile {
  #path: string;
  readonly entryBytes: number;
  /** 0 ≤ entryCount ≤ maxEntries, except on close, where one more is allowed. */
  entryCount = 0;
  maxEntries: number;

  readonly #files: OpenFiles;
  readonly #pages: PageCache;
  readonly #entriesPerPage: number;
  #fileNumber: number;
  /** Entries from `#tailStart` on; always begins at a page boundary. */
  #tail = new Uint8Array(0);
  #tailView = new DataView(new ArrayBuffer(0));
  #tailStart = 0;
  /** Entries below this are in the file. tailStart ≤ writtenCount ≤ entryCount. */
  #writtenCount = 0;
  /** The file has bytes beyond `#writtenCount` that must go before the next write is trusted. */
  #needsTruncate = false;
  #isLoaded = false;
  /** Written since the last fsync. */
  #isUnsynced = false;
  /** Rises with every truncation, so that a write under way can tell that its entries may be gone. */
  #truncations = 0;
  #writing: Promise<void> | undefined;

  constructor(options: IndexFileOptions) {
    this.#path = options.path;
    this.entryBytes = options.entryBytes;
    this.maxEntries = Math.floor(options.maxBytes / options.entryBytes);
    this.#files = options.files;
    this.#pages = options.pages;
    this.#entriesPerPage = Math.floor(PAGE_BYTES / options.entryBytes);
    this.#fileNumber = options.pages.newFileNumber();
  }

  get path(): string {
    return this.#path;
  }

  /** The directory was renamed. */
  set path(path: string) {
    this.#path = path;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get sizeInBytes(): number {
    return this.entryCount * this.entryBytes;
  }

  /** A page or more waits to be written. */
  get needsWrite(): boolean {
    return this.entryCount - this.#tailStart >= this.#entriesPerPage;
  }

  /** Reads the size of an existing file. Rejects with CORRUPT_INDEX if it is not a whole number of entries. */
  async load(): Promise<void> {
    if (this.#isLoaded) return;
    const size = await this.#files.sizeOf(this.#path);
    if (this.#isLoaded) return;
    if (size % this.entryBytes !== 0) {
      throw new StorageError(
        "CORRUPT_INDEX",
        `Index file ${this.#path} is corrupt, found ${size} bytes which is not a multiple of ${this.entryBytes}`,
      );
    }
    const count = size / this.entryBytes;
    const tailStart = count - (count % this.#entriesPerPage);
    const tail = new Uint8Array((count - tailStart) * this.entryBytes);
    if (tail.length > 0)
      await this.#files.use(this.#path, "readWrite", (file) => file.read(tail, tailStart * this.entryBytes));
    if (this.#isLoaded) return;
    this.entryCount = this.#writtenCount = count;
    this.#tailStart = tailStart;
    this.#setTail(tail);
    this.#isLoaded = true;
  }

  /** Begins empty, whatever the file holds: a new segment, or one whose index is rebuilt. */
  reset(): void {
    this.truncateToEntries(0);
    this.#truncations++;
    this.#tailStart = this.#writtenCount = 0;
    this.#isLoaded = true;
    this.#needsTruncate = true;
  }

  /** Room for one more entry at the end: the view and position to fill in. The caller has checked that the index is not full. */
  append(): { readonly view: DataView; readonly position: number } {
    assert(this.#isLoaded, "an index is loaded before it is appended to");
    const position = (this.entryCount - this.#tailStart) * this.entryBytes;
    if (position + this.entryBytes > this.#tail.length) {
      const grown = new Uint8Array(Math.max(8 * this.entryBytes, this.#tail.length * 2));
      grown.set(this.#tail);
      this.#setTail(grown);
    }
    this.entryCount++;
    return { view: this.#tailView, position };
  }

  /** Where entry `n` lies: in memory, or a promise of its page. */
  entry(
    n: number,
  ):
    | { readonly view: DataView; readonly position: number }
    | Promise<{ readonly view: DataView; readonly position: number }> {
    assert(n >= 0 && n < this.entryCount, "an index entry exists");
    if (n >= this.#tailStart) return { view: this.#tailView, position: (n - this.#tailStart) * this.entryBytes };
    const page = Math.floor(n / this.#entriesPerPage);
    const position = (n - page * this.#entriesPerPage) * this.entryBytes;
    const cached = this.#pages.get(this.#fileNumber, page);
    if (cached) return { view: viewOf(cached), position };
    return this.#readPage(page).then((bytes) => ({ view: viewOf(bytes), position }));
  }

  /**
   * The last entry for which `isBelow` holds, −1 if none; `isBelow` must hold for a prefix of the entries. In memory if the answer lies
   * in the tail, otherwise a promise.
   */
  lastWhere(isBelow: (view: DataView, position: number) => boolean): number | Promise<number> {
    const tailCount = this.entryCount - this.#tailStart;
    if (this.#tailStart === 0 || (tailCount > 0 && isBelow(this.#tailView, 0))) {
      return this.#tailStart + lastBelow(this.#tailView, { count: tailCount, entryBytes: this.entryBytes }, isBelow);
    }
    return this.#searchPages(isBelow);
  }

  truncateToEntries(count: number): void {
    if (count >= this.entryCount) return;
    this.entryCount = count;
    this.#truncations++;
    if (count < this.#tailStart) {
      // The kept part of the page must be read again before entries are added behind it.
      this.#tailStart = count - (count % this.#entriesPerPage);
      this.#setTail(new Uint8Array(0));
      this.#isLoaded = count === this.#tailStart;
    }
    if (count < this.#writtenCount) {
      this.#writtenCount = count;
      this.#needsTruncate = true;
      this.#fileNumber = this.#pages.newFileNumber();
    }
  }

  /** After a truncation into an older page: brings that page's entries back into memory. */
  async ensureTail(): Promise<void> {
    if (this.#isLoaded) return;
    const bytes = new Uint8Array((this.entryCount - this.#tailStart) * this.entryBytes);
    await this.#files.use(this.#path, "readWrite", (file) => file.read(bytes, this.#tailStart * this.entryBytes));
    this.#setTail(bytes);
    this.#isLoaded = true;
  }

  /** Writes what is only in memory, and lets go of all whole pages. */
  async write(): Promise<void> {
    while (this.#writing) await this.#writing;
    if (this.#writtenCount === this.entryCount && !this.#needsTruncate) return;
    this.#writing = this.#writeOnce().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /**
   * After a `reset`, instead of `write`: the new entries take the place of the file at once. A segment below the recovery point is not looked at
   * again, and half an index would pass for a whole one.
   */
  async replace(): Promise<void> {
    while (this.#writing) await this.#writing;
    assert(this.#tailStart === 0 && this.#writtenCount === 0, "a replaced index is all in memory");
    const truncations = this.#truncations;
    const to = this.entryCount;
    await this.#files.replace(this.#path, this.#tail.slice(0, to * this.entryBytes));
    this.#isUnsynced = false;
    this.#onWritten(to, truncations);
  }

  async #writeOnce(): Promise<void> {
    const from = this.#writtenCount;
    const to = this.entryCount;
    const truncations = this.#truncations;
    const bytes = this.#tail.slice(
      (from - this.#tailStart) * this.entryBytes,
      (to - this.#tailStart) * this.entryBytes,
    );
    this.#isUnsynced = true;
    await this.#files.use(this.#path, "readWriteCreate", async (file) => {
      // First cut, then written: a process that dies in between leaves a prefix of the index, which answers every lookup, only slower. The
      // other way round entries of an older history would stand behind the new ones, in a segment that no recovery looks at again.
      if (this.#needsTruncate) await file.truncate(from * this.entryBytes);
      if (bytes.length > 0) await file.write(bytes, from * this.entryBytes);
    });
    this.#onWritten(to, truncations);
  }

  /** The entries below `to` are in the file now, unless some were taken back meanwhile. */
  #onWritten(to: number, truncations: number): void {
    if (truncations !== this.#truncations) {
      // The file may now hold entries that were taken back meanwhile: the next write cuts them off.
      this.#needsTruncate = true;
      return;
    }
    this.#needsTruncate = false;
    this.#writtenCount = to;
    const tailStart = to - (to % this.#entriesPerPage);
    if (tailStart === this.#tailStart) return;
    const rest = this.#tail.slice(
      (tailStart - this.#tailStart) * this.entryBytes,
      (this.entryCount - this.#tailStart) * this.entryBytes,
    );
    this.#tailStart = tailStart;
    this.#setTail(rest);
  }

  /** Writes and makes durable what has changed. */
  async flush(): Promise<void> {
    if (this.#isLoaded) await this.write();
    if (!this.#isUnsynced) return;
    this.#isUnsynced = false;
    try {
      await this.#files.use(this.#path, "readWriteCreate", (file) => file.sync());
    } catch (error) {
      this.#isUnsynced = true;
      throw error;
    }
  }

  async #searchPages(isBelow: (view: DataView, position: number) => boolean): Promise<number> {
    let low = 0;
    let high = Math.ceil(this.#tailStart / this.#entriesPerPage) - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const { view } = await this.entry(middle * this.#entriesPerPage);
      if (isBelow(view, 0)) low = middle;
      else high = middle - 1;
    }
    const { view } = await this.entry(low * this.#entriesPerPage);
    return (
      low * this.#entriesPerPage +
      lastBelow(view, { count: this.#entriesPerPage, entryBytes: this.entryBytes }, isBelow)
    );
  }

  async #readPage(page: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.#entriesPerPage * this.entryBytes);
    const fileNumber = this.#fileNumber;
    const count = await this.#files.use(this.#path, "readWrite", (file) => file.read(bytes, page * bytes.length));
    if (count < bytes.length)
      throw new StorageError("CORRUPT_INDEX", `Index file ${this.#path} is shorter than its entries`);
    if (fileNumber === this.#fileNumber) this.#pages.set(fileNumber, page, bytes);
    return bytes;
  }

  #setTail(bytes: Uint8Array<ArrayBuffer>): void {
    this.#tail = bytes;
    this.#tailView = new DataView(bytes.buffer);
  }
}

function lastBelow(
  view: DataView,
  { count, entryBytes }: { count: number; entryBytes: number },
  isBelow: (view: DataView, position: number) => boolean,
): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isBelow(view, middle * entryBytes)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
