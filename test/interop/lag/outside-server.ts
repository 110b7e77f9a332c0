// A server of somebody else that a test starts: its output is kept, and it is ended with the test.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

const STOP_MS = 10_000;

export class OutsideServer implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;
  #output: string = "";

  /** Its stdin stays open until it is stopped. */
  constructor(name: string, args: readonly string[], cwd: string) {
    this.#name = name;
    this.#child = spawn(name, [...args], { stdio: ["pipe", "pipe", "pipe"], cwd });
    this.#child.on("error", (error) => (this.#output += String(error)));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  get output(): string {
    return this.#output;
  }

  /** Whether it runs. @throws Error with its last words when it does not */
  assertRunning(): void {
    if (this.#child.exitCode === null && this.#child.pid !== undefined) return;
    throw new Error(`${this.#name} has ended: ${this.#output.slice(-2_000)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return;
    const ended = once(this.#child, "exit");
    this.#child.stdin?.end();
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
}
