// One life of the application, from its start to `kill -9`, and what it did in between.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import type { ListenerCase } from "./listener-cases.ts";

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** What one case of the application has said. */
export interface Deeds {
  readonly begun: readonly Place[];
  readonly ended: readonly Place[];
  /** Acknowledgements that had been told to be committed. */
  readonly acked: readonly Place[];
  readonly hung: Place | undefined;
  /** What each poll gave. */
  readonly polls: readonly (readonly Place[])[];
}

interface MutableDeeds {
  begun: Place[];
  ended: Place[];
  acked: Place[];
  hung: Place | undefined;
  polls: Place[][];
}

const APP = fileURLToPath(new URL("listener-app.ts", import.meta.url));
const DEADLINE_MS = 180_000;

export class ListenerLife {
  readonly #deeds = new Map<string, MutableDeeds>();
  readonly #child;
  #said = "";
  #onWord: () => void = () => {};

  constructor(bootstrapServers: string, cases: readonly (ListenerCase & { readonly hangAfter: number })[]) {
    for (const { id } of cases) this.#deeds.set(id, { begun: [], ended: [], acked: [], hung: undefined, polls: [] });
    const order = JSON.stringify({ bootstrapServers, cases });
    this.#child = spawn(process.execPath, ["--conditions=@ottla/source", APP, order], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#hear(line));
  }

  deeds(id: string): Deeds {
    return this.#of(id);
  }

  /** Resolves when the deeds are so. Rejects when the application has ended by itself, or takes too long. */
  async until(isSo: () => boolean, what: () => string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`Not in time: ${what()}. ${this.#said}`)), DEADLINE_MS);
    const onExit = (): void => reject(new Error(`The application has ended by itself: ${this.#said}`));
    this.#child.once("exit", onExit);
    this.#onWord = () => {
      if (isSo()) resolve();
    };
    this.#onWord();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#child.off("exit", onExit);
      this.#onWord = () => {};
    }
  }

  /** Resolves when it is dead and all that it had said is heard. */
  async kill(): Promise<void> {
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }

  #of(id: string): MutableDeeds {
    const deeds = this.#deeds.get(id);
    if (deeds === undefined) throw new Error(`No case is called ${id}`);
    return deeds;
  }

  #hear(line: string): void {
    const [id = "", word, partition, offset] = line.split(" ");
    const place = { partition: Number(partition), offset: Number(offset) };
    const deeds = this.#of(id);
    if (word === "begin") deeds.begun.push(place);
    else if (word === "end") deeds.ended.push(place);
    else if (word === "acked") deeds.acked.push(place);
    else if (word === "poll") deeds.polls.push([]);
    else if (word === "polled") deeds.polls.at(-1)?.push(place);
    else deeds.hung = place;
    this.#onWord();
  }
}
