// After kill -9: from the start of a broker to the first record that a partition of 10 GB takes again, and the largest resident memory on the way.
// `OTTLA_BENCH_GB` says how large the partition is (2 is the quick form). The checkpoint of recovery points is taken away in between, so that each
// broker reads all of it; what it wrote last lies in the page cache for both.
import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Producer } from "@ottla/client";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import { type Server, startApacheServer, startOttla } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const GIGABYTES = Number(process.env["OTTLA_BENCH_GB"] ?? 10);
const RECORDS_PER_GIGABYTE = 1_000_000;
const TOPIC = "recovered";

interface Recovery {
  readonly seconds: number;
  readonly peakMiB: number;
}

interface Kind {
  readonly start: (dataDir: string) => Promise<Server>;
  /** Where the log directory lies in the data directory. */
  readonly logDir: (dataDir: string) => string;
}

const OTTLA_KIND: Kind = { start: (dataDir) => startOttla({ dataDir }), logDir: (dataDir) => dataDir };
const APACHE_KIND: Kind = {
  start: (dataDir) => startApacheServer({ dataDir }),
  logDir: (dataDir) => join(dataDir, "data"),
};

async function firstRecord({ bootstrap }: Server): Promise<void> {
  await using producer = new Producer({ "bootstrap.servers": bootstrap, "linger.ms": 0, "retry.backoff.ms": 5 });
  await producer.send({ topic: TOPIC, value: "first" });
}

function peakMiB(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}

async function recover({ start, logDir }: Kind, { say, note }: BenchContext): Promise<Recovery> {
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-bench-"));
  try {
    const filled = await start(dataDir);
    note(filled.configuration);
    await createTopic(filled, TOPIC, 1);
    const load = { recordBytes: 1000, recordCount: GIGABYTES * RECORDS_PER_GIGABYTE, partitions: 1 };
    await produce(filled, TOPIC, load, "1");
    process.kill(filled.pid, "SIGKILL");
    await filled.stop();
    rmSync(join(logDir(dataDir), "recovery-point-offset-checkpoint"), { force: true });
    const startMs = performance.now();
    const again = await start(dataDir);
    await firstRecord(again);
    const seconds = (performance.now() - startMs) / 1000;
    const peak = peakMiB(again.pid);
    say(`${again.name}: ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MiB`);
    await again.stop();
    return { seconds, peakMiB: peak };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  name: "recovery",
  about: `After kill -9 with ${GIGABYTES} GB in one partition, all of it behind the recovery point.`,
  async run(context) {
    const { bavail, bsize } = statfsSync(tmpdir());
    if (bavail * bsize < 2 * GIGABYTES * 1e9) throw new Error(`${GIGABYTES} GB need twice as much room in ${tmpdir()}`);
    const ottla = await recover(OTTLA_KIND, context);
    const apache = await recover(APACHE_KIND, context);
    const name = `recovery of ${GIGABYTES} GB`;
    return [
      { name, unit: "s", ottla: [ottla.seconds], peer: [apache.seconds], higherIsBetter: false },
      { name: `${name}, memory`, unit: "MiB", ottla: [ottla.peakMiB], peer: [apache.peakMiB], higherIsBetter: false },
    ];
  },
};
