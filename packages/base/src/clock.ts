/**
 * The port for time. Everything that waits takes a `Clock`; only `systemClock` touches the process's timers.
 */

/** A timer that has been set. Cancelling one that fired or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

/** The time and timers. */
export interface Clock {
  /** Wall-clock milliseconds since 1970; may jump. */
  nowMs(): number;
  /** Milliseconds from an arbitrary origin; never decreases; may be fractional. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs` (any finite number; below zero counts as zero). */
  setTimer(delayMs: number, callback: () => void): Timer;
}

/** Node's timers hold at most 2^31 - 1 ms and fire at once beyond it, so longer delays are waited for in pieces. */
const LONGEST_TIMEOUT_MS = 0x7fff_ffff;

class SystemTimer implements Timer {
  #handle: NodeJS.Timeout | undefined;
  #leftMs: number;
  readonly #callback: () => void;

  constructor(delayMs: number, callback: () => void) {
    this.#leftMs = delayMs;
    this.#callback = callback;
    this.#arm();
  }

  #arm(): void {
    const pieceMs = Math.min(this.#leftMs, LONGEST_TIMEOUT_MS);
    this.#leftMs -= pieceMs;
    this.#handle = setTimeout(() => this.#onPiece(), pieceMs);
  }

  #onPiece(): void {
    this.#handle = undefined;
    if (this.#leftMs > 0) this.#arm();
    else this.#callback();
  }

  cancel(): void {
    clearTimeout(this.#handle);
    this.#handle = undefined;
  }
}

/** The real time. A pending timer keeps the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer: (delayMs, callback) => new SystemTimer(Math.max(0, delayMs), callback),
};
