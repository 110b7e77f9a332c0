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

  /** How many records are behind an offset, by the newest end; undefined before the first sample. */
  lagOf(offset: number): number | undefined {
    const end = this.newest;
    if (end === undefined) return undefined;
    return offset >= (this.#readableEnd ?? end) ? 0 : end - offset;
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
