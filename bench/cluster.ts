// Three nodes, broker and controller each, on this machine: throughput with three replicas, fail-over after kill -9, and whether nodes at full load
// stay responsive. OTTLA_BENCH_CLUSTER_SECONDS says how long the full load lasts (default 60).
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Admin, Producer } from "@ottla/client";
import { MixedCluster } from "../test/apache/mixed-cluster.ts";
import { until } from "../test/support/until.ts";
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, BenchContext, Figure } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import { figuresOf, milliseconds, rate } from "./lib/matrix.ts";
import type { Load } from "./lib/matrix.ts";
import { APACHE_JVM } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const NODES = [1, 2, 3];
const REPLICAS = NODES.length;
const PARTITIONS = 6;
const MANY_PARTITIONS = 2000;
const FULL_LOAD_SECONDS = Number(process.env["OTTLA_BENCH_CLUSTER_SECONDS"] ?? 60);
const EVENT_LOOP_TARGET_MS = 50;
const THROUGHPUT: Load = { recordBytes: 1000, recordCount: 300_000, partitions: PARTITIONS };
const WATCH = join(dirname(fileURLToPath(import.meta.url)), "lib/watch-event-loop.ts");
const WAIT_MS = 120_000;
/** Kafka's defaults, in place of those of the tests. */
const DEFAULTS = {
  "broker.heartbeat.interval.ms": "2000",
  "broker.session.timeout.ms": "9000",
  "replica.lag.time.max.ms": "30000",
};

type Side = "ours" | "theirs";

async function withCluster<T>(side: Side, work: (cluster: MixedCluster) => Promise<T>, watchDir?: string): Promise<T> {
  const cluster = await MixedCluster.create({
    nodes: NODES.map((id) => ({ id, side, roles: "broker,controller" })),
    overrides: DEFAULTS,
    jvmArgs: APACHE_JVM,
    ...(watchDir !== undefined && {
      ourProcess: (id) => ({ execArgv: ["--import", WATCH], env: { OTTLA_WATCH_FILE: join(watchDir, String(id)) } }),
    }),
  });
  try {
    await cluster.startAll();
    await using admin = new Admin({ "bootstrap.servers": cluster.bootstrap() });
    const areThere = async (): Promise<boolean> => (await admin.describeCluster()).nodes.length === NODES.length;
    await until("all nodes are there", areThere, WAIT_MS);
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}

function producing(cluster: MixedCluster, topic: string, load: Load): ReturnType<typeof produce> {
  const server = { name: "ottla", bootstrap: cluster.bootstrap(), pid: cluster.pid(1), configuration: "" } as const;
  return produce({ ...server, stop: () => Promise.resolve() }, topic, load, "all");
}

function throughput(side: Side): Promise<{ readonly recordsPerSecond: number; readonly p99Ms: number }> {
  return withCluster(side, async (cluster) => {
    const topic = "throughput";
    await createTopic({ bootstrap: cluster.bootstrap() }, topic, PARTITIONS, REPLICAS);
    return producing(cluster, topic, THROUGHPUT);
  });
}

/** Milliseconds from the kill of a node until a record has been acknowledged in every partition that it led. */
function failOver(side: Side, partitionCount: number): Promise<number> {
  return withCluster(side, async (cluster) => {
    const [victim, ...others] = [2, 1, 3] as const;
    const topic = "fail-over";
    await createTopic({ bootstrap: cluster.bootstrap() }, topic, partitionCount, REPLICAS);
    await using admin = new Admin({ "bootstrap.servers": cluster.bootstrap(...others) });
    const described = (await admin.describeTopics([topic])).values().flat();
    const led = described.flatMap(({ partitions }) => partitions.filter(({ leader }) => leader?.id === victim));
    assert(led.length > 0, "the node that is killed leads partitions");
    await using producer = new Producer({ "bootstrap.servers": cluster.bootstrap(...others), acks: "all" });
    const send = (): Promise<unknown> =>
      Promise.all(led.map(({ partition }) => producer.send({ topic, partition, value: "record" })));
    await send();
    await cluster.kill(victim);
    const startMs = performance.now();
    await send();
    return performance.now() - startMs;
  });
}

interface FullLoad {
  /** Of the node that is worst off. */
  readonly delayMs: number;
  /** New epochs of the metadata quorum and of the topic's partitions. */
  readonly elections: number;
}

async function epochsOf(admin: Admin, topic: string): Promise<number> {
  const { leaderEpoch } = await admin.describeMetadataQuorum();
  const offsets = (
    await admin.listOffsets(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, spec: -1 })))
  ).values();
  return offsets.reduce((sum, one) => sum + (one.leaderEpoch ?? 0), leaderEpoch);
}

