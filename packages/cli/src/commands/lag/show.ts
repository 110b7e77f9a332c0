// The groups of all clusters as a table, or as JSON: how they do, their lag in records and in time, and when it will be gone.
import { setTimeout as sleep } from "node:timers/promises";
import { statusName } from "@ottla/lag";
import type { GroupReport, LagMonitor } from "@ottla/lag";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { paddedRow, widest } from "../../table.ts";
import type { LagOptions } from "../lag.ts";

const READY_MS = 60_000;
const LOOK_MS = 50;
/** Two looks at the ends of partitions tell a lag in time. */
const CLEAR = "\u001b[H\u001b[2J";
const HEADER = ["CLUSTER", "GROUP", "STATUS", "LAG", "BEHIND", "CAUGHT UP IN", "PARTITIONS", "WORST"];

function matcher(pattern: string | undefined): (group: string) => boolean {
  if (pattern === undefined) return () => true;
  try {
    const expression = new RegExp(pattern);
    return (group) => expression.test(group);
  } catch {
    throw new UsageError(`${pattern} is an invalid regex.`);
  }
}

function reports(monitor: LagMonitor, matches: (group: string) => boolean): GroupReport[] {
  const found: GroupReport[] = [];
  for (const [cluster, store] of monitor.clusters) {
    for (const group of store.groups()) {
      const report = matches(group) ? monitor.report(cluster, group) : undefined;
      if (report !== undefined) found.push(report);
    }
  }
  return found.toSorted((a, b) => b.status - a.status || b.lag - a.lag || (a.group < b.group ? -1 : 1));
}

/** `850 ms`, `12 s`, `3 min`, `5 h`, `2 d`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return "never";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

function cells(report: GroupReport): string[] {
  const { cluster, group, status, lag, behindMs, caughtUpInS, partitionCount, worst } = report;
  return [
    cluster,
    group,
    statusName(status),
    String(lag),
    behindMs === undefined ? "-" : duration(behindMs),
    lag === 0 || caughtUpInS === undefined ? "-" : duration(caughtUpInS * 1_000),
    String(partitionCount),
    worst === undefined ? "-" : `${worst.topic}-${worst.partition} ${statusName(worst.status)} ${worst.lag}`,
  ];
}

export function table(found: readonly GroupReport[]): string {
  const rows = [HEADER, ...found.map(cells)];
  const widths = HEADER.map((_, column) =>
    widest(
      rows.map((row) => row[column] ?? ""),
      0,
    ),
  );
  return rows.map((row) => `${paddedRow(row, widths).trimEnd()}\n`).join("");
}

function lines(found: readonly GroupReport[]): string {
  return found
    .map((one) => {
      const { status, caughtUpInS, ...rest } = one;
      // JSON has no number for never.
      const inS = caughtUpInS === undefined || !Number.isFinite(caughtUpInS) ? null : caughtUpInS;
      const worst = one.worst === undefined ? null : { ...one.worst, status: statusName(one.worst.status) };
      return `${JSON.stringify({ ...rest, status: statusName(status), caughtUpInS: inS, worst })}\n`;
    })
    .join("");
}

async function untilReady(monitor: LagMonitor, signal: Promise<void>): Promise<boolean> {
  let isStopped = false;
  void signal.then(() => (isStopped = true));
  const deadline = performance.now() + READY_MS;
  while (!monitor.isReady && !isStopped && performance.now() < deadline) await sleep(LOOK_MS);
  return monitor.isReady;
}

export async function printOnce(
  monitor: LagMonitor,
  options: LagOptions,
  io: CommandIo,
  signal: Promise<void>,
): Promise<number> {
  const matches = matcher(options.group);
  if (!(await untilReady(monitor, signal))) {
    io.stderr.write("Error: the clusters could not be read in time\n");
    return 1;
  }
  const found = reports(monitor, matches);
  io.stdout.write(options.json ? lines(found) : table(found));
  const worst = Math.max(0, ...found.map((one) => one.status));
  return options.strictExit && worst > 1 ? worst : 0;
}

export async function watch(
  monitor: LagMonitor,
  options: LagOptions,
  io: CommandIo,
  signal: Promise<void>,
): Promise<number> {
  const matches = matcher(options.group);
  let isStopped = false;
  const stopping = signal.then(() => void (isStopped = true));
  const isTerminal = "isTTY" in io.stdout && io.stdout.isTTY === true;
  await untilReady(monitor, signal);
  while (!isStopped) {
    const found = reports(monitor, matches);
    if (options.json) io.stdout.write(lines(found));
    else io.stdout.write(`${isTerminal ? CLEAR : ""}${table(found)}${isTerminal ? "" : "\n"}`);
    await Promise.race([stopping, sleep(options.interval * 1000)]);
  }
  return 0;
}
