/**
 * A bell that wakes everybody who waits for it. Ringing it while nobody waits is remembered for the next one who does.
 */
import type { Clock } from "@ottla/base";
import type { Deadline } from "./deadline.ts";

/** Wakes waiters. */
export class Signal {
  readonly #clock: Clock;
  #waiters: (() => void)[] = [];
  #isRung = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    if (this.#waiters.length === 0) {
      this.#isRung = true;
      return;
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter();
  }

  /** Resolves when the bell rings, or at the deadline. */
  wait(deadline: Deadline): Promise<void> {
    if (this.#isRung) {
      this.#isRung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const waiter = (): void => {
        timer.cancel();
        resolve();
      };
      const timer = this.#clock.setTimer(deadline.remainingMs(), () => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        resolve();
      });
      this.#waiters.push(waiter);
    });
  }
}
