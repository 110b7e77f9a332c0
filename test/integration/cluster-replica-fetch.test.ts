// How a follower asks its leader for records: what it wants, how long it waits, with how many fetchers. Node 1 leads, node 2 follows, in memory and on a
// virtual clock.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ApiKey, decodeRequest, decodeRequestHeader, ErrorCode, WireReader } from "@ottla/protocol";
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { FetchRequest } from "@ottla/protocol/messages/fetch";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";
import { ask, clusterOf, leaderOf, produce, QUICK, read } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const [LEADER, FOLLOWER] = [1, 2];
const SIZE_BYTES = 4;

interface SeenFetch {
  readonly clientId: string;
  readonly atMs: number;
  readonly request: FetchRequest;
}

/** A topic `t` that node 1 leads and node 2 follows, in sync. */
async function followed(
  context: TestContext,
  config: Readonly<Record<string, string>>,
  partitions = 1,
): Promise<MemoryCluster> {
  // Who is cut off for a while stays a broker.
  const longLived = { ...QUICK, "broker.session.timeout.ms": "60000", "replica.lag.time.max.ms": "60000" };
  const cluster = await clusterOf(context, { voters: [LEADER], brokers: [FOLLOWER] }, { ...longLived, ...config });
  const replicas = partitions === 1 ? [LEADER, FOLLOWER] : 2;
  await cluster.createTopic(LEADER, { name: "t", partitions, replicas });
  await cluster.until("both are in sync", async () => {
    const found = await cluster.partitions(LEADER, "t");
    return found.length === partitions && found.every(({ isrNodes }) => isrNodes.length === 2);
  });
  if (partitions === 1) assert.equal(await leaderOf(cluster, LEADER), LEADER);
  return cluster;
}

/** The follower's fetches from now on; the first `lostCount` do not arrive. */
function watch(cluster: MemoryCluster, lostCount = 0): SeenFetch[] {
  const seen: SeenFetch[] = [];
  cluster.requestFilter = (nodeId, sized) => {
    const frame = sized.subarray(SIZE_BYTES);
    const { requestApiKey, clientId } = decodeRequestHeader(new WireReader(frame));
    if (nodeId !== FOLLOWER || requestApiKey !== ApiKey.Fetch || clientId?.includes("-fetcher-") !== true) return true;
    seen.push({ clientId, atMs: cluster.clock.monotonicMs(), request: decodeRequest(FetchRequest, frame).body });
    return seen.length > lostCount;
  };
  return seen;
}

/** Where the follower goes on in partition 0, each place once. */
function steps(seen: readonly SeenFetch[]): number[] {
  const offsets = seen.flatMap(({ request }) => request.topics.flatMap(({ partitions }) => partitions));
  return [...new Set(offsets.filter(({ partition }) => partition === 0).map(({ fetchOffset }) => fetchOffset))];
}

async function caughtUp(cluster: MemoryCluster, highWatermark: number): Promise<void> {
  await cluster.until("the follower has everything", async () => {
    const found = await read(cluster, LEADER);
    return found.highWatermark === highWatermark;
  });
}

/** How long a record takes that has to be on both. */
async function produceMs(cluster: MemoryCluster): Promise<number> {
  const startMs = cluster.clock.monotonicMs();
  assert.equal(await produce(cluster, LEADER, "r"), ErrorCode.NONE);
  return cluster.clock.monotonicMs() - startMs;
}

/** What the follower asks for when it finds four batches that it lacks. */
async function stepsAfterCut(cluster: MemoryCluster): Promise<number[]> {
  cluster.cut(FOLLOWER);
  const sends = Array.from({ length: 4 }, (_, i) => produce(cluster, LEADER, `r${i}`, 1));
  await Promise.all(sends);
  const seen = watch(cluster);
  cluster.heal(FOLLOWER);
  await caughtUp(cluster, 4);
  return steps(seen);
}

