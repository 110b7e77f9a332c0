// Apache's own load generators, and what they print.
import { runTool, TOOLS } from "../../test/apache/tool.ts";
import { gigabytesOf } from "./matrix.ts";
import type { Load } from "./matrix.ts";
import { cpuSeconds } from "./server.ts";
import type { Server } from "./server.ts";

export interface Throughput {
  readonly recordsPerSecond: number;
  /** CPU seconds of the broker's process for each GB (10^9 bytes) of record values. */
  readonly cpuSecondsPerGb: number;
  /** As the tool prints it; NaN where it does not. */
  readonly p99Ms: number;
}

const TOOL_TIMEOUT_MS = 300_000;
/** The load generators shall not be what is measured: the whole compiler, unlike the tools of the tests. */
const JVM = ["-Xmx512m", "-XX:TieredStopAtLevel=4"];

async function measured(
  server: Server,
  load: Load,
  work: () => Promise<{ rate: number; p99Ms: number }>,
): Promise<Throughput> {
  const before = cpuSeconds(server.pid);
  const { rate, p99Ms } = await work();
  const cpu = cpuSeconds(server.pid) - before;
  return { recordsPerSecond: rate, cpuSecondsPerGb: cpu / gigabytesOf(load), p99Ms };
}

interface Produced {
  readonly rate: number;
  readonly p99Ms: number;
}

async function runProducer(server: Server, topic: string, load: Load, acks: string): Promise<Produced> {
  const result = await runTool(
    TOOLS["kafka-producer-perf-test"],
    [
      ...["--topic", topic, "--num-records", String(load.recordCount), "--record-size", String(load.recordBytes)],
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
}

interface Consumed {
  /** Records per second of fetching, without the time to join the group. */
  readonly rate: number;
  readonly endMs: number;
}

async function runConsumer(server: Server, topic: string, load: Load): Promise<Consumed> {
  const result = await runTool(
    TOOLS["kafka-consumer-perf-test"],
    [
      ...["--bootstrap-server", server.bootstrap, "--topic", topic, "--num-records", String(load.recordCount)],
      ...["--hide-header", "--timeout", "60000"],
    ],
    { timeoutMs: TOOL_TIMEOUT_MS, jvmArgs: JVM },
  );
  const cells = (result.stdout.trim().split("\n").at(-1) ?? "").split(",").map((cell) => cell.trim());
  const consumed = Number(cells[4]);
  const rate = Number(cells[9]);
  const endMs = javaTime(cells[1] ?? "");
  if (result.status !== 0 || !(consumed >= load.recordCount) || Number.isNaN(rate) || Number.isNaN(endMs)) {
    throw new Error(`consumer on ${server.name}: ${result.stdout}${result.stderr}`);
  }
  return { rate, endMs };
}

/** `2026-01-31 12:00:00:123`, in this machine's time zone. */
function javaTime(text: string): number {
  const match = /^(\S+) (\d+:\d+:\d+):(\d+)$/.exec(text);
  return match === null ? Number.NaN : new Date(`${match[1]}T${match[2]}.${match[3]}`).getTime();
}

/** kafka-producer-perf-test at full speed. */
export function produce(server: Server, topic: string, load: Load, acks: string): Promise<Throughput> {
  return measured(server, load, () => runProducer(server, topic, load, acks));
}

/** kafka-consumer-perf-test from the beginning of the topic. */
export function consume(server: Server, topic: string, load: Load): Promise<Throughput> {
  return measured(server, load, async () => {
    const { rate } = await runConsumer(server, topic, load);
    return { rate, p99Ms: Number.NaN };
  });
}

/**
 * kafka-consumer-perf-test waits at the end of an empty topic while kafka-producer-perf-test writes to it. The rate is that of the records from
 * the first one sent until the last one is received; the CPU is that of both.
 */
export function follow(server: Server, topic: string, load: Load): Promise<Throughput> {
  return measured(server, load, async () => {
    const consuming = runConsumer(server, topic, load);
    const { rate, p99Ms } = await runProducer(server, topic, load, "all");
    const sentMs = Date.now() - (load.recordCount / rate) * 1000;
    const { endMs } = await consuming;
    return { rate: load.recordCount / ((endMs - sentMs) / 1000), p99Ms };
  });
}
