// Partitions move to other brokers, and leaderships back to where they belong, in clusters in memory and on a virtual clock. Node 1 is the
// controller, so that the others can be cut off without an election of its own.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { ask, clusterOf, leaderOf, produce, QUICK, read } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const PREFERRED = 0;
const NODES = { voters: [1], brokers: [2, 3, 4] };

async function reassign(cluster: MemoryCluster, at: number, replicas: number[] | null, name = "t"): Promise<number> {
  const codecs = [AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse] as const;
  const topics = [{ name, partitions: [{ partitionIndex: 0, replicas }] }];
  const { responses } = await ask(cluster, at, [codecs, 1], { timeoutMs: 1000, topics });
  return responses[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

/** Replicas that come and go, by the list of what is under way. */
async function underWay(cluster: MemoryCluster, at: number): Promise<unknown> {
  const codecs = [ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse] as const;
  const { topics } = await ask(cluster, at, [codecs, 0], { timeoutMs: 1000, topics: null });
  const [partition] = topics[0]?.partitions ?? [];
  return partition === undefined ? undefined : [partition.addingReplicas, partition.removingReplicas];
}

async function setConfigs(
  cluster: MemoryCluster,
  resource: { readonly resourceType: number; readonly resourceName: string },
  configs: Readonly<Record<string, string>>,
): Promise<void> {
  const codecs = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
  const changes = Object.entries(configs).map(([name, value]) => ({ name, configOperation: 0, value }));
  const resources = [{ ...resource, configs: changes }];
  // Configs of one broker are set there.
  const at = resource.resourceType === 4 && resource.resourceName !== "" ? Number(resource.resourceName) : 1;
  const { responses } = await ask(cluster, at, [codecs, 1], { resources, validateOnly: false });
  assert.equal(responses[0]?.errorCode, ErrorCode.NONE, responses[0]?.errorMessage ?? "");
}

async function elect(cluster: MemoryCluster, at: number): Promise<number> {
  const codecs = [ElectLeadersRequest, ElectLeadersResponse] as const;
  const topicPartitions = [{ topic: "t", partitions: [0] }];
  const body = { electionType: PREFERRED, topicPartitions, timeoutMs: 1000 };
  const { replicaElectionResults } = await ask(cluster, at, [codecs, 2], body);
  return replicaElectionResults[0]?.partitionResult[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

async function replicasOf(cluster: MemoryCluster, at: number): Promise<readonly number[]> {
  return (await cluster.partitions(at, "t"))[0]?.replicaNodes ?? [];
}

async function isrOf(cluster: MemoryCluster, at: number): Promise<readonly number[]> {
  return ((await cluster.partitions(at, "t"))[0]?.isrNodes ?? []).toSorted();
}

describe("reassignment", () => {
  it("a partition moves: the new replica copies it, the old one is gone, and nothing is lost", async (context) => {
    const cluster = await clusterOf(context, NODES);
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3] });
    for (let i = 0; i < 5; i++) assert.equal(await produce(cluster, 2, `value ${i}`), ErrorCode.NONE);
    assert.equal(await reassign(cluster, 3, [4, 3]), ErrorCode.NONE);
    await cluster.until("the replicas are the new ones", async () => {
      return (await replicasOf(cluster, 1)).join() === "4,3" && (await underWay(cluster, 3)) === undefined;
    });
    await cluster.until("it is led by one of them", async () => [3, 4].includes(await leaderOf(cluster, 2)));
    const leader = await leaderOf(cluster, 2);
    assert.equal(await produce(cluster, leader, "afterwards"), ErrorCode.NONE);
    for (const id of [3, 4]) {
      await cluster.until(`replica ${id} has it all`, async () => (await read(cluster, id)).highWatermark === 6);
      assert.equal((await read(cluster, id)).records, 6);
    }
    assert.equal((await read(cluster, 2)).highWatermark, -1, "the replica that went is not there any more");
    assert.equal(await produce(cluster, 2, "too late"), ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assert.equal(await reassign(cluster, 1, [2, 3, 4]), ErrorCode.NONE, "and it can come back");
    await cluster.until("it has everything again", async () => (await read(cluster, 2)).records === 6);
  });

  it("a replica that cannot be reached does not come in, and the reassignment can be taken back", async (context) => {
    const cluster = await clusterOf(context, NODES);
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3] });
    assert.equal(await produce(cluster, 2, "before"), ErrorCode.NONE);
    cluster.cut(4);
    assert.equal(await reassign(cluster, 1, [4]), ErrorCode.NONE);
    assert.deepEqual(await underWay(cluster, 1), [[4], [2, 3]]);
    assert.equal(await produce(cluster, 2, "meanwhile"), ErrorCode.NONE);
    assert.deepEqual(await underWay(cluster, 1), [[4], [2, 3]]);
    assert.equal(await reassign(cluster, 1, null), ErrorCode.NONE);
    assert.equal(await underWay(cluster, 1), undefined);
    assert.deepEqual(await replicasOf(cluster, 1), [2, 3]);
    assert.equal(await reassign(cluster, 1, null), ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  });
});

