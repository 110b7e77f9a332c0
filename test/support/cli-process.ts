// The built `ottla` executable (or one of the scripts in bin) as a process, the way a user starts it.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ToolOutput } from "./cli-output.ts";

const ROOT: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The bundle's entry. */
export const EXECUTABLE: string = join(ROOT, "packages", "cli", "dist", "ottla.js");

/** The folder of Kafka's names for our tools. */
export const BIN: string = join(ROOT, "bin");

export interface CliProcessOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** Flags for Node, in front of the executable. */
  readonly nodeArgs?: readonly string[];
  /** Environment beside the own one. */
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A running process. */
export class CliProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #listeners = new Set<() => void>();
  #stdout = "";
  #stderr = "";

  constructor(command: string, args: readonly string[], options: CliProcessOptions = {}) {
    const env = { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: "", ...options.env };
    this.#child = spawn(command, args, { cwd: options.cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    running.add(this.#child);
    this.#ended = once(this.#child, "close").finally(() => running.delete(this.#child));
    this.#child.stdin?.on("error", () => undefined);
    if (options.stdin !== undefined) this.#child.stdin?.end(options.stdin);
    this.#child.stdout?.on("data", (chunk: Buffer) => this.#add(() => (this.#stdout += chunk.toString())));
    this.#child.stderr?.on("data", (chunk: Buffer) => this.#add(() => (this.#stderr += chunk.toString())));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Stops reading what it prints, as `head` does. */
  closeStdout(): void {
    this.#child.stdout?.destroy();
  }

  /** Resolves with the match as soon as stdout has it. @throws Error when the process ends, or 60 s pass, before */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    let notice: (() => void) | undefined;
    const deadline = AbortSignal.timeout(60_000);
    const found = new Promise<RegExpExecArray>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`${why} before ${String(pattern)}: ${this.#stdout}${this.#stderr}`));
      notice = (): void => {
        const match = pattern.exec(this.#stdout);
        if (match !== null) resolve(match);
      };
      this.#listeners.add(notice);
      deadline.addEventListener("abort", () => fail("20 s passed"));
      void this.#ended.then(() => fail("it ended"));
      notice();
    });
    try {
      return await found;
    } finally {
      if (notice !== undefined) this.#listeners.delete(notice);
    }
  }

  /** Resolves when it has ended. */
  async end(): Promise<ToolOutput> {
    await this.#ended;
    return { status: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }

  #add(append: () => void): void {
    append();
    for (const listener of this.#listeners) listener();
  }
}

/** Starts `ottla` with these arguments. */
export function startCli(args: readonly string[], options: CliProcessOptions = {}): CliProcess {
  return new CliProcess(process.execPath, [...(options.nodeArgs ?? []), EXECUTABLE, ...args], options);
}

/** Runs `ottla` with these arguments to its end. */
export function runCli(args: readonly string[], options: CliProcessOptions = {}): Promise<ToolOutput> {
  return startCli(args, { stdin: "", ...options }).end();
}
