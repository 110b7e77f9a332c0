/**
 * The arithmetic of Kafka's metrics: values kept in a few samples, each of a time window, so that what is told is about the last minute or so and old
 * values fade out window by window. Pure: the time comes with each call.
 *
 * The rules are those of org.apache.kafka.common.metrics.stats, such as that a rate divides by at least all windows but the current one.
 */

/** How long a window is, and how many there are. */
export interface Windows {
  /** In milliseconds (`metrics.sample.window.ms`). */
  readonly windowMs: number;
  /** `metrics.num.samples`. */
  readonly count: number;
}

/** Takes values, and says what they come to. */
export interface Stat {
  record(value: number, nowMs: number): void;
  measure(nowMs: number): number;
}

interface Sample {
  startMs: number;
  sum: number;
  count: number;
  max: number;
  min: number;
}

/** Values of the last windows. */
class Samples {
  readonly windows: Windows;
  readonly #samples: Sample[] = [];

  constructor(windows: Windows) {
    this.windows = windows;
  }

  record(value: number, nowMs: number): void {
    let current = this.#samples[this.#samples.length - 1];
    if (current === undefined || nowMs - current.startMs >= this.windows.windowMs) {
      current = { startMs: nowMs, sum: 0, count: 0, max: -Infinity, min: Infinity };
      this.#samples.push(current);
      if (this.#samples.length > this.windows.count) this.#samples.shift();
    }
    current.sum += value;
    current.count++;
    if (value > current.max) current.max = value;
    if (value < current.min) current.min = value;
  }

  /** The samples that are not too old. */
  current(nowMs: number): readonly Sample[] {
    const keepMs = this.windows.windowMs * this.windows.count;
    while (this.#samples[0] !== undefined && nowMs - this.#samples[0].startMs >= keepMs) this.#samples.shift();
    return this.#samples;
  }
}

/** The average; NaN without values. */
export class Avg implements Stat {
  readonly #samples: Samples;

  constructor(windows: Windows) {
    this.#samples = new Samples(windows);
  }

  record(value: number, nowMs: number): void {
    this.#samples.record(value, nowMs);
  }

  measure(nowMs: number): number {
    let sum = 0;
    let count = 0;
    for (const sample of this.#samples.current(nowMs)) {
      sum += sample.sum;
      count += sample.count;
    }
    return count === 0 ? Number.NaN : sum / count;
  }
}

/** The largest value; NaN without values. */
export class Max implements Stat {
  readonly #samples: Samples;

  constructor(windows: Windows) {
    this.#samples = new Samples(windows);
  }

  record(value: number, nowMs: number): void {
    this.#samples.record(value, nowMs);
  }

  measure(nowMs: number): number {
    const values = this.#samples.current(nowMs).map((one) => one.max);
    return values.length === 0 ? Number.NaN : Math.max(...values);
  }
}

/** The smallest value; NaN without values. */
export class Min implements Stat {
  readonly #samples: Samples;

  constructor(windows: Windows) {
    this.#samples = new Samples(windows);
  }

  record(value: number, nowMs: number): void {
    this.#samples.record(value, nowMs);
  }

  measure(nowMs: number): number {
    const values = this.#samples.current(nowMs).map((one) => one.min);
    return values.length === 0 ? Number.NaN : Math.min(...values);
  }
}

/** The sum of the values (or how many there are) per second (or another unit). */
export class Rate implements Stat {
  readonly #samples: Samples;
  readonly #counts: boolean;
  readonly #unitMs: number;

  constructor(windows: Windows, options: { readonly counts?: boolean; readonly unitMs?: number } = {}) {
    this.#samples = new Samples(windows);
    this.#counts = options.counts ?? false;
    this.#unitMs = options.unitMs ?? 1_000;
  }

  record(value: number, nowMs: number): void {
    this.#samples.record(value, nowMs);
  }

  measure(nowMs: number): number {
    const samples = this.#samples.current(nowMs);
    let sum = 0;
    for (const sample of samples) sum += this.#counts ? sample.count : sample.sum;
    return sum / (this.#spanMs(samples, nowMs) / this.#unitMs);
  }

  /** A rate over a fraction of a window would jump, so at least all windows but the current one count, as in Java. */
  #spanMs(samples: readonly Sample[], nowMs: number): number {
    const { count, windowMs } = this.#samples.windows;
    const elapsedMs = nowMs - (samples[0]?.startMs ?? nowMs);
    const fullWindows = Math.floor(elapsedMs / windowMs);
    const least = Math.max(0, count - 1 - fullWindows) * windowMs;
    return Math.max(elapsedMs + least, windowMs);
  }
}

/** All that ever was, summed up or counted. */
export class Total implements Stat {
  readonly #counts: boolean;
  #total = 0;

  constructor(options: { readonly counts?: boolean } = {}) {
    this.#counts = options.counts ?? false;
  }

  record(value: number): void {
    this.#total += this.#counts ? 1 : value;
  }

  measure(): number {
    return this.#total;
  }
}

/** The last value; NaN before the first. */
export class Last implements Stat {
  #value = Number.NaN;

  record(value: number): void {
    this.#value = value;
  }

  measure(): number {
    return this.#value;
  }
}

/** Whatever a function says when it is asked. */
export class Gauge implements Stat {
  readonly #read: (nowMs: number) => number | string;

  constructor(read: (nowMs: number) => number | string) {
    this.#read = read;
  }

  record(): void {}

  measure(nowMs: number): number {
    // Kafka has a few metrics that are text, such as a version: they are told as they are.
    return this.#read(nowMs) as number;
  }
}
