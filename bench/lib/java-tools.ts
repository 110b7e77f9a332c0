// Apache's own load generators, and what they print.
import { runTool, TOOLS } from "../../test/apache/tool.ts";
import { cpuSeconds } from "./server.ts";
import type { Server } from "./server.ts";

export interface Load {
  readonly topic: string;
  readonly recordCount: number;
  readonly recordBytes: number;
}

export interface Throughput {
  readonly recordsPerSecond: number;
  /** CPU seconds of the broker's process for each GB (10^9 bytes) of record values. */
  readonly cpuSecondsPerGb: number;
  /** As the tool prints it; NaN where it does not. */
  readonly p99Ms: number;
}

const TOOL_TIMEOUT_MS = 300_000;
const JVM = ["-Xmx512m"];

async function measured(
  server: Server,
  load: Load,
  work: () => Promise<{ rate: number; p99Ms: number }>,
): Promise<Throughput> {
  const before = cpuSeconds(server.pid);
  const { rate, p99Ms } = await work();
  const cpu = cpuSeconds(server.pid) - before;
  return { recordsPerSecond: rate, cpuSecondsPerGb: cpu / ((load.recordCount * load.recordBytes) / 1e9), p99Ms };
}

/** kafka-producer-perf-test at full speed. */
export function produce(server: Server, load: Load, acks: string): Promise<Throughput> {
  return measured(server, load, async () => {
    const result = await runTool(
      TOOLS["kafka-producer-perf-test"],
      [
        ...[
          "--topic",
          load.topic,
          "--num-records",
          String(load.recordCount),
          "--record-size",
          String(load.recordBytes),
        ],
        ...["--throughput", "-1", "--command-property", `bootstrap.servers=${server.bootstrap}`, `acks=${acks}`],
        ...(acks === "all" ? [] : ["enable.idempotence=false"]),
      ],
      { timeoutMs: TOOL_TIMEOUT_MS, jvmArgs: JVM },
    );
    const last = result.stdout.trim().split("\n").at(-1) ?? "";
    const rate = Number(/sent, ([\d.]+) records\/sec/.exec(last)?.[1]);
    if (result.status !== 0 || Number.isNaN(rate))
      throw new Error(`producer on ${server.name}: ${result.stdout}${result.stderr}`);
    return { rate, p99Ms: Number(/([\d.]+) ms 99th/.exec(last)?.[1]) };
  });
}

/** kafka-consumer-perf-test from the beginning of the topic. */
export function consume(server: Server, load: Load): Promise<Throughput> {
  return measured(server, load, async () => {
    const result = await runTool(
      TOOLS["kafka-consumer-perf-test"],
      [
        ...["--bootstrap-server", server.bootstrap, "--topic", load.topic, "--num-records", String(load.recordCount)],
        ...["--hide-header", "--timeout", "60000"],
      ],
      { timeoutMs: TOOL_TIMEOUT_MS, jvmArgs: JVM },
    );
    const cells = (result.stdout.trim().split("\n").at(-1) ?? "").split(",").map((cell) => cell.trim());
    const consumed = Number(cells[4]);
    const rate = Number(cells[9]);
    if (result.status !== 0 || !(consumed >= load.recordCount) || Number.isNaN(rate)) {
      throw new Error(`consumer on ${server.name}: ${result.stdout}${result.stderr}`);
    }
    return { rate, p99Ms: Number.NaN };
  });
}