describe("throttled replication", () => {
  const TOPIC = { resourceType: 2, resourceName: "t" };
  /** What one fetch of a follower brings at most, three times. */
  const VALUES = 6;
  const VALUE = "x".repeat(500_000);

  /** Broker 3 copies 3 MB from broker 2; how long that takes. */
  async function copyMs(
    cluster: MemoryCluster,
    throttle: readonly { resourceType: number; resourceName: string; configs: Readonly<Record<string, string>> }[],
  ): Promise<number> {
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2] });
    for (let i = 0; i < VALUES; i++) assert.equal(await produce(cluster, 2, VALUE), ErrorCode.NONE);
    for (const { configs, ...resource } of throttle) await setConfigs(cluster, resource, configs);
    const sinceMs = cluster.clock.monotonicMs();
    assert.equal(await reassign(cluster, 1, [2, 3]), ErrorCode.NONE);
    await cluster.until("it is copied", async () => (await underWay(cluster, 1)) === undefined);
    return cluster.clock.monotonicMs() - sinceMs;
  }

  it("as fast as it goes, where nothing else is said", async (context) => {
    const cluster = await clusterOf(context, NODES);
    const rate = { "leader.replication.throttled.rate": "1000", "follower.replication.throttled.rate": "1000" };
    const tookMs = await copyMs(cluster, [
      { resourceType: 4, resourceName: "", configs: rate },
      { ...TOPIC, configs: { "leader.replication.throttled.replicas": "0:3,1:2" } },
    ]);
    assert.ok(tookMs < 2000, `no replica of this partition is named, so ${tookMs} ms are few`);
  });

  it("config leader.replication.throttled.rate and config leader.replication.throttled.replicas: the leader gives no more", async (context) => {
    const cluster = await clusterOf(context, NODES);
    const tookMs = await copyMs(cluster, [
      { resourceType: 4, resourceName: "2", configs: { "leader.replication.throttled.rate": "500000" } },
      { ...TOPIC, configs: { "leader.replication.throttled.replicas": "0:2" } },
    ]);
    assert.ok(tookMs > 3500 && tookMs < 9000, `3 MB at 0.5 MB a second, the last of them at once: ${tookMs} ms`);
    const sinceMs = cluster.clock.monotonicMs();
    assert.equal(await produce(cluster, 2, VALUE), ErrorCode.NONE);
    assert.ok(cluster.clock.monotonicMs() - sinceMs < 1000, "whoever is in sync is not held back");
  });

  it("config follower.replication.throttled.rate and config follower.replication.throttled.replicas: the follower takes no more", async (context) => {
    const cluster = await clusterOf(context, NODES);
    const tookMs = await copyMs(cluster, [
      { resourceType: 4, resourceName: "3", configs: { "follower.replication.throttled.rate": "500000" } },
      { ...TOPIC, configs: { "follower.replication.throttled.replicas": "*" } },
    ]);
    assert.ok(tookMs > 3500 && tookMs < 9000, `3 MB at 0.5 MB a second, the last of them at once: ${tookMs} ms`);
  });

  it("config replication.quota.window.num and config replication.quota.window.size.seconds: how long a burst is remembered", async (context) => {
    const tookMs = async (props: Readonly<Record<string, string>>): Promise<number> => {
      const cluster = await clusterOf(context, NODES, { ...QUICK, ...props });
      return await copyMs(cluster, [
        { resourceType: 4, resourceName: "2", configs: { "leader.replication.throttled.rate": "50000" } },
        { ...TOPIC, configs: { "leader.replication.throttled.replicas": "*" } },
      ]);
    };
    const byDefault = await tookMs({});
    const short = await tookMs({ "replication.quota.window.num": "1" });
    const long = await tookMs({ "replication.quota.window.num": "1", "replication.quota.window.size.seconds": "5" });
    assert.ok(short < 5000 && long > 8000 && long < 14_000 && byDefault > 18_000, `${short}, ${long}, ${byDefault} ms`);
  });
});

describe("coordinators", () => {
  it("a broker that a partition of __consumer_offsets went away from does not answer for its groups", async (context) => {
    const props = { "offsets.topic.num.partitions": "1", "offsets.topic.replication.factor": "1" };
    const cluster = await clusterOf(context, NODES, { ...QUICK, ...props });
    await cluster.createTopic(1, { name: "__consumer_offsets", partitions: 1, replicas: [2] });
    const committed = { partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: -1, committedMetadata: "" };
    const commit = {
      groupId: "g",
      generationIdOrMemberEpoch: -1,
      memberId: "",
      topics: [{ name: "t", partitions: [committed] }],
    };
    const commitError = async (at: number): Promise<number | undefined> => {
      const { topics } = await ask(cluster, at, [[OffsetCommitRequest, OffsetCommitResponse], 9], commit);
      return topics[0]?.partitions[0]?.errorCode;
    };
    const fetchError = async (at: number): Promise<number | undefined> => {
      const groups = [{ groupId: "g", topics: [{ name: "t", partitionIndexes: [0] }] }];
      const codecs = [OffsetFetchRequest, OffsetFetchResponse] as const;
      return (await ask(cluster, at, [codecs, 8], { groups })).groups[0]?.errorCode;
    };
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2] });
    await cluster.until("the offset is committed", async () => (await commitError(2)) === ErrorCode.NONE);
    assert.equal(await fetchError(2), ErrorCode.NONE);
    assert.equal(await reassign(cluster, 1, [3], "__consumer_offsets"), ErrorCode.NONE);
    await cluster.until("the other answers", async () => (await fetchError(3)) === ErrorCode.NONE);
    assert.equal(await fetchError(2), ErrorCode.NOT_COORDINATOR);
  });
});

