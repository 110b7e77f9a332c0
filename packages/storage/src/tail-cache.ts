/**
 * The newest bytes of every log, as they were written, so that whoever reads at the tail never touches the disk. One cache for the node, one
 * `LogTail` for each log.
 *
 * Large appends stay where they arrived and are pinned; small ones, and small slices of large buffers, are copied into blocks of the tail's
 * own. What is counted is every `ArrayBuffer` that is pinned, whole (design decision 10); beyond the bound the oldest chunk of
 * the node goes. Eviction is oldest first, so what a log has cached is always a gapless end of it.
 */
import { Buffer } from "node:buffer";
import { baseOffsetAt, batchLengthAt, lastOffsetAt } from "@ottla/records";

/** Appends from this size on may be pinned. */
const PIN_BYTES_MIN = 8 * 1024;
const BLOCK_BYTES_MIN = 4 * 1024;
const BLOCK_BYTES_MAX = 64 * 1024;

interface Chunk {
  readonly tail: LogTail;
  readonly segmentBaseOffset: number;
  /** Position of the first byte in the segment. */
  readonly position: number;
  readonly baseOffset: number;
  /** Offset after the last record. */
  nextOffset: number;
  bytes: Uint8Array;
  isDead: boolean;
}

/** Where an offset lies. */
export interface TailPosition {
  readonly segmentBaseOffset: number;
  readonly position: number;
}

export interface TailRead {
  readonly slices: readonly Uint8Array[];
  readonly sizeInBytes: number;
  readonly baseOffset: number;
  readonly position: number;
  readonly segmentBaseOffset: number;
  readonly firstBatchBytes: number;
}

export class TailCache {
  readonly #bytesMax: number;
  /** How many live chunks each pinned buffer has. */
  readonly #pins = new Map<ArrayBufferLike, number>();
  #pinnedBytes = 0;
  /** Oldest first; the dead are dropped when they come up. */
  #queue: Chunk[] = [];
  #head = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes of all array buffers that chunks keep alive. */
  get pinnedBytes(): number {
    return this.#pinnedBytes;
  }

  createTail(): LogTail {
    return new LogTail(this);
  }

  /** For `LogTail`. */
  add(chunk: Chunk): void {
    const { buffer } = chunk.bytes;
    const pins = this.#pins.get(buffer) ?? 0;
    this.#pins.set(buffer, pins + 1);
    if (pins === 0) this.#pinnedBytes += buffer.byteLength;
    this.#queue.push(chunk);
    while (this.#pinnedBytes > this.#bytesMax && this.#head < this.#queue.length) this.#evictOldest();
  }

  /** For `LogTail`: the chunk will not be read again. */
  release(chunk: Chunk): void {
    if (chunk.isDead) return;
    chunk.isDead = true;
    const { buffer } = chunk.bytes;
    const pins = this.#pins.get(buffer)! - 1;
    if (pins === 0) {
      this.#pins.delete(buffer);
      this.#pinnedBytes -= buffer.byteLength;
    } else {
      this.#pins.set(buffer, pins);
    }
    chunk.bytes = EMPTY;
  }

  #evictOldest(): void {
    const chunk = this.#queue[this.#head]!;
    this.#queue[this.#head++] = TOMBSTONE;
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (!chunk.isDead) chunk.tail.dropFirst(chunk);
  }
}

/** The cached end of one log. Positions of chunks within one segment follow each other without a gap. */
export class LogTail {
  readonly #cache: TailCache;
  /** Oldest first. */
  #chunks: Chunk[] = [];
  /** The block that small appends are copied to, and how much of it is used. It belongs to the last chunk. */
  #block: Uint8Array = EMPTY;
  #blockUsed = 0;

  constructor(cache: TailCache) {
    this.#cache = cache;
  }

  get chunkCount(): number {
    return this.#chunks.length;
  }

  /** First cached offset; Infinity if nothing is cached. */
  get startOffset(): number {
    return this.#chunks[0]?.baseOffset ?? Infinity;
  }

