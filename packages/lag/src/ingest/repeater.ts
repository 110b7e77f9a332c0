// Work that is done again and again: one run ends before the next one's time begins, a run that fails is told and does not end the row, and closing
// waits for the run that is under way.
import type { Clock, Timer } from "@ottla/base";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";

export interface RepeaterOptions {
  /** What is done, for the log. */
  readonly name: string;
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  run(): Promise<void>;
}

export class Repeater {
  readonly #options: RepeaterOptions;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #isClosed: boolean = false;
  #isFailing: boolean = false;

  constructor(options: RepeaterOptions) {
    this.#options = options;
  }

  /** Runs now, and from then on with the interval between. Resolves when the first run has ended, well or not. */
  start(): Promise<void> {
    return this.#run();
  }

  /** Runs as soon as may be: at once, or again after the run that is under way. */
  async hurry(): Promise<void> {
    await this.#running;
    if (this.#isClosed || this.#running !== undefined) return;
    this.#timer?.cancel();
    await this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#running;
  }

  #run(): Promise<void> {
    const { name, logger, run, intervalMs, clock } = this.#options;
    this.#running = run()
      .then(
        () => {
          if (this.#isFailing) logger.log("info", `${name} works again`);
          this.#isFailing = false;
        },
        (error: unknown) => {
          if (this.#isClosed) return;
          logger.log(this.#isFailing ? "debug" : "warn", `${name} failed`, { reason: reasonOf(error) });
          this.#isFailing = true;
        },
      )
      .then(() => {
        this.#running = undefined;
        if (!this.#isClosed) this.#timer = clock.setTimer(intervalMs, () => void this.#run());
      });
    return this.#running;
  }
}
