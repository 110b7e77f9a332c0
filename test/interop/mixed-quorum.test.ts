// Ours and Apache's as voters of one metadata quorum, two of the one and one of the other: leaders are killed until every voter has led, the metadata
// goes on each time, and in the end all have the same log.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Admin } from "@ottla/client";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import type { MixedNode } from "../apache/mixed-cluster.ts";
import { until } from "../support/until.ts";
import { inSync, openAdmin, partitionsOf, segmentBytes, untilPartitions } from "./mixed/partitions.ts";
import type { PartitionView } from "./mixed/partitions.ts";

const IDS = [1, 2, 3];
const PARTITIONS = 2;
const ELECTED_MS = 60_000;
const OURS = [1, 3];

const QUORUMS: readonly (readonly [string, (id: number) => MixedNode["side"]])[] = [
  ["two of ours and one of Apache's", (id) => (OURS.includes(id) ? "ours" : "theirs")],
  ["one of ours and two of Apache's", (id) => (OURS.includes(id) ? "theirs" : "ours")],
];

const EVERYBODY_IN_SYNC = [
  "everybody in sync",
  ({ isr, replicas }: PartitionView) => isr.length === replicas.length,
] as const;

/** Who leads the quorum as the active controller itself says. */
async function leaderOf(admin: Admin): Promise<number> {
  try {
    return (await admin.describeMetadataQuorum()).leaderId;
  } catch {
    return -1;
  }
}

describe("a metadata quorum", { skip: apacheSkip(), concurrency: 1 }, () => {
  for (const [what, sideOf] of QUORUMS) {
    describe(`of ${what}`, { timeout: 400_000 }, () => {
      const topics: string[] = [];
      let cluster: MixedCluster;
      let admin: Admin;

      /** A change that everybody has to see. */
      const createTopic = async (): Promise<void> => {
        const name = `topic-${topics.length}`;
        await until(
          `${name} is created`,
          async () => {
            const results = await admin.createTopics([{ name, numPartitions: PARTITIONS, replicationFactor: 1 }]);
            return [...results].every(([, outcome]) => outcome.ok || outcome.error.code === "TOPIC_ALREADY_EXISTS");
          },
          ELECTED_MS,
        );
        topics.push(name);
      };

      /** Kills so that nobody but `target` can be elected: the other voter lacks what was committed last. Returns who led before. */
      const makeLead = async (target: number): Promise<void> => {
        await until("there is a leader", async () => (await leaderOf(admin)) > 0, ELECTED_MS);
        const leader = await leaderOf(admin);
        if (leader === target) return;
        const third = IDS.find((id) => id !== leader && id !== target) ?? 0;
        await cluster.kill(third);
        await createTopic();
        await cluster.kill(leader);
        await cluster.start(third);
        await until(`${target} leads`, async () => (await leaderOf(admin)) === target, ELECTED_MS);
        await createTopic();
        await cluster.start(leader);
      };

      before(async () => {
        const nodes = IDS.map((id) => ({ id, side: sideOf(id), roles: "broker,controller" as const }));
        // Nothing is written when nothing happens: the logs can be compared.
        const overrides = { "metadata.max.idle.interval.ms": "0", "auto.leader.rebalance.enable": "false" };
        cluster = await MixedCluster.create({ nodes, overrides });
        await cluster.startAll();
        admin = openAdmin(cluster.bootstrap());
      });

      after(async () => {
        await admin?.close();
        await cluster?.close();
      });

      it("has three brokers", async () => {
        await until("three brokers", async () => (await admin.describeCluster()).nodes.length === IDS.length);
        await createTopic();
      });

      for (const target of IDS) {
        it(`is led by ${target}, which is ${sideOf(target)}, after kills`, async () => {
          await makeLead(target);
          await createTopic();
          (
            await admin.createTopics([{ name: `all-${target}`, numPartitions: 1, replicationFactor: 3 }])
          ).throwIfAnyFailed();
          await untilPartitions(admin, `all-${target}`, inSync(3));
          topics.push(`all-${target}`);
        });
      }

      it("has the same log everywhere", async () => {
        await until("every voter has all of it", async () => {
          const { highWatermark, voters } = await admin.describeMetadataQuorum();
          assert.deepEqual(voters.map(({ replicaId }) => replicaId).toSorted(), IDS);
          return voters.every(({ logEndOffset }) => logEndOffset === highWatermark);
        });
        const logOf = (id: number): Buffer => segmentBytes(cluster.logDir(id), "__cluster_metadata", 0);
        await until("the logs are the same", () => IDS.every((id) => logOf(id).equals(logOf(1))));
        assert.ok(logOf(1).length > 0);
      });

      it("has the same metadata everywhere", async () => {
        const seenBy = async (id: number): Promise<Record<string, PartitionView[]>> => {
          await using own = openAdmin(cluster.bootstrap(id));
          for (const topic of topics) await untilPartitions(own, topic, EVERYBODY_IN_SYNC);
          const all = await Promise.all(topics.map(async (topic) => [topic, await partitionsOf(own, topic)] as const));
          return Object.fromEntries(all);
        };
        const expected = await seenBy(1);
        for (const topic of topics) assert.ok((expected[topic]?.length ?? 0) > 0, topic);
        for (const id of IDS) assert.deepEqual(await seenBy(id), expected, `as ${id} sees it`);
      });
    });
  }
});
