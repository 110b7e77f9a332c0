/** Tasks that run again and again on a `Clock`: each waits its interval after the last run ended, never overlaps itself, and stops on demand. */
import type { Clock, Timer } from "@ottla/base";

export interface PeriodicTask {
  readonly name: string;
  readonly initialDelayMs: number;
  readonly intervalMs: number;
  readonly run: () => Promise<void>;
}

export class PeriodicTasks {
  readonly #clock: Clock;
  readonly #onError: (name: string, error: unknown) => void;
  readonly #timers = new Map<string, Timer>();
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(clock: Clock, onError: (name: string, error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** An infinite interval means never. */
  start(task: PeriodicTask): void {
    if (task.intervalMs !== Infinity) this.#arm(task, task.initialDelayMs);
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) timer.cancel();
    await Promise.all(this.#running.values());
  }

  #arm(task: PeriodicTask, delayMs: number): void {
    if (this.#isStopped) return;
    this.#timers.set(
      task.name,
      this.#clock.setTimer(delayMs, () => this.#fire(task)),
    );
  }

  #fire(task: PeriodicTask): void {
    const running = task
      .run()
      .catch((error: unknown) => this.#onError(task.name, error))
      .finally(() => {
        this.#running.delete(task.name);
        this.#arm(task, task.intervalMs);
      });
    this.#running.set(task.name, running);
  }
}
