/**
 * Many deadlines on one timer of the clock: purgatories, session timeouts, retries. Kafka uses a hierarchical wheel for
 * this; a heap that knows its entries' places costs the same where deadlines mostly grow, fires in exact order instead of
 * per tick, and is therefore repeatable in a simulation.
 */
import type { Clock, Timer } from "./clock.ts";
import { DeadlineQueue } from "./deadline-queue.ts";

export class TimerQueue {
  readonly #clock: Clock;
  readonly #queue = new DeadlineQueue<() => void>();
  #armed: Timer | undefined;
  /** When the armed timer fires; no queued deadline is earlier. Infinity when none is armed. */
  #armedForMs: number = Infinity;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Deadlines that wait. */
  get size(): number {
    return this.#queue.size;
  }

  /** Calls `callback` once after `delayMs`, unless it is cancelled or the queue is closed before. */
  schedule(delayMs: number, callback: () => void): Timer {
    if (this.#closed) return { cancel() {} };
    const deadlineMs = this.#clock.monotonicMs() + Math.max(0, delayMs);
    const entry = this.#queue.push(deadlineMs, callback);
    if (deadlineMs < this.#armedForMs) this.#arm(deadlineMs);
    return { cancel: () => this.#cancel(entry) };
  }

  /** Drops every deadline; nothing fires afterwards. */
  close(): void {
    this.#closed = true;
    this.#queue.clear();
    this.#disarm();
  }

  #cancel(entry: ReturnType<DeadlineQueue<() => void>["push"]>): void {
    this.#queue.remove(entry);
    // A cancelled first deadline leaves the clock's timer armed: it fires early, finds nothing due and arms anew. Only an
    // empty queue disarms, so that it does not keep the process alive.
    if (this.#queue.size === 0) this.#disarm();
  }

  #arm(deadlineMs: number): void {
    this.#armed?.cancel();
    this.#armedForMs = deadlineMs;
    this.#armed = this.#clock.setTimer(deadlineMs - this.#clock.monotonicMs(), () => this.#onTimer());
  }

  #disarm(): void {
    this.#armed?.cancel();
    this.#armed = undefined;
    this.#armedForMs = Infinity;
  }

  #onTimer(): void {
    this.#armed = undefined;
    // What the timer was armed for is due, whatever rounding made of the delay.
    const nowMs = Math.max(this.#clock.monotonicMs(), this.#armedForMs);
    // Deadlines entered by callbacks wait for the next timer, even at zero delay: a callback cannot hold the loop.
    this.#armedForMs = -Infinity;
    try {
      for (let left = this.#queue.size; left > 0; left--) {
        const due = this.#queue.popDue(nowMs);
        if (due === undefined) break;
        due.value();
      }
    } finally {
      this.#armedForMs = Infinity;
      const nextMs = this.#queue.nextDeadlineMs;
      if (nextMs !== undefined) this.#arm(nextMs);
    }
  }
}
