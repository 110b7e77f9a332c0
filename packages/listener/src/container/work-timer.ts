/**
 * When a worker looks for work again: at the time the next waiting record is due, or in the next turn of the event loop.
 *
 * A record that is to come again is never given again in the turn it failed in. A handler and an error handler that fail at once leave no gap in which
 * anything else could happen: no heartbeat, no commit, no stop.
 */
import type { Clock, Timer } from "@ottla/base";

export class WorkTimer {
  readonly #clock: Clock;
  readonly #pump: () => void;
  #timer: Timer | undefined;
  #dueMs = Infinity;
  #turn: Timer | undefined;

  constructor(clock: Clock, pump: () => void) {
    this.#clock = clock;
    this.#pump = pump;
  }

  /** Nothing is to be begun before the next turn. */
  get isTurnAwaited(): boolean {
    return this.#turn !== undefined;
  }

  /** Pumps in the next turn. */
  awaitTurn(): void {
    this.#turn ??= this.#clock.setTimer(0, () => {
      this.#turn = undefined;
      this.#pump();
    });
  }

  /** Pumps at that time of the monotonic clock, in ms; Infinity for never. */
  setDue(dueMs: number): void {
    if (dueMs === this.#dueMs) return;
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    if (dueMs === Infinity) return;
    this.#timer = this.#clock.setTimer(dueMs - this.#clock.monotonicMs(), () => {
      this.#dueMs = Infinity;
      this.#pump();
    });
  }

  close(): void {
    this.#timer?.cancel();
    this.#dueMs = Infinity;
    this.#turn?.cancel();
    this.#turn = undefined;
  }
}
