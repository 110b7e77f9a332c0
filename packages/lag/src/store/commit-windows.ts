// The windows of all groups on all partitions: a million of them times ten commits must fit, so they live in a few large typed arrays instead of
// an object a commit. A window is a number; its commits stand side by side, oldest first, ordered by where they stood in the log they were read from.
//
// What is kept is Burrow's (storage "inmemory"): the newest `intervals` commits; a late one is put in its place, one with a place already taken is
// ignored, one older than a full window is dropped; only a commit that is newest when it comes has a lag.
import { assert } from "@ottla/base";
import type { CommitWindow } from "../evaluation/commit-window.ts";

/** A commit on its way into a window. */
export interface StoredCommit {
  readonly offset: number;
  /** Its place in the log it was read from: commits of one partition of a group come from one log. */
  readonly order: number;
  readonly timestampMs: number;
  readonly observedAtMs: number;
  /** Records behind the end; null where that is not known. Kept only for a commit that is the newest of its window. */
  readonly lag: number | null;
}

const CHUNK_BITS = 10;
const CHUNK_WINDOWS = 1 << CHUNK_BITS;
/** offset, order, timestamp and lag (NaN: not known). */
const FIELDS = 4;
const OFFSET = 0;
const ORDER = 1;
const TIMESTAMP = 2;
const LAG = 3;

class Chunk {
  readonly numbers: Float64Array;
  /** Whole seconds since the epoch. */
  readonly observedAt: Uint32Array;
  readonly lengths: Uint16Array = new Uint16Array(CHUNK_WINDOWS);

  constructor(intervals: number) {
    this.numbers = new Float64Array(CHUNK_WINDOWS * intervals * FIELDS);
    this.observedAt = new Uint32Array(CHUNK_WINDOWS * intervals);
  }
}

/** A window as it is stored. */
export interface StoredWindow extends CommitWindow {
  /** The commit's place in the log it was read from. */
  order(index: number): number;
}

/** A look at one window; it shows what the window holds as long as nothing is stored. */
class WindowView implements StoredWindow {
  readonly length: number;
  readonly #chunk: Chunk;
  /** Index of the first commit within the chunk. */
  readonly #base: number;

  constructor(chunk: Chunk, base: number, length: number) {
    this.#chunk = chunk;
    this.#base = base;
    this.length = length;
  }

  offset(index: number): number {
    return this.#field(index, OFFSET);
  }

  order(index: number): number {
    return this.#field(index, ORDER);
  }

  timestampMs(index: number): number {
    return this.#field(index, TIMESTAMP);
  }

  observedAtMs(index: number): number {
    return (this.#chunk.observedAt[this.#base + index] ?? 0) * 1000;
  }

  lag(index: number): number | null {
    const lag = this.#field(index, LAG);
    return Number.isNaN(lag) ? null : lag;
  }

  #field(index: number, field: number): number {
    return this.#chunk.numbers[(this.#base + index) * FIELDS + field] ?? 0;
  }
}

/** All windows of a monitor. Bounded by what is allocated: `allocate` and `release` belong to the owner of a window. */
export class CommitWindows {
  readonly intervals: number;
  readonly #chunks: Chunk[] = [];
  readonly #free: number[] = [];
  #allocated: number = 0;

  /** @param intervals commits a full window holds, 1 to 65535 */
  constructor(intervals: number) {
    assert(Number.isInteger(intervals) && intervals >= 1 && intervals <= 0xffff, "intervals lies in 1..65535");
    this.intervals = intervals;
  }

  /** How many windows are in use. */
  get count(): number {
    return this.#allocated - this.#free.length;
  }

