// The two brokers of a benchmark, each in a process of its own on the loopback interface, with what the system says of the process.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** The executable as `npm start` runs it, or another build to compare: `OTTLA_BENCH_EXECUTABLE`. */
export const OTTLA: string = process.env["OTTLA_BENCH_EXECUTABLE"] ?? join(root, "packages/cli/dist/ottla.js");

/** The JVM flags of Apache's own kafka-server-start.sh. */
const APACHE_JVM: readonly string[] = [
  "-Xmx1G",
  "-Xms1G",
  "-server",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
];

/** Runs a broker of ours; resolves when it says that it is ready. */
export async function startOttla(overrides: Readonly<Record<string, string>> = {}, dataDir?: string): Promise<Server> {
  const home = dataDir ?? mkdtempSync(join(tmpdir(), "ottla-bench-"));
  const flags = Object.entries(overrides).flatMap(([key, value]) => ["--override", `${key}=${value}`]);
  const child = spawn(process.execPath, [OTTLA, "start", "--port", "0", "--data", home, ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
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
    configuration: JSON.stringify(overrides),
    async stop() {
      child.kill("SIGTERM");
      await exited;
      if (dataDir === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function startApacheServer(overrides: Readonly<Record<string, string>> = {}): Promise<Server> {
  const broker = await startApache({ jvmArgs: APACHE_JVM, overrides });
  return {
    name: "apache",
    bootstrap: broker.bootstrap,
    pid: broker.pid,
    configuration: `${broker.version} ${APACHE_JVM.join(" ")} ${JSON.stringify(overrides)}`,
    stop: () => broker.stop(),
  };
}

/** User and system time of a process so far, in seconds (Linux). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const CLOCK_TICKS_PER_SECOND = 100;
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

/** Resident memory of a process, in MiB (Linux). */
export function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}
