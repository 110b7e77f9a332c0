/**
 * A rate over the last windows, and how long to wait until it is within its quota: Kafka's `Rate` of a `WindowedSum`, window for window, and
 * `QuotaUtils.throttleTime`. Windows begin with what is recorded, so one that began before the measured time may still overlap it: one more than is
 * measured is kept.
 */

import { type QuotaWindow, SECOND_MS } from "./quota-window.ts";

interface Sample {
  startMs: number;
  lastEventMs: number;
  sum: number;
}

/** See the file's head. */
export class QuotaRate {
  readonly #window: QuotaWindow;
  /** At least one from the first use on, at most `count + 1`. */
  readonly #samples: Sample[] = [];
  #current = 0;

  constructor(window: QuotaWindow) {
    this.#window = window;
  }

  /** Adds an amount, which may be negative: it takes back what was recorded. */
  record(amount: number, nowMs: number): void {
    const current = this.#currentSample(nowMs);
    const sample = nowMs - current.startMs >= this.#window.sizeMs ? this.#advance(nowMs) : current;
    sample.sum += amount;
    sample.lastEventMs = nowMs;
  }

  perSecond(nowMs: number): number {
    const elapsedMs = this.#elapsedMs(nowMs);
    const sum = this.#samples.reduce((total, sample) => total + sample.sum, 0);
    return sum / (elapsedMs / SECOND_MS);
  }

  /**
   * How long to be silent until the rate is `limit` a second: with an observed rate O over the time W, the X of O · W / (W + X) = limit. Whole
   * milliseconds; 0 within the limit.
   */
  throttleMs(limit: number, nowMs: number): number {
    const rate = this.perSecond(nowMs);
    return rate > limit ? Math.round(((rate - limit) / limit) * this.#elapsedMs(nowMs)) : 0;
  }

  /** The time that is measured: whole windows but for the last, even where less has passed. */
  #elapsedMs(nowMs: number): number {
    const { count, sizeMs } = this.#window;
    for (const sample of this.#samples) {
      if (nowMs - sample.lastEventMs >= count * sizeMs) reset(sample, nowMs);
    }
    const oldestMs = this.#samples.reduce(
      (least, sample) => Math.min(least, sample.startMs),
      this.#currentSample(nowMs).startMs,
    );
    const elapsedMs = nowMs - oldestMs;
    const missingWindows = Math.max(0, count - 1 - Math.floor(elapsedMs / sizeMs));
    return Math.max(elapsedMs + missingWindows * sizeMs, 1);
  }

  #currentSample(nowMs: number): Sample {
    return this.#samples[this.#current] ?? this.#add(nowMs);
  }

  #advance(nowMs: number): Sample {
    this.#current = (this.#current + 1) % (this.#window.count + 1);
    const sample = this.#samples[this.#current];
    if (sample === undefined) return this.#add(nowMs);
    reset(sample, nowMs);
    return sample;
  }

  #add(nowMs: number): Sample {
    const sample = { startMs: nowMs, lastEventMs: nowMs, sum: 0 };
    this.#samples.push(sample);
    return sample;
  }
}

function reset(sample: Sample, nowMs: number): void {
  sample.startMs = nowMs;
  sample.lastEventMs = nowMs;
  sample.sum = 0;
}