/** A batch of so many records on the leader alone, of which the first `deleted` are then deleted. */
async function produceAndDelete(cluster: MemoryCluster, records: number, deleted: number): Promise<void> {
  const builder = new RecordBatchBuilder({});
  for (let i = 0; i < records; i++) builder.append(cluster.clock.nowMs(), null, Buffer.from(`r${i}`));
  const topicData = [{ name: "t", partitionData: [{ index: 0, records: builder.build() }] }];
  const codecs = [ProduceRequest, ProduceResponse] as const;
  const { responses } = await ask(cluster, LEADER, [codecs, 11], { acks: -1, timeoutMs: 10_000, topicData });
  assert.equal(responses[0]?.partitionResponses[0]?.errorCode, ErrorCode.NONE);
  const topics = [{ name: "t", partitions: [{ partitionIndex: 0, offset: deleted }] }];
  const deletion = [DeleteRecordsRequest, DeleteRecordsResponse] as const;
  const answer = await ask(cluster, LEADER, [deletion, 2], { topics, timeoutMs: 10_000 });
  assert.equal(answer.topics[0]?.partitions[0]?.errorCode, ErrorCode.NONE);
}

describe("a follower's fetch", () => {
  it("begins within a batch where the leader's log does, because the records before were deleted", async (context) => {
    const cluster = await clusterOf(context, { voters: [LEADER], brokers: [FOLLOWER] });
    await cluster.createTopic(LEADER, { name: "t", partitions: 1, replicas: [LEADER, FOLLOWER] });
    const isrCount = async (): Promise<number> => (await cluster.partitions(LEADER, "t"))[0]?.isrNodes.length ?? 0;
    await cluster.until("both are in sync", async () => (await isrCount()) === 2);
    cluster.cut(FOLLOWER);
    await cluster.until("the leader is alone", async () => (await isrCount()) === 1);
    await produceAndDelete(cluster, 5, 3);
    cluster.heal(FOLLOWER);
    await cluster.until("both are in sync again", async () => (await isrCount()) === 2);
    const log = cluster.partsOf(FOLLOWER)?.replicaManager?.partition("t", 0)?.log;
    assert.deepEqual([log?.logStartOffset, log?.logEndOffset, log?.highWatermark], [3, 5, 5]);
    await cluster.stop(FOLLOWER);
    await cluster.start(FOLLOWER);
    const again = cluster.partsOf(FOLLOWER)?.replicaManager?.partition("t", 0)?.log;
    assert.deepEqual([again?.logStartOffset, again?.logEndOffset], [3, 5], "and so it is after a restart");
  });

  it("takes all that it lacks at once", async (context) => {
    assert.deepEqual(await stepsAfterCut(await followed(context, {})), [0, 4]);
  });

  it("config replica.fetch.max.bytes: takes no more of a partition than so much, but one batch", async (context) => {
    const cluster = await followed(context, { "replica.fetch.max.bytes": "1" });
    assert.deepEqual(await stepsAfterCut(cluster), [0, 1, 2, 3, 4]);
  });

  it("config replica.fetch.response.max.bytes: takes no more of all partitions than so much, but one batch", async (context) => {
    const cluster = await followed(context, { "replica.fetch.response.max.bytes": "1" });
    assert.deepEqual(await stepsAfterCut(cluster), [0, 1, 2, 3, 4]);
  });

  it("config replica.fetch.min.bytes and config replica.fetch.wait.max.ms: waits for so much, but not longer", async (context) => {
    const eager = await followed(context, { "replica.fetch.wait.max.ms": "3000" });
    assert.ok((await produceMs(eager)) < 100);
    const patient = await followed(context, {
      "replica.fetch.min.bytes": "100000",
      "replica.fetch.wait.max.ms": "3000",
    });
    await produceMs(patient);
    const waitedMs = await produceMs(patient);
    assert.ok(waitedMs > 2500 && waitedMs < 3500, `${waitedMs} ms`);
  });

  for (const backoffMs of [100, 20_000]) {
    it(`config replica.fetch.backoff.ms: tries again ${backoffMs} ms after a failure`, async (context) => {
      const cluster = await followed(context, { "replica.fetch.backoff.ms": String(backoffMs) });
      cluster.cut(FOLLOWER);
      const cutMs = cluster.clock.monotonicMs();
      await cluster.clock.advanceAsync(50);
      const seen = watch(cluster);
      cluster.heal(FOLLOWER);
      await cluster.until("a fetch", () => seen.length > 0);
      const waitedMs = (seen[0]?.atMs ?? 0) - cutMs;
      assert.ok(waitedMs >= backoffMs && waitedMs < backoffMs + 100, `${waitedMs} ms`);
    });
  }

  for (const timeoutMs of [5000, 40_000]) {
    it(`config replica.socket.timeout.ms: gives a leader up that is silent for ${timeoutMs} ms`, async (context) => {
      const config = { "replica.socket.timeout.ms": String(timeoutMs), "replica.fetch.backoff.ms": "0" };
      const cluster = await followed(context, config);
      const seen = watch(cluster, 1);
      await cluster.until("two fetches", () => seen.length > 1);
      const [first, second] = seen;
      const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
      assert.ok(waitedMs >= timeoutMs && waitedMs < timeoutMs + 100, `${waitedMs} ms`);
      assert.equal(await produce(cluster, LEADER, "r"), ErrorCode.NONE);
    });
  }
});

