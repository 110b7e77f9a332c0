// Our broker for tests that judge it from outside: the command line from source, in a process of its own, with a data
// directory, killed or stopped as a user would.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface OttlaOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Kept after `stop` when given. */
  readonly dataDir?: string;
  /** Broker configuration beside the command line's. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Flags for Node. */
  readonly nodeArgs?: readonly string[];
  /** Default 30 s. */
  readonly startTimeoutMs?: number;
}

export interface OttlaBroker {
  readonly bootstrap: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** What the process printed. */
  readonly serverLog: string;
  /** SIGTERM; rejects when the process does not end orderly. */
  stop(): Promise<void>;
  /** SIGKILL; the directory stays. */
  kill(): Promise<void>;
}

/**
 * Starts `ottla start` and waits for its line that says ready.
 * @throws Error with what it printed when that line does not come.
 */
export async function startOttla(options: OttlaOptions = {}): Promise<OttlaBroker> {
  const home = mkdtempSync(join(tmpdir(), "ottla-test-"));
  const dataDir = options.dataDir ?? join(home, "data");
  const serverLog = join(home, "server.log");
  const errors = openSync(serverLog, "a");
  const overrides = Object.entries(options.overrides ?? {}).flatMap(([key, value]) => [
    "--override",
    `${key}=${value}`,
  ]);
  const child = spawn(
    process.execPath,
    [
      "--conditions=@ottla/source",
      ...(options.nodeArgs ?? []),
      join(root, "packages/cli/src/main.ts"),
      ...["start", "--port", String(options.port ?? 0), "--data", dataDir, ...overrides],
    ],
    { stdio: ["ignore", "pipe", errors], cwd: home },
  );
  closeSync(errors);
  const port = await readyPort(child, serverLog, options.startTimeoutMs ?? 30_000);
  return handle(child, { port, dataDir, home, serverLog, keep: options.dataDir !== undefined });
}

function readyPort(child: ChildProcess, serverLog: string, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`ottla start ${why}:\n${printed}${readFileSync(serverLog, "utf8").slice(-3000)}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${timeoutMs} ms`), timeoutMs);
    const onExit = (code: number | null): void => fail(`ended with ${code}`);
    child.once("exit", onExit);
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /^.*\bready\b.*:(\d+)/m.exec(printed);
      if (match === null) return;
      clearTimeout(timer);
      child.off("exit", onExit);
      resolve(Number(match[1]));
    });
  });
}

interface Place {
  readonly port: number;
  readonly dataDir: string;
  readonly home: string;
  readonly serverLog: string;
  readonly keep: boolean;
}

function handle(child: ChildProcess, place: Place): OttlaBroker {
  const exited = new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once("exit", (code) => resolve(code));
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    process.off("exit", killWithUs);
    child.kill(signal);
    const force = setTimeout(() => child.kill("SIGKILL"), 20_000);
    const code = await exited;
    clearTimeout(force);
    return code;
  };
  return {
    bootstrap: `127.0.0.1:${place.port}`,
    port: place.port,
    pid: child.pid ?? -1,
    dataDir: place.dataDir,
    serverLog: place.serverLog,
    async stop(): Promise<void> {
      const code = await end("SIGTERM");
      const log = readFileSync(place.serverLog, "utf8").slice(-2000);
      rmSync(place.keep ? place.serverLog : place.home, { recursive: true, force: true });
      if (code !== 0) throw new Error(`ottla start ended with ${code} on SIGTERM:\n${log}`);
    },
    async kill(): Promise<void> {
      await end("SIGKILL");
    },
  };
}
