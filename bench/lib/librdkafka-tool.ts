// The load generator on librdkafka (bench/librdkafka/perf.c), compiled when first used. Needs a C compiler and librdkafka's headers
// (Debian: gcc librdkafka-dev).
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const source = join(root, "bench/librdkafka/perf.c");
const binary = join(root, ".cache/bench/perf");

export interface PerfResult {
  readonly records: number;
  readonly seconds: number;
  readonly checksum: string;
}

function compile(): void {
  if (existsSync(binary) && statSync(binary).mtimeMs > statSync(source).mtimeMs) return;
  mkdirSync(dirname(binary), { recursive: true });
  const result = spawnSync("cc", ["-O2", "-pthread", "-o", binary, source, "-lrdkafka"], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`cc: ${result.stderr} (apt-get install gcc librdkafka-dev)`);
}

/** Produces or consumes: `perf produce …`, `perf consume …`. */
export async function perf(args: readonly ["produce" | "consume", ...string[]]): Promise<PerfResult> {
  const [records, seconds, checksum = ""] = await run(args);
  return { records: Number(records), seconds: Number(seconds), checksum };
}

/** Milliseconds from sending to receiving. */
export interface LatencyResult {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export async function latency(args: readonly string[]): Promise<LatencyResult> {
  const [, , p50 = Number.NaN, p99 = Number.NaN, p999 = Number.NaN, max = Number.NaN] = (
    await run(["latency", ...args])
  ).map(Number);
  return { p50, p99, p999, max };
}

/** The words of the line that the generator prints. */
function run(args: readonly string[]): Promise<readonly string[]> {
  compile();
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const words = text.trim().split(" ");
      if (code !== 0 || words.length < 3) reject(new Error(`perf ${args.join(" ")} ended with ${code}`));
      else resolve(words);
    });
  });
}
