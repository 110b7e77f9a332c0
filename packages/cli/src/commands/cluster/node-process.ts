// A node of a cluster on one machine, as a process of its own: what it says on stderr is said here, with its number in front.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { createInterface } from "node:readline";
import type { NodeFiles } from "./node-files.ts";

const READY = /^ottla is ready /;

/** See the file's head. */
export class NodeProcess {
  readonly id: number;
  readonly #child: ChildProcess;
  /** Resolves when it serves, or with its exit code when it has ended before. */
  readonly ready: Promise<number | "ready">;
  /** Resolves with its exit code, null after a signal. */
  readonly ended: Promise<number | null>;

  constructor(files: NodeFiles, entry: string, log: Writable) {
    this.id = files.id;
    const args = [...process.execArgv, entry, "start", "--config", files.config, "--no-lag"];
    // Its own group: Ctrl-C reaches this process alone, which ends the nodes in order.
    this.#child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    this.ended = once(this.#child, "close").then(([code]: unknown[]) => (typeof code === "number" ? code : null));
    const { promise, resolve } = Promise.withResolvers<number | "ready">();
    this.ready = promise;
    forEachLine(this.#child.stdout, (line) => {
      if (READY.test(line)) resolve("ready");
    });
    forEachLine(this.#child.stderr, (line) => log.write(`node ${files.id}: ${line}\n`));
    void this.ended.then((code) => resolve(code ?? 1));
  }

  /** Asks it to stop in order; resolves when it has ended, after `graceMs` because it was killed. */
  async stop(graceMs: number): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

function forEachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on("line", onLine);
}