  /**
   * Adds what comes next in the log. Returns the bytes to write: the same content, but in the tail's own block if it was copied, so that
   * neighbours can be written as one.
   */
  append(
    bytes: Uint8Array,
    place: { segmentBaseOffset: number; position: number; baseOffset: number; nextOffset: number },
  ): Uint8Array {
    const isPinnable = bytes.length >= PIN_BYTES_MIN && bytes.length * 2 >= bytes.buffer.byteLength;
    if (isPinnable) {
      this.#blockUsed = this.#block.length;
      this.#push(bytes, place);
      return bytes;
    }
    const last = this.#chunks.at(-1);
    if (this.#blockUsed + bytes.length > this.#block.length) this.#newBlock(bytes.length);
    const copy = this.#block.subarray(this.#blockUsed, this.#blockUsed + bytes.length);
    copy.set(bytes);
    this.#blockUsed += bytes.length;
    // A chunk that ends where the copy begins just grows. Pushing may evict, even what is pushed.
    const isNeighbour = last?.bytes.buffer === copy.buffer && last.segmentBaseOffset === place.segmentBaseOffset;
    if (!isNeighbour) {
      this.#push(copy, place);
      return copy;
    }
    last.bytes = this.#block.subarray(last.bytes.byteOffset, copy.byteOffset + copy.length);
    last.nextOffset = place.nextOffset;
    return copy;
  }

  /** Forgets everything: after a truncation, a failed write, on close. */
  clear(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#block = EMPTY;
    this.#blockUsed = 0;
    for (const chunk of chunks) this.#cache.release(chunk);
  }

  /** For `TailCache`: the oldest chunk of all is this tail's first. */
  dropFirst(chunk: Chunk): void {
    this.#chunks.shift();
    if (this.#chunks.length === 0) {
      this.#block = EMPTY;
      this.#blockUsed = 0;
    }
    this.#cache.release(chunk);
  }

  /** Where the batch begins that holds the offset; undefined if it is not cached. */
  positionOf(offset: number): TailPosition | undefined {
    const found = this.#find(offset);
    return found && { segmentBaseOffset: found.chunk.segmentBaseOffset, position: found.chunk.position + found.at };
  }

  /**
   * Reads from the batch that holds the offset. `end` bounds the bytes if it is in the same segment. Undefined if the offset is not cached.
   */
  read(request: {
    startOffset: number;
    maxBytes: number;
    minOneMessage: boolean;
    end: TailPosition;
  }): TailRead | undefined {
    const found = this.#find(request.startOffset);
    if (!found) return undefined;
    const { chunk, at, index } = found;
    const { segmentBaseOffset } = chunk;
    const position = chunk.position + at;
    const firstBatchBytes = batchLengthAt(chunk.bytes, at);
    const limit = request.minOneMessage ? Math.max(request.maxBytes, firstBatchBytes) : request.maxBytes;
    let left = limit;
    if (request.end.segmentBaseOffset === segmentBaseOffset) left = Math.min(left, request.end.position - position);
    const slices: Uint8Array[] = [];
    let sizeInBytes = 0;
    for (let i = index, from = at; left > 0 && i < this.#chunks.length; i++, from = 0) {
      const next = this.#chunks[i]!;
      if (next.segmentBaseOffset !== segmentBaseOffset) break;
      const slice = next.bytes.subarray(from, Math.min(next.bytes.length, from + left));
      slices.push(slice);
      sizeInBytes += slice.length;
      left -= slice.length;
    }
    return {
      slices,
      sizeInBytes,
      baseOffset: baseOffsetAt(chunk.bytes, at),
      position,
      segmentBaseOffset,
      firstBatchBytes,
    };
  }

  #find(offset: number): { chunk: Chunk; at: number; index: number } | undefined {
    const chunks = this.#chunks;
    if (chunks.length === 0 || offset < chunks[0]!.baseOffset) return undefined;
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (chunks[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    // Compaction and replication leave gaps: an offset behind a chunk's last belongs to the next chunk.
    if (offset >= chunks[low]!.nextOffset) low++;
    const chunk = chunks[low];
    if (!chunk) return undefined;
    let at = 0;
    while (lastOffsetAt(chunk.bytes, at) < offset) at += batchLengthAt(chunk.bytes, at);
    return { chunk, at, index: low };
  }

  #push(
    bytes: Uint8Array,
    place: { segmentBaseOffset: number; position: number; baseOffset: number; nextOffset: number },
  ): void {
    const chunk: Chunk = { tail: this, ...place, bytes, isDead: false };
    this.#chunks.push(chunk);
    this.#cache.add(chunk);
  }

  #newBlock(bytesMin: number): void {
    const doubled = Math.min(BLOCK_BYTES_MAX, Math.max(BLOCK_BYTES_MIN, this.#block.length * 2));
    // Not zeroed: only what was copied in is ever shown.
    this.#block = Buffer.allocUnsafeSlow(Math.max(doubled, bytesMin));
    this.#blockUsed = 0;
  }
}

const EMPTY: Uint8Array = new Uint8Array(0);
const TOMBSTONE = { isDead: true } as Chunk;
