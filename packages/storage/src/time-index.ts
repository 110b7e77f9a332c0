/**
 * `%020d.timeindex`: sparse map from timestamp to offset within one segment. Entries of 12 bytes, both ascending: int64 timestamp (the
 * largest so far), int32 last offset of the batch that holds it − base offset.
 */
import { IndexFile, type IndexFileOptions } from "./index-file.ts";
import { StorageError } from "./storage-error.ts";

const ENTRY_BYTES = 12;

export interface TimestampOffset {
  /** −1 in an empty index. */
  readonly timestamp: number;
  readonly offset: number;
}

export class TimeIndex {
  readonly baseOffset: number;
  readonly file: IndexFile;

  constructor(baseOffset: number, options: Omit<IndexFileOptions, "entryBytes">) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile({ ...options, entryBytes: ENTRY_BYTES });
  }

  /** The caller has checked that the timestamp is larger than the last one. */
  append({ timestamp, offset }: TimestampOffset): void {
    const { view, position } = this.file.append();
    setInt64(view, position, timestamp);
    view.setInt32(position + 8, offset - this.baseOffset);
  }

  /** The last entry at or below the timestamp; (−1, base offset) if there is none. */
  async lookup(timestamp: number): Promise<TimestampOffset> {
    const slot = this.file.lastWhere((view, at) => getInt64(view, at) <= timestamp);
    return await this.#entryOr(typeof slot === "number" ? slot : await slot);
  }

  /** Kafka's sanity check, on what an index that was just loaded begins and ends with. Rejects with CORRUPT_INDEX. */
  async check(): Promise<void> {
    if (this.file.entryCount === 0) return;
    const first = await this.#entryOr(0);
    const last = await this.lastEntry();
    if (last.timestamp >= first.timestamp && first.timestamp >= 0 && last.offset >= this.baseOffset) return;
    throw new StorageError(
      "CORRUPT_INDEX",
      `Index file ${this.file.path} is corrupt: its last entry is of time ${last.timestamp} and offset ${last.offset}`,
    );
  }

  async lastEntry(): Promise<TimestampOffset> {
    return await this.#entryOr(this.file.entryCount - 1);
  }

  /** Drops entries for the offset and above. */
  async truncateTo(offset: number): Promise<void> {
    const relative = offset - this.baseOffset;
    const slot = await this.file.lastWhere((view, at) => view.getInt32(at + 8) < relative);
    this.file.truncateToEntries(slot + 1);
    await this.file.ensureTail();
  }

  async #entryOr(slot: number): Promise<TimestampOffset> {
    if (slot < 0) return { timestamp: -1, offset: this.baseOffset };
    const found = this.file.entry(slot);
    const { view, position } = found instanceof Promise ? await found : found;
    return { timestamp: getInt64(view, position), offset: this.baseOffset + view.getInt32(position + 8) };
  }
}

function getInt64(view: DataView, at: number): number {
  return view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
}

function setInt64(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * 0x1_0000_0000);
}
