// 10,000 partitions on one broker: what making them takes at each size, what they cost at rest, how fast many of them are written, and how
// long the next start is after a clean stop and after kill -9. `OTTLA_BENCH_TOPICS` says how many topics of a hundred partitions there are (100).
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Admin, Producer } from "@ottla/client";
import { alternate } from "./lib/bench.ts";
import type { Bench, BenchContext, Figure } from "./lib/bench.ts";
import { cpuSeconds, residentMiB, startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";

const PARTITIONS_A_TOPIC = 100;
const TOPICS = Number(process.env["OTTLA_BENCH_TOPICS"] ?? 100);
const SIZES = [0.25, 0.5, 1].map((share) => Math.round(TOPICS * share) * PARTITIONS_A_TOPIC);
const RECORDS = 40 * TOPICS * PARTITIONS_A_TOPIC;
const IDLE_MS = 10_000;
const OVERRIDES = { "offsets.topic.num.partitions": "1" };

type Measured = Map<string, number>;

interface Side {
  start(dataDir: string): Promise<Server>;
  /** Ends the process at once. */
  kill(server: Server): Promise<void>;
}

const UNITS: readonly (readonly [string, string, boolean])[] = [
  ...SIZES.map(
    (size, index) => [`make ${size - (SIZES[index - 1] ?? 0)} partitions more, to ${size}`, "ms", false] as const,
  ),
  ["resident memory at rest", "MiB", false],
  ["open files at rest", "files", false],
  ["CPU at rest", "ms/s", false],
  ["describe all topics", "ms", false],
  ["describe log directories", "ms", false],
  ["records to all partitions", "records/s", true],
  ["resident memory after records", "MiB", false],
  ["open files after records", "files", false],
  ["clean stop", "ms", false],
  ["start after a clean stop", "ms", false],
  ["start after kill -9", "ms", false],
];

const topicName = (index: number): string => `many-${index}`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Apache answers before it has made what it answers about; made is what takes a record. */
async function makeTopics({ bootstrap }: Server, measured: Measured): Promise<void> {
  const long = { "request.timeout.ms": 120_000, "delivery.timeout.ms": 600_000, "max.block.ms": 600_000 };
  await using admin = new Admin({
    "bootstrap.servers": bootstrap,
    "request.timeout.ms": 120_000,
    "default.api.timeout.ms": 240_000,
  });
  await using producer = new Producer({ "bootstrap.servers": bootstrap, acks: "all", ...long });
  let made = 0;
  for (const [index, size] of SIZES.entries()) {
    const ms = await timed(async () => {
      while (made * PARTITIONS_A_TOPIC < size) {
        const topic = { name: topicName(made++), numPartitions: PARTITIONS_A_TOPIC, replicationFactor: 1 };
        (await admin.createTopics([topic])).throwIfAnyFailed();
      }
      await producer.send({ topic: topicName(made - 1), partition: PARTITIONS_A_TOPIC - 1, value: "x" });
    });
    measured.set(UNITS[index]?.[0] ?? "", ms);
  }
}

async function produceToAll(bootstrap: string): Promise<number> {
  const producer = new Producer({ "bootstrap.servers": bootstrap, acks: "all", "linger.ms": 20, "batch.size": 16_384 });
  const value = Buffer.alloc(100, "x");
  const send = async (count: number): Promise<void> => {
    let sent = 0;
    while (sent < count) {
      const many: Promise<unknown>[] = [];
      for (let i = 0; i < 50_000 && sent < count; i++, sent++) {
        const place = sent % (TOPICS * PARTITIONS_A_TOPIC);
        many.push(producer.send({ topic: topicName(place % TOPICS), partition: Math.floor(place / TOPICS), value }));
      }
      await Promise.all(many);
    }
  };
  // Every partition is written once before the clock runs.
  await send(TOPICS * PARTITIONS_A_TOPIC);
  const ms = await timed(() => send(RECORDS));
  await producer.close();
  return (RECORDS / ms) * 1000;
}

async function rest({ pid }: Server, measured: Measured): Promise<void> {
  await delay(2_000);
  const before = cpuSeconds(pid);
  await delay(IDLE_MS);
  measured.set("CPU at rest", ((cpuSeconds(pid) - before) * 1e6) / IDLE_MS);
  measured.set("resident memory at rest", residentMiB(pid));
  measured.set("open files at rest", openFiles(pid));
}

async function describe({ bootstrap }: Server, measured: Measured): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  const names = Array.from({ length: TOPICS }, (_, index) => topicName(index));
  measured.set("describe all topics", await timed(() => admin.describeTopics(names)));
  const { nodes } = await admin.describeCluster();
  measured.set("describe log directories", await timed(() => admin.describeLogDirs(nodes.map(({ id }) => id))));
}

/** The time from the process's start to the first record that is acknowledged in the last topic. */
async function startAgain(side: Side, dataDir: string, measured: Measured, name: string): Promise<Server> {
  let server: Server | undefined;
  const ms = await timed(async () => {
    server = await side.start(dataDir);
    const producer = new Producer({ "bootstrap.servers": server.bootstrap, acks: "all" });
    await producer.send({ topic: topicName(TOPICS - 1), partition: PARTITIONS_A_TOPIC - 1, value: "x" });
    await producer.close();
  });
  measured.set(name, ms);
  if (server === undefined) throw new Error("the broker has started");
  return server;
}

async function measure(side: Side, context: BenchContext): Promise<Measured> {
  const measured: Measured = new Map();
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-bench-"));
  try {
    let server = await side.start(dataDir);
    await makeTopics(server, measured);
    await rest(server, measured);
    await describe(server, measured);
    measured.set("records to all partitions", await produceToAll(server.bootstrap));
    measured.set("resident memory after records", residentMiB(server.pid));
    measured.set("open files after records", openFiles(server.pid));
    const first = server;
    measured.set("clean stop", await timed(() => first.stop()));
    server = await startAgain(side, dataDir, measured, "start after a clean stop");
    await side.kill(server);
    server = await startAgain(side, dataDir, measured, "start after kill -9");
    await server.stop();
    context.say([...measured].map(([name, value]) => `${name}: ${value.toPrecision(4)}`).join("\n  "));
    return measured;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function kill(server: Server): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  await server.stop();
}

export const bench: Bench = {
  name: "ten-thousand-partitions",
  about: `${TOPICS} topics of ${PARTITIONS_A_TOPIC} partitions on one broker, beside Apache with the JVM flags of its own script.`,
  async run(context) {
    const ottla: Side = { start: (dataDir) => startOttla({ dataDir, overrides: OVERRIDES }), kill };
    const apache: Side = { start: (dataDir) => startApacheServer({ dataDir, overrides: OVERRIDES }), kill };
    const sides = await alternate(
      context.rounds,
      () => measure(ottla, context),
      () => (context.wants("apache") ? measure(apache, context) : Promise.resolve(new Map())),
    );
    return UNITS.map(([name, unit, higherIsBetter]): Figure => {
      const values = (runs: readonly Measured[]): number[] => runs.map((run) => run.get(name) ?? Number.NaN);
      return { name, unit, ottla: values(sides.ottla), peer: values(sides.peer), higherIsBetter };
    });
  },
};
