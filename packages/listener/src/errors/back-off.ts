/**
 * How long to wait before the next attempt: pure functions of how often it has failed. Names, defaults and arithmetic are Spring's.
 *
 * `delayMs(1)` is the wait before the second delivery. Undefined means: no further attempt.
 */

/** A back-off. `random` draws from [0, 1) and is used for jitter only. */
export interface BackOff {
  /** @param failures deliveries that have failed so far, at least 1 */
  delayMs(failures: number, random: () => number): number | undefined;
}

/** For `maxAttempts`: try for ever. */
export const UNLIMITED_ATTEMPTS: number = Number.MAX_SAFE_INTEGER;

/** The same wait each time. */
export class FixedBackOff implements BackOff {
  static readonly DEFAULT_INTERVAL = 5_000;
  readonly #intervalMs: number;
  readonly #maxAttempts: number;

  /**
   * @param intervalMs milliseconds; default 5,000
   * @param maxAttempts retries, so deliveries less one; default: without end
   */
  constructor(intervalMs: number = FixedBackOff.DEFAULT_INTERVAL, maxAttempts: number = UNLIMITED_ATTEMPTS) {
    this.#intervalMs = atLeast("interval", intervalMs, 0);
    this.#maxAttempts = atLeast("maxAttempts", maxAttempts, 0);
  }

  delayMs(failures: number): number | undefined {
    return failures <= this.#maxAttempts ? this.#intervalMs : undefined;
  }
}

/** Spring's defaults: 2 s, ×1.5, at most 30 s, without end. */
export interface ExponentialBackOffOptions {
  /** Milliseconds; default 2,000. */
  readonly initialInterval?: number;
  /** At least 1; default 1.5. */
  readonly multiplier?: number;
  /** Milliseconds; default 30,000. */
  readonly maxInterval?: number;
  /** The sum of all waits after which there is no further one, in milliseconds; default: none. */
  readonly maxElapsedTime?: number;
  /** Retries; default: without end. */
  readonly maxAttempts?: number;
  /** The first wait is moved by at most this many milliseconds either way, longer ones in proportion, within the bounds above; default 0. */
  readonly jitter?: number;
}

/** Each wait longer than the one before. */
export class ExponentialBackOff implements BackOff {
  readonly #options: Required<ExponentialBackOffOptions>;

  constructor(options: ExponentialBackOffOptions = {}) {
    this.#options = {
      initialInterval: atLeast("initialInterval", options.initialInterval ?? 2_000, 0),
      multiplier: atLeast("multiplier", options.multiplier ?? 1.5, 1),
      maxInterval: atLeast("maxInterval", options.maxInterval ?? 30_000, 0),
      maxElapsedTime: atLeast("maxElapsedTime", options.maxElapsedTime ?? Infinity, 0),
      maxAttempts: atLeast("maxAttempts", options.maxAttempts ?? UNLIMITED_ATTEMPTS, 0),
      jitter: atLeast("jitter", options.jitter ?? 0, 0),
    };
  }

  delayMs(failures: number, random: () => number): number | undefined {
    const { maxAttempts, maxElapsedTime, jitter, initialInterval, maxInterval } = this.#options;
    if (failures > maxAttempts) return undefined;
    if (maxElapsedTime !== Infinity && this.#elapsedBefore(failures) >= maxElapsedTime) return undefined;
    const interval = this.#interval(failures);
    if (jitter === 0) return interval;
    const spread = initialInterval === 0 ? jitter : jitter * (interval / initialInterval);
    const low = Math.max(interval - spread, Math.min(initialInterval, maxInterval));
    const high = Math.min(interval + spread, maxInterval);
    return Math.trunc(low + random() * Math.max(0, high - low));
  }

  #interval(failures: number): number {
    const { initialInterval, multiplier, maxInterval } = this.#options;
    return Math.min(Math.trunc(initialInterval * multiplier ** (failures - 1)), maxInterval);
  }

  #elapsedBefore(failures: number): number {
    const { maxInterval, maxElapsedTime } = this.#options;
    let elapsed = 0;
    for (let earlier = 1; earlier < failures && elapsed < maxElapsedTime; earlier++) {
      const interval = this.#interval(earlier);
      if (interval === 0) return 0;
      if (interval === maxInterval) return elapsed + (failures - earlier) * interval;
      elapsed += interval;
    }
    return elapsed;
  }
}

/** An exponential back-off that ends after a number of retries. */
export class ExponentialBackOffWithMaxRetries extends ExponentialBackOff {
  constructor(maxRetries: number, options: Omit<ExponentialBackOffOptions, "maxAttempts" | "maxElapsedTime"> = {}) {
    super({ ...options, maxAttempts: maxRetries });
  }
}

/** No second attempt. */
export class NoBackOff implements BackOff {
  delayMs(): undefined {
    return undefined;
  }
}

/** A back-off of your own: milliseconds before the next attempt, or undefined for none. */
export function backOffOf(delayMs: (failures: number) => number | undefined): BackOff {
  return { delayMs };
}

function atLeast(name: string, value: number, least: number): number {
  if (!(value >= least)) throw new RangeError(`${name} must be at least ${least}`);
  return value;
}