  /** An empty window. */
  allocate(): number {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const id = this.#allocated++;
    if (id >> CHUNK_BITS === this.#chunks.length) this.#chunks.push(new Chunk(this.intervals));
    return id;
  }

  release(id: number): void {
    this.#chunk(id).lengths[id % CHUNK_WINDOWS] = 0;
    this.#free.push(id);
  }

  read(id: number): StoredWindow {
    const chunk = this.#chunk(id);
    return new WindowView(chunk, (id % CHUNK_WINDOWS) * this.intervals, chunk.lengths[id % CHUNK_WINDOWS] ?? 0);
  }

  /** Whether a commit at that place of the log would be the newest of the window. */
  isNewest(id: number, order: number): boolean {
    const { chunk, first, length } = this.#place(id);
    return length === 0 || order > numberAt(chunk, first + length - 1, ORDER);
  }

  /**
   * Stores a commit. One that follows the commit before it within `minDistanceMs` (or has an older timestamp than that one) takes that one's place
   * and its timestamp, so that a window of quick commits still moves on.
   */
  store(id: number, commit: StoredCommit, minDistanceMs: number): void {
    const { chunk, first, length } = this.#place(id);
    let index = length;
    while (index > 0 && numberAt(chunk, first + index - 1, ORDER) >= commit.order) index--;
    if (index < length && numberAt(chunk, first + index, ORDER) === commit.order) return;
    const isFull = length === this.intervals;
    if (isFull && index === 0) return;
    const isAppended = index === length;
    const lag = isAppended ? commit.lag : null;
    if (index > 0) {
      const beforeMs = numberAt(chunk, first + index - 1, TIMESTAMP);
      // Burrow drops the oldest commit of a full window before it looks for one that is close.
      const isKept = !isFull || isAppended || index > 1;
      if (isKept && commit.timestampMs - beforeMs < minDistanceMs) {
        write(chunk, first + index - 1, { ...commit, lag, timestampMs: beforeMs });
        return;
      }
    }
    if (isFull) {
      move(chunk, first + 1, first, index - 1);
      write(chunk, first + index - 1, { ...commit, lag });
    } else {
      move(chunk, first + index, first + index + 1, length - index);
      write(chunk, first + index, { ...commit, lag });
      chunk.lengths[id % CHUNK_WINDOWS] = length + 1;
    }
  }

  /**
   * Puts commits of a former life, oldest first, into a window: each in its place, with the lag that was seen then, and of all of them the newest
   * that fit.
   */
  restore(id: number, commits: readonly StoredCommit[]): void {
    const { chunk, first } = this.#place(id);
    const byOrder = new Map(commits.map((one) => [one.order, one]));
    for (const one of storedCommits(this.read(id))) {
      byOrder.set(one.order, { ...one, lag: byOrder.get(one.order)?.lag ?? one.lag });
    }
    const merged = [...byOrder.values()].toSorted((a, b) => a.order - b.order).slice(-this.intervals);
    for (const [index, commit] of merged.entries()) write(chunk, first + index, commit);
    chunk.lengths[id % CHUNK_WINDOWS] = merged.length;
  }

  #chunk(id: number): Chunk {
    const chunk = this.#chunks[id >> CHUNK_BITS];
    assert(chunk !== undefined, "a window that was allocated is named");
    return chunk;
  }

  #place(id: number): { chunk: Chunk; first: number; length: number } {
    const chunk = this.#chunk(id);
    return { chunk, first: (id % CHUNK_WINDOWS) * this.intervals, length: chunk.lengths[id % CHUNK_WINDOWS] ?? 0 };
  }
}

/** The commits of a window, oldest first. */
export function storedCommits(window: StoredWindow): StoredCommit[] {
  return Array.from({ length: window.length }, (_, index) => ({
    offset: window.offset(index),
    order: window.order(index),
    timestampMs: window.timestampMs(index),
    observedAtMs: window.observedAtMs(index),
    lag: window.lag(index),
  }));
}

function numberAt(chunk: Chunk, place: number, field: number): number {
  return chunk.numbers[place * FIELDS + field] ?? 0;
}

function move(chunk: Chunk, from: number, to: number, count: number): void {
  chunk.numbers.copyWithin(to * FIELDS, from * FIELDS, (from + count) * FIELDS);
  chunk.observedAt.copyWithin(to, from, from + count);
}

function write(chunk: Chunk, place: number, commit: StoredCommit): void {
  const at = place * FIELDS;
  chunk.numbers[at + OFFSET] = commit.offset;
  chunk.numbers[at + ORDER] = commit.order;
  chunk.numbers[at + TIMESTAMP] = commit.timestampMs;
  chunk.numbers[at + LAG] = commit.lag ?? Number.NaN;
  chunk.observedAt[place] = Math.floor(commit.observedAtMs / 1000);
}
