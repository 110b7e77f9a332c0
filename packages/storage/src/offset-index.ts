/**
 * `%020d.index`: sparse map from offset to position within one segment. Entries of 8 bytes, ascending: int32 offset − base offset, int32
 * position of the batch that ends with that offset.
 */
import { IndexFile, type IndexFileOptions } from "./index-file.ts";
import { StorageError } from "./storage-error.ts";

const ENTRY_BYTES = 8;

export interface OffsetPosition {
  readonly offset: number;
  readonly position: number;
}

export class OffsetIndex {
  readonly baseOffset: number;
  readonly file: IndexFile;

  constructor(baseOffset: number, options: Omit<IndexFileOptions, "entryBytes">) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile({ ...options, entryBytes: ENTRY_BYTES });
  }

  append({ offset, position }: OffsetPosition): void {
    const { view, position: at } = this.file.append();
    view.setInt32(at, offset - this.baseOffset);
    view.setInt32(at + 4, position);
  }

  /** The last entry at or below the offset; the start of the segment if there is none. */
  async lookup(offset: number): Promise<OffsetPosition> {
    const relative = offset - this.baseOffset;
    const slot = this.file.lastWhere((view, at) => view.getInt32(at) <= relative);
    return await this.#entryOr(typeof slot === "number" ? slot : await slot);
  }

  /** The offset of the first entry whose position is at or beyond `position`: an upper bound of what lies before it. */
  async upperBoundOffset(position: number): Promise<number | undefined> {
    const slot = await this.file.lastWhere((view, at) => view.getInt32(at + 4) < position);
    if (slot + 1 >= this.file.entryCount) return undefined;
    return (await this.#entryOr(slot + 1)).offset;
  }

  /** Kafka's sanity check, on what an index that was just loaded ends with. Rejects with CORRUPT_INDEX. */
  async check(segmentBytes: number): Promise<void> {
    if (this.file.entryCount === 0) return;
    const { offset, position } = await this.lastEntry();
    if (offset > this.baseOffset && position >= 0 && position < segmentBytes) return;
    throw this.#corrupt(`its last entry is of offset ${offset} at byte ${position}`);
  }

  async lastEntry(): Promise<OffsetPosition> {
    return await this.#entryOr(this.file.entryCount - 1);
  }

  /** Drops entries for the offset and above. */
  async truncateTo(offset: number): Promise<void> {
    const relative = offset - this.baseOffset;
    const slot = await this.file.lastWhere((view, at) => view.getInt32(at) < relative);
    this.file.truncateToEntries(slot + 1);
    await this.file.ensureTail();
  }

  async #entryOr(slot: number): Promise<OffsetPosition> {
    if (slot < 0) return { offset: this.baseOffset, position: 0 };
    const found = this.file.entry(slot);
    const { view, position } = found instanceof Promise ? await found : found;
    const relative = view.getInt32(position);
    if (relative < 0) throw this.#corrupt(`an entry is of offset ${this.baseOffset + relative}`);
    return { offset: this.baseOffset + relative, position: view.getInt32(position + 4) };
  }

  #corrupt(why: string): StorageError {
    return new StorageError("CORRUPT_INDEX", `Index file ${this.file.path} is corrupt: ${why}`);
  }
}
