/**
 * When the event loop may write by itself instead of asking the thread pool. A write into the page cache is a copy: microseconds. It blocks
 * only where the system holds writers back, because the device does not keep up; so the first write that took long sends all of them to
 * the thread pool for a while, and for twice as long if the first one after that is slow again.
 */

/** Larger ones are worth the visit to the thread pool. */
const DIRECT_BYTES_MAX = 128 * 1024;
const SLOW_MS = 2;
const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 30_000;

export class DirectWrites {
  readonly #nowMs: () => number;
  /** No direct writes before this time. */
  #resumesMs = 0;
  #pauseMs = PAUSE_MS_MIN;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  mayWrite(sizeInBytes: number): boolean {
    return sizeInBytes <= DIRECT_BYTES_MAX && (this.#resumesMs === 0 || this.#nowMs() >= this.#resumesMs);
  }

  /** A direct write took from `startMs` to `endMs`. */
  onWritten(startMs: number, endMs: number): void {
    if (endMs - startMs > SLOW_MS) {
      this.#resumesMs = endMs + this.#pauseMs;
      this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MS_MAX);
    } else if (this.#resumesMs > 0 && endMs - this.#resumesMs > this.#pauseMs) {
      // It has been quick for as long as the next pause would have been: all is well again.
      this.#resumesMs = 0;
      this.#pauseMs = PAUSE_MS_MIN;
    }
  }
}