describe("leaders", () => {
  /** Broker 2 has led, fell silent, and is in sync again; broker 3 leads. */
  async function afterFailOver(cluster: MemoryCluster): Promise<void> {
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3] });
    assert.equal(await produce(cluster, 2, "before"), ErrorCode.NONE);
    cluster.cut(2);
    await cluster.until("another leader", async () => (await leaderOf(cluster, 1)) === 3);
    cluster.heal(2);
    await cluster.until("it is in sync again", async () => (await isrOf(cluster, 1)).join() === "2,3");
  }

  /** Broker 3 is back without what broker 2 had, which is away. */
  async function leaveBehind(cluster: MemoryCluster): Promise<void> {
    cluster.cut(3);
    await cluster.until("one replica in sync", async () => (await isrOf(cluster, 1)).join() === "2");
    cluster.cut(2);
    await cluster.until("no leader", async () => (await leaderOf(cluster, 1)) === -1);
    cluster.heal(3);
    await cluster.clock.advanceAsync(5000);
  }

  it("the preferred replica leads again when somebody asks for it", async (context) => {
    const cluster = await clusterOf(context, NODES, { ...QUICK, "auto.leader.rebalance.enable": "false" });
    await afterFailOver(cluster);
    assert.equal(cluster.partsOf(1)?.controller.uncleanElections, 0, "whoever took over was in sync");
    assert.equal(await elect(cluster, 4), ErrorCode.NONE);
    await cluster.until("it leads", async () => (await leaderOf(cluster, 2)) === 2);
    assert.equal(await elect(cluster, 4), ErrorCode.ELECTION_NOT_NEEDED);
    assert.equal(await produce(cluster, 2, "after"), ErrorCode.NONE);
  });

  it("config auto.leader.rebalance.enable and config leader.imbalance.check.interval.seconds: it leads again by itself, after a while", async (context) => {
    const props = { ...QUICK, "leader.imbalance.check.interval.seconds": "20" };
    const cluster = await clusterOf(context, NODES, props);
    await afterFailOver(cluster);
    assert.equal(await leaderOf(cluster, 1), 3, "not at once");
    const sinceMs = cluster.clock.monotonicMs();
    await cluster.until("it leads", async () => (await leaderOf(cluster, 1)) === 2);
    assert.ok(cluster.clock.monotonicMs() - sinceMs <= 21_000);
    const other = await clusterOf(context, NODES, { ...props, "auto.leader.rebalance.enable": "false" });
    await afterFailOver(other);
    await other.clock.advanceAsync(60_000);
    assert.equal(await leaderOf(other, 1), 3, "nobody does it where it is switched off");
  });

  it("config unclean.leader.election.enable and config unclean.leader.election.interval.ms: of a partition without a leader anybody takes over", async (context) => {
    const props = { ...QUICK, "unclean.leader.election.interval.ms": "15000" };
    const cluster = await clusterOf(context, NODES, props);
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3] });
    await leaveBehind(cluster);
    const everyBroker = { resourceType: 4, resourceName: "" };
    await setConfigs(cluster, everyBroker, { "unclean.leader.election.enable": "true" });
    const sinceMs = cluster.clock.monotonicMs();
    await cluster.until("the other leads", async () => (await leaderOf(cluster, 1)) === 3);
    const waitedMs = cluster.clock.monotonicMs() - sinceMs;
    assert.ok(waitedMs > 500 && waitedMs < 16_000, `at the next look, not after ${waitedMs} ms`);
    assert.deepEqual(await isrOf(cluster, 1), [3]);
    assert.equal(cluster.partsOf(1)?.controller.uncleanElections, 1);
  });

  it("config unclean.leader.election.enable: whoever comes back leads at once", async (context) => {
    const props = { ...QUICK, "unclean.leader.election.enable": "true" };
    const cluster = await clusterOf(context, NODES, props);
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3] });
    await leaveBehind(cluster);
    assert.equal(await leaderOf(cluster, 1), 3);
    const configs = { "unclean.leader.election.enable": "false" };
    const other = await clusterOf(context, NODES, props);
    await other.createTopic(1, { name: "t", partitions: 1, replicas: [2, 3], configs });
    await leaveBehind(other);
    assert.equal(await leaderOf(other, 1), -1, "not where the topic forbids it");
  });
});