async function fullLoad(): Promise<FullLoad> {
  const watchDir = mkdtempSync(join(tmpdir(), "ottla-watch-"));
  const work = async (cluster: MixedCluster): Promise<FullLoad> => {
    const topic = "full-load";
    await createTopic({ bootstrap: cluster.bootstrap() }, topic, PARTITIONS, REPLICAS);
    await using admin = new Admin({ "bootstrap.servers": cluster.bootstrap() });
    // Handlers are loaded when first needed: that is not what full load costs.
    await producing(cluster, topic, { ...THROUGHPUT, recordCount: 50_000 });
    const before = await epochsOf(admin, topic);
    for (const id of NODES) process.kill(cluster.pid(id), "SIGUSR2");
    const endMs = performance.now() + FULL_LOAD_SECONDS * 1000;
    while (performance.now() < endMs) await producing(cluster, topic, THROUGHPUT);
    for (const id of NODES) process.kill(cluster.pid(id), "SIGUSR2");
    const files = NODES.map((id) => join(watchDir, String(id)));
    await until("the nodes have told", () => files.every((file) => existsSync(file) && readFileSync(file).length > 0));
    const delays = files.map((file) => Number(readFileSync(file, "utf8")));
    return { delayMs: Math.max(...delays), elections: (await epochsOf(admin, topic)) - before };
  };
  try {
    return await withCluster("ours", work, watchDir);
  } finally {
    rmSync(watchDir, { recursive: true, force: true });
  }
}

async function both<T>(context: BenchContext, once: (side: Side) => Promise<T>): Promise<{ ottla: T[]; peer: T[] }> {
  return alternate(
    context.rounds,
    () => once("ours"),
    () => once("theirs"),
  );
}

export const bench: Bench = {
  name: "cluster",
  about: `Three nodes on this machine: throughput of acks=all with three replicas, ms until every partition of a killed node takes records again, and p99.9 of the event loop's delay in ${FULL_LOAD_SECONDS} s of full load (peer: the target).`,
  async run(context) {
    const figures: Figure[] = [];
    const add = (found: readonly Figure[]): void => {
      context.say(printFigures(found));
      figures.push(...found);
    };
    context.note(`Apache Kafka with java ${APACHE_JVM.join(" ")}; every broker config at its default on both sides`);
    if (context.wants("throughput")) {
      const quantities = [rate("rate", throughputOf), milliseconds("p99", ({ p99Ms }: Throughput) => p99Ms)];
      add(figuresOf("1000 B, acks all, 3 replicas, 6 partitions", await both(context, throughput), quantities));
    }
    for (const count of [PARTITIONS, MANY_PARTITIONS]) {
      const name = `fail-over, ${count.toLocaleString("en")} partitions`;
      if (!context.wants(name)) continue;
      const runs = await both(context, (side) => failOver(side, count));
      add([{ name, unit: "ms", ...runs, higherIsBetter: false }]);
    }
    if (context.wants("full load")) {
      const { delayMs, elections } = await fullLoad();
      add([
        { name: "full load: p99.9", unit: "ms", ottla: [delayMs], peer: [EVENT_LOOP_TARGET_MS], higherIsBetter: false },
      ]);
      context.note(`Elections in ${FULL_LOAD_SECONDS} s of full load: ${elections}`);
    }
    return figures;
  },
};

type Throughput = Awaited<ReturnType<typeof throughput>>;

function throughputOf({ recordsPerSecond }: Throughput): number {
  return recordsPerSecond;
}
