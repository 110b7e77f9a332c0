// A broker of ours in a process of its own, started the way a user starts it, for tests that kill it, starve it or speak to it from other
// languages.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const EXECUTABLE = join(ROOT, "packages/cli/dist/ottla.js");

export interface OttlaProcessOptions {
  /** Kept after the process; a temporary directory of its own when left out. */
  readonly dataDir?: string;
  /** 0, a free port, when left out. */
  readonly port?: number;
  readonly overrides?: Readonly<Record<string, string>>;
  /** Further flags of `ottla start`. */
  readonly arguments?: readonly string[];
  /** Put in front of the command, such as `["prlimit", "--nofile=64"]`. */
  readonly wrapper?: readonly string[];
  /** Flags of Node, such as `["--import", url]`. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default 10 s. */
  readonly startTimeoutMs?: number;
}

export interface OttlaProcess {
  readonly bootstrap: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** From the start of the process to its line with `ready`, in ms. */
  readonly readyMs: number;
  /** What it has written to stderr so far. */
  log(): string;
  hasExited(): boolean;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Removes the data directory of an ended process. */
  remove(): void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** What happened to a process that should have started and did not. */
export class StartFailure extends Error {
  readonly exitCode: number | null;
  readonly output: string;

  constructor(exitCode: number | null, output: string) {
    super(`ottla did not start (exit code ${exitCode}): ${output}`);
    this.exitCode = exitCode;
    this.output = output;
  }
}

/** @throws StartFailure when it ends, or says nothing in time */
export async function startOttla(options: OttlaProcessOptions = {}): Promise<OttlaProcess> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "ottla-test-"));
  const overrides = Object.entries(options.overrides ?? {}).flatMap(([key, value]) => [
    "--override",
    `${key}=${value}`,
  ]);
  const { wrapper = [], execArgv = [], port = 0 } = options;
  const start = [EXECUTABLE, "start", "--port", String(port), "--data", dataDir, ...overrides];
  if (!existsSync(EXECUTABLE)) throw new Error(`${EXECUTABLE} is not there: node tools/prepare.mjs --build makes it`);
  const command = [...wrapper, process.execPath, ...execArgv, ...start, ...(options.arguments ?? [])];
  const startedMs = performance.now();
  const child = spawn(command[0] ?? "", command.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: "", ...options.env },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const exited = once(child, "exit");
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const bootstrap = await new Promise<string>((resolve, reject) => {
    let out = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new StartFailure(null, out + log));
    }, options.startTimeoutMs ?? 10_000);
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const address = /ready on (\S+?),/.exec(out)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      reject(new StartFailure(code, out + log));
    });
  });
  const colon = bootstrap.lastIndexOf(":");
  return {
    bootstrap,
    host: bootstrap.slice(0, colon),
    port: Number(bootstrap.slice(colon + 1)),
    pid: child.pid ?? -1,
    dataDir,
    readyMs: performance.now() - startedMs,
    log: () => log,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