/** Which partitions of `t` each of the follower's fetchers asked for, in order. */
function sharesOf(seen: readonly SeenFetch[]): Record<string, number[]> {
  const shares = new Map<string, Set<number>>();
  for (const { clientId, request } of seen) {
    const share = shares.get(clientId) ?? new Set();
    shares.set(clientId, share);
    for (const { partitions } of request.topics) for (const { partition } of partitions) share.add(partition);
  }
  return Object.fromEntries(
    [...shares].toSorted().map(([name, share]) => [name, [...share].toSorted((a, b) => a - b)]),
  );
}

async function setFetchers(cluster: MemoryCluster, count: number): Promise<string | null | undefined> {
  const codecs = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
  const configs = [{ name: "num.replica.fetchers", configOperation: 0, value: String(count) }];
  const resources = [{ resourceType: 4, resourceName: "", configs }];
  const { responses } = await ask(cluster, LEADER, [codecs, 1], { resources, validateOnly: false });
  return responses[0]?.errorMessage;
}

describe("config num.replica.fetchers:", () => {
  const PARTITIONS = 8;

  it("so many share a leader's partitions, as Apache Kafka would share them", async (context) => {
    const cluster = await followed(context, { "num.replica.fetchers": "3" }, PARTITIONS);
    const seen = watch(cluster);
    await cluster.until("all have asked", () => new Set(seen.map(({ clientId }) => clientId)).size === 3);
    // Of 31 · "t".hashCode() + partition, divided by 3, what is left.
    const led = (await cluster.partitions(LEADER, "t")).filter(({ leaderId }) => leaderId === LEADER);
    const expected: Record<string, number[]> = {};
    for (const { partitionIndex } of led.toSorted((a, b) => a.partitionIndex - b.partitionIndex)) {
      (expected[`broker-2-fetcher-${(31 * 116 + partitionIndex) % 3}`] ??= []).push(partitionIndex);
    }
    assert.deepEqual(sharesOf(seen), expected);
  });

  it("it can be doubled and halved while brokers run, and copying goes on", async (context) => {
    const cluster = await followed(context, {}, PARTITIONS);
    const fetchersAfter = async (): Promise<string[]> => {
      // What is under way from before.
      await cluster.clock.advanceAsync(1000);
      const seen = watch(cluster);
      await cluster.clock.advanceAsync(2000);
      return Object.keys(sharesOf(seen));
    };
    assert.deepEqual(await fetchersAfter(), ["broker-2-fetcher-0"]);
    assert.equal(
      await setFetchers(cluster, 3),
      "Dynamic thread count update validation failed for num.replica.fetchers=3, value should not be greater than double the current value 1",
    );
    assert.equal(await setFetchers(cluster, 2), null);
    assert.deepEqual(await fetchersAfter(), ["broker-2-fetcher-0", "broker-2-fetcher-1"]);
    assert.equal(await produce(cluster, await leaderOf(cluster, LEADER), "r"), ErrorCode.NONE);
    assert.equal(await setFetchers(cluster, 4), null);
    assert.equal(
      await setFetchers(cluster, 1),
      "Dynamic thread count update validation failed for num.replica.fetchers=1, value should be at least half the current value 4",
    );
    assert.equal(await setFetchers(cluster, 2), null);
    assert.deepEqual(await fetchersAfter(), ["broker-2-fetcher-0", "broker-2-fetcher-1"]);
    assert.equal(await produce(cluster, await leaderOf(cluster, LEADER), "r"), ErrorCode.NONE);
  });
});
