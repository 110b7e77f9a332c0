// What the verifiable tools print: a line of JSON an event, which system tests read.
import type { CommandIo } from "../../command.ts";

export type Event = Readonly<Record<string, unknown>>;

/** Prints events with the time and their name in front. */
export function eventPrinter(io: CommandIo): (name: string, event?: Event) => void {
  return (name, event = {}) => {
    const row = { timestamp: Date.now(), name, ...event };
    // Its lines are JSON in any case.
    if (io.row !== undefined) io.row(row);
    else io.stdout.write(`${JSON.stringify(row)}\n`);
  };
}

/** Becomes true at the first SIGINT or SIGTERM; what is under way then ends in order. */
export class StopFlag implements Disposable {
  isSet: boolean = false;
  readonly #onSignal = (): void => {
    this.isSet = true;
  };

  constructor() {
    process.on("SIGINT", this.#onSignal);
    process.on("SIGTERM", this.#onSignal);
  }

  [Symbol.dispose](): void {
    process.off("SIGINT", this.#onSignal);
    process.off("SIGTERM", this.#onSignal);
  }
}
