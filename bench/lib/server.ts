// The two brokers of a benchmark, each in a process of its own on the loopback interface, with what the system says of the process.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchContext } from "./bench.ts";
import { startApache } from "../../test/apache/broker.ts";

export interface Server {
  readonly name: "ottla" | "apache";
  readonly bootstrap: string;
  readonly pid: number;
  /** What was given beside the defaults, for the report. */
  readonly configuration: string;
  stop(): Promise<void>;
}

const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const CLOCK_TICKS_PER_SECOND = 100;

/** The executable as `npm start` runs it, or another build to compare: `OTTLA_BENCH_EXECUTABLE`. */
export const OTTLA: string = process.env["OTTLA_BENCH_EXECUTABLE"] ?? join(root, "packages/cli/dist/ottla.js");

/** The JVM flags of Apache's own kafka-server-start.sh. */
export const APACHE_JVM: readonly string[] = [
  "-Xmx1G",
  "-Xms1G",
  "-server",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
];

export interface ServerOptions {
  readonly overrides?: Readonly<Record<string, string>>;
  /** Kept by `stop` when given; else a temporary directory that `stop` removes. */
  readonly dataDir?: string;
}

/** What the executable's first line gives to Node. */
function nodeFlags(): readonly string[] {
  const [firstLine = ""] = readFileSync(OTTLA, "utf8").split("\n");
  return firstLine.split(" ").filter((word) => word.startsWith("--"));
}

/** Runs a broker of ours; resolves when it says that it is ready. `execArgv` and `env` are for whoever looks inside. */
export async function startOttla(
  options: ServerOptions & { readonly execArgv?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Server> {
  const { overrides = {}, dataDir, execArgv = [] } = options;
  const home = dataDir ?? mkdtempSync(join(tmpdir(), "ottla-bench-"));
  const flags = Object.entries(overrides).flatMap(([key, value]) => ["--override", `${key}=${value}`]);
  const child = spawn(
    process.execPath,
    [...nodeFlags(), ...execArgv, OTTLA, "start", "--port", "0", "--data", home, ...flags],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "", ...options.env },
    },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const bootstrap = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const address = /ready on (\S+?),/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`ottla ended with ${code} before it was ready`)));
  });
  return {
    name: "ottla",
    bootstrap,
    pid: child.pid ?? -1,
    configuration: `ottla, node ${process.version}, ${configurationOf(overrides)}`,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      if (dataDir === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** With ten thousand partitions it takes minutes to start after a crash, and to stop: whatever it takes is what is measured. */
const PATIENCE_MS = 900_000;

export async function startApacheServer(options: ServerOptions = {}): Promise<Server> {
  const { overrides = {}, dataDir } = options;
  const broker = await startApache({
    ...{ jvmArgs: APACHE_JVM, overrides, startTimeoutMs: PATIENCE_MS, stopTimeoutMs: PATIENCE_MS },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  return {
    name: "apache",
    bootstrap: broker.bootstrap,
    pid: broker.pid,
    configuration: `Apache Kafka ${broker.version}, java ${APACHE_JVM.join(" ")}, ${configurationOf(overrides)}`,
    stop: () => broker.stop(),
  };
}

function configurationOf(overrides: Readonly<Record<string, string>>): string {
  const lines = Object.entries(overrides).map(([key, value]) => `${key}=${value}`);
  return lines.length === 0 ? "every broker config at its default" : lines.join(", ");
}

/** One broker of each kind, with the same configs; `directories` are kept. */
export async function startBoth(
  context: BenchContext,
  options: { readonly directories?: { readonly ottla: string; readonly apache: string } } = {},
): Promise<{ readonly ottla: Server; readonly apache: Server }> {
  const { directories } = options;
  const ottla = await startOttla(directories === undefined ? {} : { dataDir: directories.ottla });
  const apache = await startApacheServer(directories === undefined ? {} : { dataDir: directories.apache });
  for (const { configuration } of [ottla, apache]) context.note(configuration);
  return { ottla, apache };
}

/** User and system time of a process so far, in seconds (Linux). */
export function cpuSeconds(pid: number): number {
  return cpuOf(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []);
}

/** utime and stime of the fields of a `stat` file behind the name. */
function cpuOf(fields: readonly string[]): number {
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

/** User and system time of each thread of a process so far, in seconds, by the thread's name (Linux). */
export function threadCpuSeconds(pid: number): Map<string, number> {
  const seconds = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [, name = "", rest = ""] =
      /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8")) ?? [];
    seconds.set(name, (seconds.get(name) ?? 0) + cpuOf(rest.split(" ")));
  }
  return seconds;
}

/** Resident memory of a process, in MiB (Linux). */
export function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}
