/** A bell between handlers and the container's loop: who waits is woken, and nothing is remembered for nobody. */
import type { Clock } from "@ottla/base";

export class Progress {
  readonly #clock: Clock;
  #waiters: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Resolves when the condition holds, looked at whenever the bell rings, or when the time is up; true in the first case. */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const endMs = this.#clock.monotonicMs() + timeoutMs;
    while (!condition()) {
      const leftMs = endMs - this.#clock.monotonicMs();
      if (leftMs <= 0) return false;
      await this.#next(leftMs);
    }
    return true;
  }

  #next(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        timeoutMs === Infinity
          ? undefined
          : this.#clock.setTimer(timeoutMs, () => {
              this.#waiters = this.#waiters.filter((one) => one !== wake);
              resolve();
            });
      const wake = (): void => {
        timer?.cancel();
        resolve();
      };
      this.#waiters.push(wake);
    });
  }
}
