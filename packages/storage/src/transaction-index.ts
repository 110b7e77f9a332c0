/**
 * `%020d.txnindex`: the aborted transactions whose markers lie in one segment, in marker order. Entries of 34 bytes: int16 version 0, int64
 * producer id, int64 first offset, int64 offset of the marker, int64 last stable offset when it was written. The file exists only if there
 * is an entry. It is small and read whole; the entries in memory are the truth, the file follows.
 */
import { assert } from "@ottla/base";
import type { OpenFiles } from "./open-files.ts";
import { StorageError } from "./storage-error.ts";

export const ABORTED_TXN_BYTES = 34;

export interface AbortedTxn {
  readonly producerId: bigint;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly lastStableOffset: number;
}

export class TransactionIndex {
  readonly #baseOffset: number;
  readonly #files: OpenFiles;
  path: string;
  /** Undefined until loaded; an index whose file does not exist is loaded from the start. */
  #entries: AbortedTxn[] | undefined;
  /** Entries below this are in the file. */
  #writtenCount = 0;
  #needsTruncate = false;
  /** Written since the last fsync: a write that did not ask for one may have come first. */
  #isUnsynced = false;
  #exists: boolean;

  constructor(options: { baseOffset: number; path: string; files: OpenFiles; exists: boolean }) {
    this.#baseOffset = options.baseOffset;
    this.path = options.path;
    this.#files = options.files;
    this.#exists = options.exists;
    this.#entries = options.exists ? undefined : [];
  }

  /** True if there is surely no entry. */
  get isEmpty(): boolean {
    return this.#entries?.length === 0;
  }

  /** Reads an existing file; rejects with CORRUPT_INDEX if its entries cannot be. A torn last entry is cut off. */
  async load(): Promise<readonly AbortedTxn[]> {
    if (this.#entries) return this.#entries;
    const bytes = await this.#files.use(this.path, "readWrite", async (file) => {
      const content = new Uint8Array(await file.size());
      await file.read(content, 0);
      return content;
    });
    if (this.#entries) return this.#entries;
    const view = new DataView(bytes.buffer);
    const entries: AbortedTxn[] = [];
    for (let at = 0; at + ABORTED_TXN_BYTES <= bytes.length; at += ABORTED_TXN_BYTES) {
      const entry = readAbortedTxn(view, at);
      if (view.getInt16(at) > 0 || entry.lastOffset < this.#baseOffset) {
        throw new StorageError("CORRUPT_INDEX", `Transaction index ${this.path} is corrupt at byte ${at}`);
      }
      entries.push(entry);
    }
    this.#needsTruncate = bytes.length % ABORTED_TXN_BYTES !== 0;
    this.#writtenCount = entries.length;
    this.#entries = entries;
    return entries;
  }

  append(entry: AbortedTxn): void {
    assert(this.#entries, "a transaction index is loaded before it is appended to");
    const last = this.#entries.at(-1);
    assert(!last || last.lastOffset < entry.lastOffset, "markers of aborted transactions ascend");
    this.#entries.push(entry);
  }

  /** Forgets all entries, unread ones too; an existing file is emptied with the next write. */
  reset(): void {
    this.#entries = [];
    this.#writtenCount = 0;
    this.#needsTruncate = this.#exists;
  }

  async truncateTo(offset: number): Promise<void> {
    const entries = await this.load();
    const kept = entries.filter((entry) => entry.lastOffset < offset);
    if (kept.length === entries.length) return;
    this.#entries = kept;
    if (kept.length < this.#writtenCount) {
      this.#writtenCount = kept.length;
      this.#needsTruncate = true;
    }
  }

  /**
   * Adds the aborted transactions that overlap [fetchOffset, upperBoundOffset). True if no later segment can hold more of them, because
   * everything below the bound was stable when an entry was written.
   */
  async collect(range: { fetchOffset: number; upperBoundOffset: number }, into: AbortedTxn[]): Promise<boolean> {
    for (const entry of await this.load()) {
      if (entry.lastOffset >= range.fetchOffset && entry.firstOffset < range.upperBoundOffset) into.push(entry);
      if (entry.lastStableOffset >= range.upperBoundOffset) return true;
    }
    return false;
  }

  /** Writes entries that are only in memory, and makes the file durable if `sync`. */
  async write({ sync }: { sync: boolean }): Promise<void> {
    const entries = this.#entries;
    if (!entries) return;
    const from = this.#writtenCount;
    const fresh = entries.slice(from);
    if (fresh.length === 0 && !this.#needsTruncate) {
      if (sync && this.#isUnsynced) await this.#sync();
      return;
    }
    const bytes = encodeEntries(fresh);
    this.#writtenCount = from + fresh.length;
    this.#exists = this.#isUnsynced = true;
    try {
      await this.#files.use(this.path, "readWriteCreate", async (file) => {
        if (this.#needsTruncate) await file.truncate(from * ABORTED_TXN_BYTES);
        if (bytes.length > 0) await file.write(bytes, from * ABORTED_TXN_BYTES);
      });
      this.#needsTruncate = false;
      if (sync) await this.#sync();
    } catch (error) {
      this.#writtenCount = Math.min(this.#writtenCount, from);
      throw error;
    }
  }

  /** After a `reset`, instead of `write`: see `IndexFile.replace`. */
  async replace(): Promise<void> {
    const entries = this.#entries;
    assert(entries, "a replaced index is all in memory");
    if (entries.length === 0 && !this.#exists) return;
    await this.#files.replace(this.path, encodeEntries(entries));
    this.#exists = true;
    this.#needsTruncate = this.#isUnsynced = false;
    this.#writtenCount = entries.length;
  }

  async #sync(): Promise<void> {
    this.#isUnsynced = false;
    try {
      await this.#files.use(this.path, "readWriteCreate", (file) => file.sync());
    } catch (error) {
      this.#isUnsynced = true;
      throw error;
    }
  }
}

/** The entry at `at`, behind its version. */
export function readAbortedTxn(view: DataView, at: number): AbortedTxn {
  return {
    producerId: view.getBigInt64(at + 2),
    firstOffset: Number(view.getBigInt64(at + 10)),
    lastOffset: Number(view.getBigInt64(at + 18)),
    lastStableOffset: Number(view.getBigInt64(at + 26)),
  };
}

function encodeEntries(entries: readonly AbortedTxn[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * ABORTED_TXN_BYTES);
  const view = new DataView(bytes.buffer);
  entries.forEach((entry, i) => writeEntry(view, i * ABORTED_TXN_BYTES, entry));
  return bytes;
}

function writeEntry(view: DataView, at: number, entry: AbortedTxn): void {
  view.setInt16(at, 0);
  view.setBigInt64(at + 2, entry.producerId);
  view.setBigInt64(at + 10, BigInt(entry.firstOffset));
  view.setBigInt64(at + 18, BigInt(entry.lastOffset));
  view.setBigInt64(at + 26, BigInt(entry.lastStableOffset));
}
