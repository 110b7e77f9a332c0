/**
 * The newest bytes of every log, as they were written, so that whoever reads at the tail never touches the disk. One cache for the node, one
 * `LogTail` for each log.
 *
 * Everything is copied into blocks of the tail's own, which come from a pool and go back to it: the memory of a request can be used for the next
 * one, neighbours lie side by side and are written as one piece, and the garbage collector has nothing to do. What is counted is every block that
 * has cached bytes, whole (design decision 10); beyond the bound the oldest chunk of the node goes. Eviction is oldest first, so what a log
 * has cached is always a gapless end of it.
 */
import type { BufferPool } from "@ottla/base";
import { baseOffsetAt, batchLengthAt, lastOffsetAt } from "@ottla/records";
import { TailBlock } from "./tail-block.ts";

/** A log that is written to gets larger and larger blocks; one append that is larger gets a block of its own. */
const BLOCK_BYTES_MIN = 4 * 1024;
const BLOCK_BYTES_MAX = 256 * 1024;
/** A search walks over at most this much before it finds its batch. */
const MARK_INTERVAL_BYTES = 4 * 1024;

/** Bytes of one block that follow each other in one segment. */
interface Chunk {
  readonly tail: LogTail;
  readonly block: TailBlock;
  readonly segmentBaseOffset: number;
  /** Position of the first byte in the segment. */
  readonly position: number;
  readonly baseOffset: number;
  /** Offset after the last record. */
  nextOffset: number;
  bytes: Uint8Array;
  /** Base offsets of some batches, ascending, and where those begin in `bytes`. */
  readonly markedOffsets: number[];
  readonly markedAt: number[];
  isDead: boolean;
}

/** Where an offset lies. */
export interface TailPosition {
  readonly segmentBaseOffset: number;
  readonly position: number;
}

/** Bytes in a block; whoever has one calls `block.unpin()` after the last use of the bytes. */
export interface TailBytes {
  readonly bytes: Uint8Array;
  readonly block: TailBlock;
}

export interface TailRead {
  readonly slices: readonly Uint8Array[];
  /** The blocks that the slices are views of, each pinned once for the reader. */
  readonly blocks: readonly TailBlock[];
  readonly sizeInBytes: number;
  readonly baseOffset: number;
  readonly position: number;
  readonly segmentBaseOffset: number;
  readonly firstBatchBytes: number;
}

interface TailPlace {
  readonly segmentBaseOffset: number;
  readonly position: number;
  readonly baseOffset: number;
  readonly nextOffset: number;
}

export class TailCache {
  readonly #bytesMax: number;
  readonly #pool: BufferPool;
  /** How many live chunks each block has. */
  readonly #chunksOf = new Map<TailBlock, number>();
  #cachedBytes = 0;
  /** Oldest first; the dead are dropped when they come up. */
  #queue: Chunk[] = [];
  #head = 0;

  constructor(bytesMax: number, pool: BufferPool) {
    this.#bytesMax = bytesMax;
    this.#pool = pool;
  }

  /** Bytes of all blocks that have cached bytes, whole. */
  get cachedBytes(): number {
    return this.#cachedBytes;
  }

  createTail(): LogTail {
    return new LogTail(this);
  }

