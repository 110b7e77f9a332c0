/**
 * A clock that stands still until it is told to move. Timers fire in the order of their deadlines and, at equal
 * deadlines, of their setting; while one fires, the clock shows its deadline.
 */
import { assert } from "./assert.ts";
import type { Clock, Timer } from "./clock.ts";
import { DeadlineQueue } from "./deadline-queue.ts";

export class VirtualClock implements Clock {
  readonly #timers = new DeadlineQueue<() => void>();
  #elapsedMs = 0;
  #wallOriginMs: number;

  /** @param wallMs the wall-clock time at the start; by default 2025-01-01T00:00:00Z. */
  constructor(wallMs = 1_735_689_600_000) {
    this.#wallOriginMs = wallMs;
  }

  nowMs(): number {
    return this.#wallOriginMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const entry = this.#timers.push(this.#elapsedMs + Math.max(0, delayMs), callback);
    return { cancel: () => void this.#timers.remove(entry) };
  }

  /** Timers that are set and have not fired. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** How long until the next timer is due; undefined when none is set. */
  get nextDelayMs(): number | undefined {
    const deadlineMs = this.#timers.nextDeadlineMs;
    return deadlineMs === undefined ? undefined : Math.max(0, deadlineMs - this.#elapsedMs);
  }

  /** Moves the time on by `ms`, firing what falls due on the way, timers set by timers included. */
  advance(ms: number): void {
    const targetMs = this.#targetMs(ms);
    while (this.#fireNext(targetMs));
    this.#elapsedMs = targetMs;
  }

  /** As `advance`, but lets promise continuations and immediates run before the first timer and after each. */
  async advanceAsync(ms: number): Promise<void> {
    const targetMs = this.#targetMs(ms);
    await settle();
    while (this.#fireNext(targetMs)) await settle();
    this.#elapsedMs = targetMs;
    await settle();
  }

  /** As `advanceAsync`, but only promise continuations run, which is much cheaper: whoever uses immediates gets no turn. */
  async advanceByMicrotasks(ms: number): Promise<void> {
    const targetMs = this.#targetMs(ms);
    await drainMicrotasks();
    while (this.#fireNext(targetMs)) await drainMicrotasks();
    this.#elapsedMs = targetMs;
  }

  /** Moves the wall clock alone, as an operator or NTP would; no timer notices. */
  jumpWall(ms: number): void {
    this.#wallOriginMs += ms;
  }

  #targetMs(ms: number): number {
    assert(ms >= 0, "virtual time does not run backwards");
    return this.#elapsedMs + ms;
  }

  #fireNext(targetMs: number): boolean {
    const due = this.#timers.popDue(targetMs);
    if (due === undefined) return false;
    this.#elapsedMs = Math.max(this.#elapsedMs, due.deadlineMs);
    due.value();
    return true;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A tick comes when no continuation is left to run. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
