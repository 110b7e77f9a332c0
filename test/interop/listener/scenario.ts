// A scenario of listeners: which kind, which ack mode, what happens to the record 0@2 (or to requests, for a template that gathers replies); and the trace it leaves.
import { setTimeout as delay } from "node:timers/promises";
import type { AckMode } from "@ottla/listener";

export interface Scenario {
  readonly type: "record" | "batch" | "aggregate";
  readonly mode: AckMode;
  readonly kind: string;
}

/** A scenario that is going on. */
export interface ScenarioRun {
  readonly trace: Trace;
  /** Lets the listener that waits go on. */
  release(): void;
  /** Stops in order, and waits until that is done. */
  stop(): Promise<void>;
}

export function scenarioName({ type, mode, kind }: Scenario): string {
  return `${type} ${mode} ${kind}`;
}

const DEADLINE_MS = 120_000;
/** Nothing further is expected after so long a silence. */
const SILENCE_MS = 700;

/** What happened, in order. */
export class Trace {
  readonly events: string[] = [];
  #lastMs = performance.now();
  #listeners: (() => void)[] = [];

  add(event: string): void {
    this.events.push(event);
    this.#lastMs = performance.now();
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  has(event: string): boolean {
    return this.events.includes(event);
  }

  async until(condition: (events: readonly string[]) => boolean, what: string): Promise<void> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    while (!condition(this.events)) {
      await new Promise<void>((resolve, reject) => {
        this.#listeners.push(resolve);
        deadline.addEventListener("abort", () =>
          reject(new Error(`waited in vain for ${what}: ${this.events.join(" ")}`)),
        );
      });
    }
  }

  /** Resolves when nothing has happened for a while. */
  async silence(): Promise<void> {
    for (;;) {
      const leftMs = SILENCE_MS - (performance.now() - this.#lastMs);
      if (leftMs <= 0) return;
      await delay(leftMs);
    }
  }
}
