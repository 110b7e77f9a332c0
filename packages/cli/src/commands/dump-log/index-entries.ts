// The entries of an offset index or a time index, as bytes of the whole file: an index has at most segment.index.bytes. The index of an active
// segment that was not closed ends with zeros, which Kafka's binary search looks at too, so it is searched here as it is there.
import { readFile } from "node:fs/promises";

/** The end of the index that is looked at first, in bytes. */
const WARM_BYTES = 8192;

class IndexEntries {
  readonly baseOffset: number;
  readonly entryBytes: number;
  /** Not a multiple of the entry's size in a damaged file. */
  readonly sizeInBytes: number;
  protected readonly view: DataView;

  constructor(bytes: Uint8Array, baseOffset: number, entryBytes: number) {
    this.baseOffset = baseOffset;
    this.entryBytes = entryBytes;
    this.sizeInBytes = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get count(): number {
    return Math.floor(this.sizeInBytes / this.entryBytes);
  }
}

/** int32 offset − base offset, int32 position of the batch that ends with it. */
export class OffsetEntries extends IndexEntries {
  static async read(path: string, baseOffset: number): Promise<OffsetEntries> {
    return new OffsetEntries(await readFile(path), baseOffset, 8);
  }

  offset(slot: number): number {
    return this.baseOffset + this.view.getInt32(slot * this.entryBytes);
  }

  position(slot: number): number {
    return this.view.getInt32(slot * this.entryBytes + 4);
  }

  /** The position of the last entry at or below the offset; 0 when there is none. */
  lookup(offset: number): number {
    const slot = this.#slotOf(offset);
    return slot < 0 ? 0 : this.position(slot);
  }

  #slotOf(offset: number): number {
    if (this.count === 0) return -1;
    const firstWarm = Math.max(0, this.count - 1 - WARM_BYTES / this.entryBytes);
    if (this.offset(firstWarm) < offset) return this.#search(offset, firstWarm, this.count - 1);
    return this.offset(0) > offset ? -1 : this.#search(offset, 0, firstWarm);
  }

  #search(offset: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const found = this.offset(middle);
      if (found === offset) return middle;
      if (found > offset) high = middle - 1;
      else low = middle;
    }
    return low;
  }
}

/** int64 timestamp, int32 last offset of the batch that has it − base offset. */
export class TimeEntries extends IndexEntries {
  static async read(path: string, baseOffset: number): Promise<TimeEntries> {
    return new TimeEntries(await readFile(path), baseOffset, 12);
  }

  timestamp(slot: number): number {
    return Number(this.view.getBigInt64(slot * this.entryBytes));
  }

  offset(slot: number): number {
    return this.baseOffset + this.view.getInt32(slot * this.entryBytes + 8);
  }
}
