// Loads on a cluster of three nodes whose processes are killed, stopped and restarted, and what came of it.
import assert from "node:assert/strict";
import { Admin, Consumer } from "@ottla/client";
import { until } from "../../support/until.ts";
import type { Read } from "../history.ts";
import { checkLoad } from "./check.ts";
import { causeFaults } from "./faults.ts";
import type { Fault, FaultyCluster, Schedule } from "./faults.ts";
import { PARTITIONS } from "./load.ts";
import type { Load, Loader, LoadHistory, Topics } from "./load.ts";

export interface ClusterUnderTest extends FaultyCluster {
  bootstrap(): string;
}

export interface Outcome {
  readonly faults: readonly Fault[];
  readonly histories: ReadonlyMap<Loader, LoadHistory>;
}

const NODES = [1, 2, 3];
const SETTLE_MS = 120_000;
const partitionsOf = (topic: string): { topic: string; partition: number }[] =>
  Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));

const topicsOf = ({ name }: Loader): Topics => ({ plain: `${name}-plain`, transactional: `${name}-transactional` });

async function createTopics(bootstrap: string, names: readonly string[]): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  const areThere = async (): Promise<boolean> => (await admin.describeCluster()).nodes.length === NODES.length;
  await until("all nodes are there", areThere, SETTLE_MS);
  const configs = { "min.insync.replicas": "2" };
  const wanted = names.map((name) => ({ name, numPartitions: PARTITIONS, replicationFactor: NODES.length, configs }));
  (await admin.createTopics(wanted)).throwIfAnyFailed();
}

async function untilInSync(bootstrap: string, topics: readonly string[]): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  const isInSync = async (): Promise<boolean> => {
    const described = (await admin.describeTopics(topics)).values().flat();
    return described.flatMap(({ partitions }) => partitions).every(({ isr }) => isr.length === NODES.length);
  };
  await until("every replica is in sync", () => isInSync().catch(() => false), SETTLE_MS);
}

/** All records of a topic as a reader of that isolation finds them. Transactions that hang keep it waiting, until it fails. */
async function readAll(
  bootstrap: string,
  topic: string,
  isolation: "read_committed" | "read_uncommitted",
): Promise<Read[]> {
  const partitions = partitionsOf(topic);
  await using consumer = new Consumer({ "bootstrap.servers": bootstrap, "isolation.level": isolation });
  await using plain = new Consumer({ "bootstrap.servers": bootstrap });
  const ends = await plain.endOffsets(partitions);
  await until(
    `no transaction is open in ${topic}`,
    async () => {
      const stable = await consumer.endOffsets(partitions);
      return partitions.every((one) => (stable.get(one) ?? -1) >= (ends.get(one) ?? 0));
    },
    SETTLE_MS,
  );
  consumer.assign(partitions);
  consumer.seekToBeginning(partitions);
  const isAtEnd = async (): Promise<boolean> => {
    for (const one of partitions) if ((await consumer.position(one)) < (ends.get(one) ?? 0)) return false;
    return true;
  };
  const found: Read[] = [];
  const deadlineMs = performance.now() + SETTLE_MS;
  while (!(await isAtEnd())) {
    assert.ok(performance.now() < deadlineMs, `the records of ${topic} can be read in time`);
    for (const { partition, offset, rawValue } of await consumer.poll({ timeoutMs: 1000 })) {
      found.push({ partition, offset, value: Buffer.from(rawValue ?? []).toString() });
    }
  }
  return found;
}

/** Starts three nodes and the loads, and causes faults for that long; resolves when all is quiet again. */
export async function runUnderFaults(
  cluster: ClusterUnderTest,
  loaders: readonly Loader[],
  schedule: Schedule,
): Promise<Outcome> {
  await cluster.start(...NODES);
  const bootstrap = cluster.bootstrap();
  const topics = loaders.flatMap((loader) => [topicsOf(loader).plain, topicsOf(loader).transactional]);
  await createTopics(bootstrap, topics);
  const loads = new Map<Loader, Load>();
  try {
    for (const loader of loaders) loads.set(loader, loader.start(bootstrap, topicsOf(loader)));
    const faults = await causeFaults(cluster, NODES, schedule);
    const stopped = [...loads].map(async ([loader, load]) => [loader, await load.stop()] as const);
    const histories = new Map(await Promise.all(stopped));
    await untilInSync(bootstrap, topics);
    return { faults, histories };
  } finally {
    for (const load of loads.values()) load.abandon();
  }
}

/** Reads everything; every violation as a sentence. */
export async function violationsOf(bootstrap: string, { histories }: Outcome): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const [loader, history] of histories) {
    const topics = topicsOf(loader);
    const plain = await readAll(bootstrap, topics.plain, "read_uncommitted");
    const transactional = await readAll(bootstrap, topics.transactional, "read_committed");
    violations.push(...checkLoad(history, { plain, transactional }).map((one) => `${loader.name}: ${one}`));
  }
  return violations;
}
