// A broker of ours in a cluster of Apache's: it registers with Apache's controllers, takes over partitions that are moved to it, leads them, is killed
// under load, and comes back. Nothing that was acknowledged is lost, and all replicas have the same bytes.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Admin } from "@ottla/client";
import { OTTLA_FEATURES } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { checkHistory } from "../crash/history.ts";
import type { Acknowledged } from "../crash/history.ts";
import { StartFailure } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";
import { Load, readAll } from "./mixed/load.ts";
import {
  assertSameBytes,
  electPreferred,
  inSync,
  ledBy,
  openAdmin,
  partitionsOf,
  reassign,
  untilPartitions,
} from "./mixed/partitions.ts";

const TOPIC = "replicated";
const PARTITIONS = 3;
const [OURS, ...THEIRS] = [3, 1, 2];
const ENOUGH = 300;
const NODES = [
  { id: 1, side: "theirs", roles: "broker,controller" },
  { id: 2, side: "theirs", roles: "broker" },
  { id: 3, side: "ours", roles: "broker" },
] as const;

describe("our broker in Apache's quorum", { skip: apacheSkip(), timeout: 300_000 }, () => {
  let cluster: MixedCluster;
  let admin: Admin;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    cluster = await MixedCluster.create({ nodes: NODES, features: { ...OTTLA_FEATURES, "share.version": 0 } });
    await cluster.startAll();
    admin = openAdmin(cluster.bootstrap());
  });

  after(async () => {
    await admin?.close();
    await cluster?.close();
  });

  it("is one of three", async () => {
    await until("three brokers", async () => (await admin.describeCluster()).nodes.length === 3);
  });

  it("takes over partitions that have records, and leads them", async () => {
    const assignments = new Map(Array.from({ length: PARTITIONS }, (_, partition) => [partition, THEIRS]));
    const configs = { "min.insync.replicas": "2" };
    (await admin.createTopics([{ name: TOPIC, replicasAssignments: assignments, configs }])).throwIfAnyFailed();
    await untilPartitions(admin, TOPIC, inSync(2));
    const load = new Load({ bootstrap: cluster.bootstrap(), topic: TOPIC, partitions: PARTITIONS }, "before");
    await until("there are records", () => load.acknowledged.length >= ENOUGH);
    await reassign(admin, TOPIC, [OURS, ...THEIRS]);
    await electPreferred(admin, TOPIC);
    await untilPartitions(admin, TOPIC, ledBy(OURS));
    const count = load.acknowledged.length;
    await until("records are acknowledged by ours", () => load.acknowledged.length >= count + ENOUGH);
    await load.stop();
    assert.deepEqual(load.failures, []);
    acknowledged.push(...load.acknowledged);
  });

  it("is killed while it leads and a producer sends; the producer goes on", async () => {
    const load = new Load({ bootstrap: cluster.bootstrap(), topic: TOPIC, partitions: PARTITIONS }, "killed");
    await until("there are records", () => load.acknowledged.length >= ENOUGH);
    await cluster.kill(OURS);
    await untilPartitions(admin, TOPIC, ["led by theirs", ({ leader }) => THEIRS.includes(leader)]);
    const count = load.acknowledged.length;
    await until("records are acknowledged by theirs", () => load.acknowledged.length >= count + ENOUGH);
    await cluster.start(OURS);
    await untilPartitions(admin, TOPIC, inSync(3));
    await electPreferred(admin, TOPIC);
    const later = load.acknowledged.length;
    await until("records are acknowledged by ours again", () => load.acknowledged.length >= later + ENOUGH);
    await load.stop();
    assert.deepEqual(load.failures, []);
    acknowledged.push(...load.acknowledged);
  });

  it("leads orderly away when it is stopped", async () => {
    const load = new Load({ bootstrap: cluster.bootstrap(), topic: TOPIC, partitions: PARTITIONS }, "stopped");
    await until("there are records", () => load.acknowledged.length >= ENOUGH);
    await cluster.stop(OURS);
    const led = await partitionsOf(admin, TOPIC);
    assert.ok(
      led.every(({ leader }) => THEIRS.includes(leader)),
      JSON.stringify(led),
    );
    await cluster.start(OURS);
    await untilPartitions(admin, TOPIC, inSync(3));
    await load.stop();
    assert.deepEqual(load.failures, []);
    acknowledged.push(...load.acknowledged);
  });

  it("has lost nothing that was acknowledged, whoever leads", async () => {
    for (const leader of [OURS, ...THEIRS]) {
      await reassign(admin, TOPIC, [leader, ...[OURS, ...THEIRS].filter((id) => id !== leader)]);
      await electPreferred(admin, TOPIC);
      const found = await readAll({ bootstrap: cluster.bootstrap(), topic: TOPIC, partitions: PARTITIONS });
      assert.ok(acknowledged.length >= 4 * ENOUGH);
      assert.deepEqual(checkHistory(acknowledged, found), []);
    }
  });

  it("has the same record batches on every disk", async () => {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      await assertSameBytes(
        NODES.map(({ id }) => cluster.logDir(id)),
        TOPIC,
        partition,
      );
    }
  });
});

describe("a cluster of Apache's that finalizes more than we serve", { skip: apacheSkip(), timeout: 120_000 }, () => {
  let cluster: MixedCluster;

  before(async () => {
    cluster = await MixedCluster.create({ nodes: [NODES[0], NODES[2]], features: {} });
    await cluster.start(NODES[0].id);
  });

  after(() => cluster?.close());

  it("is refused, and the feature is named", async () => {
    await assert.rejects(cluster.start(OURS), (error) => {
      assert.ok(error instanceof StartFailure);
      assert.match(
        error.output,
        /eligible\.leader\.replicas\.version is finalized at level 1; this node serves 0 to 0/,
      );
      assert.notEqual(error.exitCode, null);
      return true;
    });
  });
});
