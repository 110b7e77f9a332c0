// Three processes, broker and controller each, and `kill -9` of one after the other under load with acks=all: every acknowledged record is there
// once and in order, whoever leads. The rounds and the seed can be given: CLUSTER_ROUNDS, CLUSTER_SEED.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { Admin, Consumer, Producer } from "@ottla/client";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { checkHistory } from "./history.ts";
import type { Acknowledged, Read } from "./history.ts";

const ROUNDS = Number(process.env["CLUSTER_ROUNDS"] ?? 3);
const SEED = Number(process.env["CLUSTER_SEED"] ?? Date.now() % 1_000_000);
const NODES = [1, 2, 3];
const TOPIC = "cluster";
const PARTITIONS = 3;
const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const OUTSTANDING_MAX = 50;
const QUICK = {
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "3000",
  "offsets.topic.replication.factor": "3",
};

/** Ports that are free now: a cluster has to know them before it starts. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

class ProcessCluster {
  readonly #ports: readonly number[];
  readonly #dirs = new Map<number, string>();
  readonly #processes = new Map<number, OttlaProcess>();

  constructor(ports: readonly number[]) {
    this.#ports = ports;
    for (const id of NODES) {
      const dir = mkdtempSync(join(tmpdir(), `ottla-cluster-${id}-`));
      const lines = [
        "version=1",
        `cluster.id=${CLUSTER_ID}`,
        `node.id=${id}`,
        `directory.id=directory00000000000${id}A`,
      ];
      writeFileSync(join(dir, "meta.properties"), `${lines.join("\n")}\n`);
      this.#dirs.set(id, dir);
    }
  }

  get bootstrap(): string {
    return NODES.map((id) => `127.0.0.1:${this.#port(id)}`).join(",");
  }

  async start(id: number): Promise<void> {
    const controllerPort = (node: number): number => this.#ports[NODES.length + node - 1] ?? 0;
    const listener = `PLAINTEXT://127.0.0.1:${this.#port(id)}`;
    const started = await startOttla({
      dataDir: this.#dirs.get(id) ?? "",
      startTimeoutMs: 60_000,
      overrides: {
        "node.id": String(id),
        listeners: `${listener},CONTROLLER://127.0.0.1:${controllerPort(id)}`,
        "advertised.listeners": listener,
        "controller.quorum.voters": NODES.map((node) => `${node}@127.0.0.1:${controllerPort(node)}`).join(","),
        ...QUICK,
      },
    });
    this.#processes.set(id, started);
  }

  async kill(id: number): Promise<void> {
    await this.#processes.get(id)?.kill();
    this.#processes.delete(id);
  }

  async close(): Promise<void> {
    const processes = [...this.#processes.values()];
    await Promise.all(processes.map((one) => one.kill()));
    for (const one of processes) one.remove();
  }

  #port(id: number): number {
    return this.#ports[id - 1] ?? 0;
  }
}

/** Sends until `isOver`; what was acknowledged is kept. */
async function load(cluster: ProcessCluster, round: number, isOver: () => boolean): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  await using producer = new Producer({
    "bootstrap.servers": cluster.bootstrap,
    acks: "all",
    "enable.idempotence": true,
    "linger.ms": 1,
    "request.timeout.ms": 5000,
    "delivery.timeout.ms": 60_000,
  });
  const pending = new Set<Promise<void>>();
  for (let sequence = 0; !isOver(); sequence++) {
    const partition = sequence % PARTITIONS;
    const value = `${round}:${partition}:${sequence}`;
    const sent = producer
      .send({ topic: TOPIC, partition, value })
      .then(({ offset }) => void acknowledged.push({ partition, offset, value }))
      .catch(() => {})
      .finally(() => pending.delete(sent));
    pending.add(sent);
    if (pending.size >= OUTSTANDING_MAX) await Promise.race(pending);
  }
  await Promise.all(pending);
  return acknowledged;
}

async function readAll(cluster: ProcessCluster): Promise<Read[]> {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition }));
  await using consumer = new Consumer({ "bootstrap.servers": cluster.bootstrap, "auto.offset.reset": "earliest" });
  consumer.assign(partitions);
  consumer.seekToBeginning(partitions);
  const ends = await consumer.endOffsets(partitions);
  const isAtEnd = async (): Promise<boolean> => {
    for (const partition of partitions) {
      if ((await consumer.position(partition)) < (ends.get(partition) ?? 0)) return false;
    }
    return true;
  };
  const found: Read[] = [];
  const deadlineMs = performance.now() + 60_000;
  while (!(await isAtEnd())) {
    assert.ok(performance.now() < deadlineMs, "the records can be read in time");
    for (const { partition, offset, rawValue } of await consumer.poll({ timeoutMs: 1000 })) {
      found.push({ partition, offset, value: Buffer.from(rawValue ?? []).toString() });
    }
  }
  return found;
}

describe("three nodes under kill -9", () => {
  let cluster: ProcessCluster | undefined;
  after(() => cluster?.close());

  it(`${ROUNDS} rounds, seed ${SEED}: what was acknowledged is there, once and in order`, async (test) => {
    const random = new Prng(SEED);
    const nodes = new ProcessCluster(await freePorts(NODES.length * 2));
    cluster = nodes;
    await Promise.all(NODES.map((id) => nodes.start(id)));
    {
      await using admin = new Admin({ "bootstrap.servers": nodes.bootstrap });
      const configs = { "min.insync.replicas": "2" };
      const topic = { name: TOPIC, numPartitions: PARTITIONS, replicationFactor: 3, configs };
      (await admin.createTopics([topic])).throwIfAnyFailed();
    }
    const acknowledged: Acknowledged[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let isOver = false;
      const loading = load(nodes, round, () => isOver);
      const victim = NODES[(round + randomBelow(random, 2)) % NODES.length] ?? 1;
      await new Promise((resolve) => setTimeout(resolve, 500 + randomBelow(random, 1000)));
      await nodes.kill(victim);
      const killedMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 500 + randomBelow(random, 5000)));
      await nodes.start(victim);
      test.diagnostic(
        `node ${victim} was killed, and serves again after ${Math.round(performance.now() - killedMs)} ms`,
      );
      isOver = true;
      acknowledged.push(...(await loading));
    }
    const found = await readAll(nodes);
    test.diagnostic(`${acknowledged.length} acknowledged, ${found.length} read`);
    assert.ok(acknowledged.length > ROUNDS * 50, `there was a load: ${acknowledged.length}`);
    assert.deepEqual(checkHistory(acknowledged, found), []);
  });
});
