// What the broker said about the end of one partition, and when. The newest `recent` samples are kept as they came, since the rules count them;
// older ones are thinned, the closer together the older they are, so that a bounded number of samples reaches back for hours and the time at which
// the log had reached an offset can still be told.
import { assert } from "@ottla/base";

const CAPACITY = 64;
const CAPACITY_FIRST = 8;

/** The history of one partition's end. Samples are in order of time. */
export class EndOffsets {
  readonly #recent: number;
  #offsets: Float64Array = new Float64Array(CAPACITY_FIRST);
  #timesMs: Float64Array = new Float64Array(CAPACITY_FIRST);
  #length: number = 0;
  /** When the first sample came that was not restored; Infinity before. */
  #seenFromMs: number = Infinity;
  /** No record stands at or above this offset below the newest end; undefined while that is not known. */
  #readableEnd: number | undefined;

  /** @param recent how many of the newest samples the rules see, at most half of what is kept */
  constructor(recent: number) {
    assert(recent >= 1, "at least one sample is seen");
    this.#recent = recent;
  }

  get length(): number {
    return this.#length;
  }

  /** The newest end; undefined before the first sample. */
  get newest(): number | undefined {
    return this.#length === 0 ? undefined : this.offset(this.#length - 1);
  }

  offset(index: number): number {
    return this.#offsets[index] ?? 0;
  }

  timeMs(index: number): number {
    return this.#timesMs[index] ?? 0;
  }

  /** The newest samples, oldest first, at most `recent` of them. */
  recent(): number[] {
    return [...this.#offsets.subarray(Math.max(0, this.#length - this.#recent), this.#length)];
  }

  /** All samples, oldest first. */
  samples(): (readonly [offset: number, timeMs: number])[] {
    return Array.from({ length: this.#length }, (_, index) => [this.offset(index), this.timeMs(index)] as const);
  }

  /** How many records are behind an offset, by the newest end; undefined before the first sample. */
  lagOf(offset: number): number | undefined {
    const end = this.newest;
    if (end === undefined) return undefined;
    return offset >= (this.#readableEnd ?? end) ? 0 : end - offset;
  }

  /**
   * The lag of a commit of that time. A commit from before the first sample that was seen is never held against an end that came later: its lag is
   * read off the restored history, or not known (null), unless it has none even now.
   */
  lagAt(offset: number, timeMs: number): number | null {
    if (this.#seenFromMs === Infinity) return null;
    const lagNow = this.lagOf(offset) ?? 0;
    if (timeMs >= this.#seenFromMs || lagNow === 0) return lagNow;
    const end = this.endAt(timeMs);
    return end === undefined ? null : Math.max(0, Math.round(end) - offset);
  }

  /** Where the log ended at a time, between two samples; undefined for one from before the first, or after the last. */
  endAt(timeMs: number): number | undefined {
    for (let index = this.#length - 1; index > 0; index--) {
      const [fromMs, toMs] = [this.timeMs(index - 1), this.timeMs(index)];
      if (timeMs < fromMs || timeMs > toMs) continue;
      const [from, to] = [this.offset(index - 1), this.offset(index)];
      return toMs === fromMs ? to : from + ((to - from) * (timeMs - fromMs)) / (toMs - fromMs);
    }
    return undefined;
  }

  /** Puts samples of a former life, oldest first, before those that are there. */
  restore(samples: readonly (readonly [offset: number, timeMs: number])[]): void {
    const firstMs = this.#length === 0 ? Infinity : this.timeMs(0);
    const kept = this.samples();
    const readableEnd = this.#readableEnd;
    this.#length = 0;
    for (const [offset, timeMs] of samples) if (timeMs < firstMs) this.#append(offset, timeMs);
    for (const [offset, timeMs] of kept) this.#append(offset, timeMs);
    this.#readableEnd = readableEnd;
  }

  /**
   * Somebody has read from `offset` to `end` and found no record: what stands there are the marks of ended transactions. It holds until the end
   * moves.
   */
  onNothingReadable(offset: number, end: number): void {
    if (end === this.newest && offset < (this.#readableEnd ?? end)) this.#readableEnd = offset;
  }

  /** Adds a sample. */
  add(offset: number, timeMs: number): void {
    this.#seenFromMs = Math.min(this.#seenFromMs, timeMs);
    this.#append(offset, timeMs);
  }

  #append(offset: number, timeMs: number): void {
    if (offset !== this.newest) this.#readableEnd = undefined;
    if (this.#length === this.#offsets.length) this.#makeRoom();
    this.#offsets[this.#length] = offset;
    this.#timesMs[this.#length] = timeMs;
    this.#length++;
  }

  #makeRoom(): void {
    const capacity = Math.max(CAPACITY, 2 * this.#recent);
    if (this.#length < capacity) {
      const grown = Math.min(capacity, 2 * this.#length);
      this.#offsets = copied(this.#offsets, grown);
      this.#timesMs = copied(this.#timesMs, grown);
      return;
    }
    const dropped = this.#leastMissed();
    this.#offsets.copyWithin(dropped, dropped + 1);
    this.#timesMs.copyWithin(dropped, dropped + 1);
    this.#length--;
  }

  /** Among the older samples, the one whose neighbours are closest to each other for their age. The very first one stays. */
  #leastMissed(): number {
    const nowMs = this.timeMs(this.#length - 1);
    let least = 1;
    let leastMissed = Infinity;
    for (let index = 1; index < this.#length - this.#recent; index++) {
      const gapMs = this.timeMs(index + 1) - this.timeMs(index - 1);
      const missed = gapMs / Math.max(1, nowMs - this.timeMs(index));
      if (missed < leastMissed) {
        least = index;
        leastMissed = missed;
      }
    }
    return least;
  }
}

function copied(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
