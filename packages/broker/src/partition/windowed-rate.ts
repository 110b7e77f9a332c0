/**
 * A rate over the last windows: what was recorded in them, by the time since the oldest of them began, and by no less than one window. Kafka's
 * `SimpleRate`, with a sum for each window.
 */

export interface WindowedRateOptions {
  readonly windowMs: number;
  /** How many windows are kept, at least 1. */
  readonly windowsMax: number;
}

interface Window {
  readonly startMs: number;
  sum: number;
}

const SECOND_MS = 1000;

/** See the file's head. */
export class WindowedRate {
  readonly #options: WindowedRateOptions;
  /** Oldest first; at most one more than `windowsMax`. */
  #windows: Window[] = [];

  constructor(options: WindowedRateOptions) {
    this.#options = options;
  }

  record(amount: number, nowMs: number): void {
    const last = this.#windows.at(-1);
    if (last !== undefined && nowMs - last.startMs < this.#options.windowMs) {
      last.sum += amount;
      return;
    }
    this.#forget(nowMs);
    this.#windows.push({ startMs: nowMs, sum: amount });
  }

  /** By the second. */
  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    const [oldest] = this.#windows;
    if (oldest === undefined) return 0;
    const sum = this.#windows.reduce((total, window) => total + window.sum, 0);
    return (sum / Math.max(nowMs - oldest.startMs, this.#options.windowMs)) * SECOND_MS;
  }

  #forget(nowMs: number): void {
    const { windowMs, windowsMax } = this.#options;
    this.#windows = this.#windows.filter(({ startMs }) => nowMs - startMs < windowMs * windowsMax);
  }
}