  /** For `LogTail`. */
  newBlock(sizeBytes: number): TailBlock {
    return new TailBlock(this.#pool, sizeBytes);
  }

  /** For `LogTail`. */
  add(chunk: Chunk): void {
    const { block } = chunk;
    const chunks = this.#chunksOf.get(block) ?? 0;
    this.#chunksOf.set(block, chunks + 1);
    block.pin();
    if (chunks === 0) this.#cachedBytes += block.memory.length;
    this.#queue.push(chunk);
    while (this.#cachedBytes > this.#bytesMax && this.#head < this.#queue.length) this.#evictOldest();
  }

  /** For `LogTail`: the chunk will not be read again. */
  release(chunk: Chunk): void {
    if (chunk.isDead) return;
    chunk.isDead = true;
    const { block } = chunk;
    const chunks = this.#chunksOf.get(block)! - 1;
    if (chunks === 0) {
      this.#chunksOf.delete(block);
      this.#cachedBytes -= block.memory.length;
    } else {
      this.#chunksOf.set(block, chunks);
    }
    chunk.bytes = EMPTY;
    block.unpin();
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
  /** The block that is filled now, and how much of it is used. It has the last chunk. */
  #block: TailBlock | undefined;
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

  /** Copies what comes next in the log. Returns the copy, pinned: for the write. */
  append(bytes: Uint8Array, place: TailPlace): TailBytes {
    const last = this.#chunks.at(-1);
    let block = this.#block;
    if (block === undefined || this.#blockUsed + bytes.length > block.memory.length) {
      block = this.#newBlock(bytes.length);
    }
    const from = this.#blockUsed;
    this.#blockUsed += bytes.length;
    block.memory.set(bytes, from);
    const copy = block.memory.subarray(from, this.#blockUsed);
    block.pin();
    // A chunk that ends where the copy begins just grows. Pushing may evict, even what is pushed.
    if (last?.block === block && last.segmentBaseOffset === place.segmentBaseOffset) grow(last, copy, place);
    else this.#push({ bytes: copy, block }, place);
    return { bytes: copy, block };
  }

  /** Forgets everything: after a truncation, a failed write, on close. */
  clear(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#leaveBlock();
    for (const chunk of chunks) this.#cache.release(chunk);
  }

  /** Forgets the segments that begin below the offset: they were cleaned. */
  dropSegmentsBefore(segmentBaseOffset: number): void {
    while (this.#chunks[0] !== undefined && this.#chunks[0].segmentBaseOffset < segmentBaseOffset)
      this.dropFirst(this.#chunks[0]);
  }

  /** For `TailCache`: the oldest chunk of all is this tail's first. */
  dropFirst(chunk: Chunk): void {
    this.#chunks.shift();
    if (this.#chunks.length === 0) this.#leaveBlock();
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
    const blocks: TailBlock[] = [];
    let sizeInBytes = 0;
    for (let i = index, from = at; left > 0 && i < this.#chunks.length; i++, from = 0) {
      const next = this.#chunks[i]!;
      if (next.segmentBaseOffset !== segmentBaseOffset) break;
      const slice = next.bytes.subarray(from, Math.min(next.bytes.length, from + left));
      next.block.pin();
      slices.push(slice);
      blocks.push(next.block);
      sizeInBytes += slice.length;
      left -= slice.length;
    }
    return {
      slices,
      blocks,
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
    let at = markBefore(chunk, offset);
    while (lastOffsetAt(chunk.bytes, at) < offset) at += batchLengthAt(chunk.bytes, at);
    return { chunk, at, index: low };
  }

  #push({ bytes, block }: TailBytes, place: TailPlace): void {
    const marks = { markedOffsets: [place.baseOffset], markedAt: [0] };
    const chunk: Chunk = { tail: this, block, ...place, bytes, ...marks, isDead: false };
    this.#chunks.push(chunk);
    this.#cache.add(chunk);
  }

  #newBlock(bytesMin: number): TailBlock {
    const capacity = this.#block?.memory.length ?? 0;
    const doubled = Math.min(BLOCK_BYTES_MAX, Math.max(BLOCK_BYTES_MIN, capacity * 2));
    this.#block = this.#cache.newBlock(Math.max(doubled, bytesMin));
    this.#blockUsed = 0;
    return this.#block;
  }

  #leaveBlock(): void {
    this.#block = undefined;
    this.#blockUsed = 0;
  }
}

/** Adds what lies behind a chunk in its block to it. */
function grow(chunk: Chunk, added: Uint8Array, place: TailPlace): void {
  const { memory } = chunk.block;
  const start = chunk.bytes.byteOffset - memory.byteOffset;
  const end = added.byteOffset - memory.byteOffset + added.length;
  const at = chunk.bytes.length;
  chunk.bytes = memory.subarray(start, end);
  chunk.nextOffset = place.nextOffset;
  if (at - chunk.markedAt.at(-1)! < MARK_INTERVAL_BYTES) return;
  chunk.markedOffsets.push(place.baseOffset);
  chunk.markedAt.push(at);
}

/** Where the last marked batch begins whose base offset is not behind `offset`; the first batch at least. */
function markBefore({ markedOffsets, markedAt }: Chunk, offset: number): number {
  let low = 0;
  let high = markedOffsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (markedOffsets[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return markedAt[low]!;
}

const EMPTY: Uint8Array = new Uint8Array(0);
const TOMBSTONE = { isDead: true } as Chunk;
