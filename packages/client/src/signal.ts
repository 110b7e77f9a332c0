/**
 * A bell that wakes everybody who waits for it. Ringing it while nobody waits is remembered for the next one who does.
 */
import type { Clock } from "@ottla/base";
import { onAbort } from "./deadline.ts";
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

  /** Resolves when the bell rings, or at the deadline, or when its signal aborts. */
  wait(deadline: Deadline): Promise<void> {
    if (this.#isRung) {
      this.#isRung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const waiter = (): void => {
        timer.cancel();
        stopListening();
        resolve();
      };
      const giveUp = (): void => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        waiter();
      };
      const timer = this.#clock.setTimer(deadline.remainingMs(), giveUp);
      this.#waiters.push(waiter);
      const stopListening = onAbort(deadline.signal, () => queueMicrotask(giveUp));
    });
  }
}
