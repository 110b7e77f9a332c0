/**
 * Waiting with a limit: a point in time until which a call may last, and sleeping on a clock.
 */
import type { Clock } from "@ottla/base";
import { KafkaError, TimeoutError } from "./errors.ts";

/** A point in time by which a call must be over. */
export class Deadline {
  readonly #clock: Clock;
  readonly #atMs: number;
  readonly timeoutMs: number;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.timeoutMs = timeoutMs;
    this.#atMs = clock.monotonicMs() + timeoutMs;
  }

  /** Milliseconds left; 0 when it is over. */
  remainingMs(): number {
    return Math.max(0, this.#atMs - this.#clock.monotonicMs());
  }

  get isOver(): boolean {
    return this.#clock.monotonicMs() >= this.#atMs;
  }
}

/** Lets sockets and timers have their turn: promises alone can keep the event loop from them for ever. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves after `delayMs`, or as soon as `signal` aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const onAbort = (): void => {
      timer.cancel();
      resolve();
    };
    const timer = clock.setTimer(delayMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** The promise's outcome, or a {@link TimeoutError} with the given sentence when the deadline passes first. */
export function within<T>(clock: Clock, promise: Promise<T>, deadline: Deadline, sentence: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(deadline.remainingMs(), () => reject(new TimeoutError(sentence())));
    promise.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error instanceof Error ? error : new KafkaError("ABORTED", String(error)));
      },
    );
  });
}

/** Resolves when the promise is settled, either way, or when the deadline passes. */
export function settledBy(clock: Clock, promise: Promise<unknown>, deadline: Deadline): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(deadline.remainingMs(), resolve);
    const onSettled = (): void => {
      timer.cancel();
      resolve();
    };
    promise.then(onSettled, onSettled);
  });
}
