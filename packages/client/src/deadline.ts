/**
 * Waiting with a limit: a point in time until which a call may last, a signal that ends it sooner, and sleeping on a clock.
 */
import type { Clock } from "@ottla/base";
import { AbortError, KafkaError, TimeoutError } from "./errors.ts";

/** What limits a call. */
export interface CallOptions {
  /** How long it may take altogether, in milliseconds. */
  readonly timeoutMs?: number;
  /**
   * Ends the wait for it: the call rejects with an {@link AbortError}. What was sent to a broker by then may still take effect.
   */
  readonly signal?: AbortSignal | undefined;
}

/** A point in time by which a call must be over; when its signal aborts, it is over at once. */
export class Deadline {
  readonly #clock: Clock;
  readonly #atMs: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;

  constructor(clock: Clock, timeoutMs: number, signal?: AbortSignal) {
    this.#clock = clock;
    this.timeoutMs = timeoutMs;
    this.signal = signal;
    this.#atMs = clock.monotonicMs() + timeoutMs;
  }

  /** Milliseconds left; 0 when it is over. */
  remainingMs(): number {
    if (this.signal?.aborted === true) return 0;
    return Math.max(0, this.#atMs - this.#clock.monotonicMs());
  }

  get isOver(): boolean {
    return this.signal?.aborted === true || this.#clock.monotonicMs() >= this.#atMs;
  }

  /** Throws an {@link AbortError} if the signal has aborted. */
  throwIfAborted(): void {
    throwIfAborted(this.signal);
  }
}

/** Throws an {@link AbortError} if the signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortError(signal.reason);
}

/** Calls `onAbort` when the signal aborts, at once if it has; the function it gives back stops listening. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) listener();
  else signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** The call's outcome, or an {@link AbortError} as soon as the signal aborts; then the call goes on unheard. */
export async function unlessAborted<T>(signal: AbortSignal | undefined, call: () => T | Promise<T>): Promise<T> {
  throwIfAborted(signal);
  if (signal === undefined) return await call();
  let stopListening = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => reject(new AbortError(signal.reason)));
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    stopListening();
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

/**
 * The promise's outcome, or a {@link TimeoutError} with the given sentence when the deadline passes first; an {@link AbortError} when its signal aborts.
 */
export function within<T>(clock: Clock, promise: Promise<T>, deadline: Deadline, sentence: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const { signal } = deadline;
    const timer = clock.setTimer(deadline.remainingMs(), () => {
      stopListening();
      reject(new TimeoutError(sentence()));
    });
    const stopListening = onAbort(signal, () => {
      timer.cancel();
      reject(new AbortError(signal?.reason));
    });
    const onSettled = (): void => {
      timer.cancel();
      stopListening();
    };
    promise.then(
      (value) => {
        onSettled();
        resolve(value);
      },
      (error: unknown) => {
        onSettled();
        reject(error instanceof Error ? error : new KafkaError("ABORTED", String(error)));
      },
    );
  });
}

/** Resolves when the promise is settled, either way, or when the deadline passes or its signal aborts. */
export function settledBy(clock: Clock, promise: Promise<unknown>, deadline: Deadline): Promise<void> {
  return new Promise((resolve) => {
    const onSettled = (): void => {
      timer.cancel();
      stopListening();
      resolve();
    };
    const timer = clock.setTimer(deadline.remainingMs(), onSettled);
    const stopListening = onAbort(deadline.signal, () => queueMicrotask(onSettled));
    promise.then(onSettled, onSettled);
  });
}
