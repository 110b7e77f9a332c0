/** What every process tells, under the names that Prometheus's clients agree on. */

import { readdir } from "node:fs/promises";
import type { Metric } from "./exposition.ts";

const startedSeconds: number = Date.now() / 1000 - process.uptime();

/** Descriptors that are open; undefined where there is no /proc. */
async function openDescriptors(): Promise<number | undefined> {
  try {
    // One of them is that of the listing.
    return (await readdir("/proc/self/fd")).length - 1;
  } catch {
    return undefined;
  }
}

export async function processMetrics(): Promise<Metric[]> {
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage();
  const one = (name: string, help: string, value: number, type: Metric["type"] = "gauge"): Metric => ({
    name,
    help,
    type,
    samples: [{ value }],
  });
  const descriptors = await openDescriptors();
  return [
    one("process_cpu_seconds_total", "User and system time of all threads.", (user + system) / 1e6, "counter"),
    one("process_resident_memory_bytes", "Resident memory.", memory.rss),
    one("process_start_time_seconds", "When the process began, since 1970.", startedSeconds),
    one("nodejs_heap_size_used_bytes", "Of the JavaScript heap.", memory.heapUsed),
    one("nodejs_external_memory_bytes", "Buffers and what else lies outside of the heap.", memory.external),
    ...(descriptors === undefined ? [] : [one("process_open_fds", "Open files and connections.", descriptors)]),
  ];
}
