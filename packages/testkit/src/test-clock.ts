/**
 * The clock of a broker under test. It runs with the system's time or stands still; `advance` moves it on, firing what falls due on the way in order, so that
 * a test of a retention of seven days takes no time.
 *
 * Clients have the system's clock: to them an advance is a broker that suddenly thinks it is later. Members of a group that send no heartbeat on the way
 * are expelled when it goes beyond their session.
 */
import { DeadlineQueue, systemClock } from "@ottla/base";
import type { Clock, Timer } from "@ottla/base";

export interface TestClockOptions {
  /** The broker's time moves by `advance` alone. Default false: it runs, and `advance` is added to it. */
  readonly isStanding?: boolean;
  /** Wall-clock time at the start, in ms since 1970; default: the system's. */
  readonly nowMs?: number;
}

const STEPS_MAX = 2_000;
/** Time passes faster than what it waits for, but not so fast that everything is late. */
const FINISH_STEP_MS = 10;

export class TestClock implements Clock {
  readonly #isExact: boolean;
  readonly #isStanding: boolean;
  readonly #wallOriginMs: number;
  readonly #timers = new DeadlineQueue<() => void>();
  #aheadMs = 0;
  #armed: { readonly deadlineMs: number; readonly timer: Timer } | undefined;

  /** @param isExact nodes that miss each other after seconds need every timer in its place, however many there are */
  constructor(options: TestClockOptions & { readonly isExact?: boolean } = {}) {
    this.#isExact = options.isExact ?? false;
    this.#isStanding = options.isStanding ?? false;
    this.#wallOriginMs = (options.nowMs ?? systemClock.nowMs()) - this.monotonicMs();
  }

  nowMs(): number {
    return Math.floor(this.#wallOriginMs + this.monotonicMs());
  }

  monotonicMs(): number {
    return this.#aheadMs + (this.#isStanding ? 0 : systemClock.monotonicMs());
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const entry = this.#timers.push(this.monotonicMs() + Math.max(0, delayMs), callback);
    this.#arm();
    return {
      cancel: () => {
        this.#timers.remove(entry);
        this.#arm();
      },
    };
  }

  /**
   * Moves the time on by so many ms, at least 0; what falls due on the way happens in order. On a way of days what happens every second is late by up to a
   * two-thousandth of it, unless `isExact`. Resolves when all of it has had its turn.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`Time does not run backwards: advance(${ms})`);
    const targetMs = this.monotonicMs() + ms;
    const stepMs = this.#isExact ? 0 : ms / STEPS_MAX;
    await turn();
    for (;;) {
      const deadlineMs = this.#timers.nextDeadlineMs;
      const nowMs = this.monotonicMs();
      if (deadlineMs === undefined || Math.max(deadlineMs, nowMs) > targetMs) break;
      const atMs = Math.min(targetMs, Math.max(deadlineMs, nowMs + stepMs));
      this.#aheadMs += Math.max(0, atMs - nowMs);
      this.#fireUntil(atMs);
      await turn();
    }
    this.#aheadMs += Math.max(0, targetMs - this.monotonicMs());
    this.#arm();
    await turn();
  }

  /** Moves the time on at once: what falls due on the way is late, and happens when the event loop turns. */
  jump(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`Time does not run backwards: jump(${ms})`);
    this.#aheadMs += ms;
    this.#armed?.timer.cancel();
    this.#armed = undefined;
    this.#arm();
  }

  /** Lets a promise that waits for this clock come to its end: where the clock stands, or where nobody wants to wait that long. */
  async finish<T>(
    promise: Promise<T>,
    { isHurried = this.#isStanding }: { readonly isHurried?: boolean } = {},
  ): Promise<T> {
    if (!isHurried) return promise;
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    while (!isSettled) {
      await turn();
      await this.advance(FINISH_STEP_MS);
    }
    return settled;
  }

  #arm(): void {
    const deadlineMs = this.#timers.nextDeadlineMs;
    if (this.#isStanding || deadlineMs === this.#armed?.deadlineMs) return;
    this.#armed?.timer.cancel();
    this.#armed = undefined;
    if (deadlineMs === undefined) return;
    const delayMs = deadlineMs - this.monotonicMs();
    this.#armed = { deadlineMs, timer: systemClock.setTimer(delayMs, () => this.#onSystemTimer()) };
  }

  #onSystemTimer(): void {
    this.#armed = undefined;
    this.#fireUntil(this.monotonicMs());
    this.#arm();
  }

  #fireUntil(nowMs: number): void {
    // What these set is due in a later turn, even at no delay.
    for (let left = this.#timers.size; left > 0; left--) {
      const due = this.#timers.popDue(nowMs);
      if (due === undefined) return;
      due.value();
    }
  }
}

/** The clock as one life of a broker has it: killed, it calls back no more. */
export class ClockOfLife implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (this.#isOver) return { cancel: () => {} };
    const timer = this.#clock.setTimer(delayMs, () => {
      this.#timers.delete(timer);
      callback();
    });
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        timer.cancel();
      },
    };
  }

  kill(): void {
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
