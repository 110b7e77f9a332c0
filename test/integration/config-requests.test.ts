// What the broker's configurations of fetches, groups and committed offsets do, seen through a whole broker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { compressionAt, CompressionType } from "@ottla/records";
import { MemoryBroker, RESOURCE } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const OFFSETS_TOPIC = "__consumer_offsets";
const MINUTE_MS = 60_000;

describe("fetches", () => {
  it("config fetch.max.bytes: the most that one response carries, whatever the client allows", async (context) => {
    const bytesOf = async (config: Configs): Promise<number> => {
      const broker = await MemoryBroker.start(context, config);
      await broker.createTopic("t");
      for (let index = 0; index < 10; index += 1) await broker.append("t", { value: new Uint8Array(900) });
      return (await broker.fetch("t", 0, 1 << 20)).length;
    };
    assert.ok((await bytesOf({})) > 9000);
    const bounded = await bytesOf({ "fetch.max.bytes": "2048" });
    assert.ok(bounded > 900 && bounded <= 2048, String(bounded));
  });

  it("config max.incremental.fetch.session.cache.slots: so many clients have a session, further ones fetch without", async (context) => {
    const sessionsOf = async (config: Configs): Promise<number> => {
      const broker = await MemoryBroker.start(context, config);
      const { topicId } = await broker.createTopic("t");
      let sessions = 0;
      for (let index = 0; index < 5; index += 1) {
        const response = await broker.request([FetchRequest, FetchResponse], 18, {
          maxWaitMs: 0,
          sessionEpoch: 0,
          topics: [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }],
        });
        assert.equal(response.errorCode, 0);
        sessions += Number(response.sessionId !== 0);
      }
      return sessions;
    };
    assert.equal(await sessionsOf({}), 5);
    assert.equal(await sessionsOf({ "max.incremental.fetch.session.cache.slots": "2" }), 2);
  });
});

/** A broker whose offsets topic was created because a client asked for the coordinator of `g`; the code of the last answer. */
async function startGroups(
  context: TestContext,
  config: Configs,
): Promise<{ broker: MemoryBroker; errorCode: number }> {
  const broker = await MemoryBroker.start(context, { "offsets.topic.num.partitions": "1", ...config });
  let errorCode = -1;
  for (let attempt = 0; attempt < 5 && errorCode !== 0; attempt += 1) {
    const found = await broker.request([FindCoordinatorRequest, FindCoordinatorResponse], 4, {
      keyType: 0,
      coordinatorKeys: ["g"],
    });
    errorCode = found.coordinators[0]?.errorCode ?? -1;
    await broker.advance(1);
  }
  return { broker, errorCode };
}

async function commit(broker: MemoryBroker, committedOffset: number, metadata = ""): Promise<number> {
  const response = await broker.request([OffsetCommitRequest, OffsetCommitResponse], 9, {
    groupId: "g",
    generationIdOrMemberEpoch: -1,
    topics: [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: metadata }] }],
  });
  return response.topics[0]?.partitions[0]?.errorCode ?? -1;
}

/** The committed offset, once the group is loaded; −1 for none. */
async function committed(broker: MemoryBroker): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const response = await broker.request([OffsetFetchRequest, OffsetFetchResponse], 8, {
      groups: [{ groupId: "g", topics: [{ name: "t", partitionIndexes: [0] }] }],
    });
    const [group] = response.groups;
    if (group?.errorCode === 0) return group.topics[0]?.partitions[0]?.committedOffset ?? -1;
    await broker.advance(1);
  }
  return assert.fail("the group is loaded");
}

function join(broker: MemoryBroker, { sessionTimeoutMs = 10_000, memberId = "" } = {}): Promise<JoinGroupResponse> {
  return broker.request([JoinGroupRequest, JoinGroupResponse], 9, {
    groupId: "g",
    memberId,
    sessionTimeoutMs,
    rebalanceTimeoutMs: 10_000,
    protocolType: "consumer",
    protocols: [{ name: "range", metadata: new Uint8Array(0) }],
  });
}

/** What an answer is and when it comes, in steps of 100 ms. */
async function answeredAfter(
  broker: MemoryBroker,
  answer: Promise<number>,
): Promise<{ errorCode: number; ms: number }> {
  const startMs = broker.clock.nowMs();
  const state = { isAnswered: false };
  const answered = answer.finally(() => {
    state.isAnswered = true;
  });
  await broker.advance(0);
  while (!state.isAnswered) await broker.advance(100);
  return { errorCode: await answered, ms: broker.clock.nowMs() - startMs };
}

describe("the offsets topic", () => {
  it("config offsets.topic.num.partitions and config offsets.topic.replication.factor: what it is created with", async (context) => {
    const { broker, errorCode } = await startGroups(context, { "offsets.topic.num.partitions": "7" });
    assert.equal(errorCode, 0);
    const metadata = await broker.request([MetadataRequest, MetadataResponse], 12, {
      topics: [{ name: OFFSETS_TOPIC }],
    });
    assert.equal(metadata.topics[0]?.partitions.length, 7);
    assert.equal(metadata.topics[0]?.partitions[0]?.replicaNodes.length, 1);
    // One broker cannot hold three replicas: there is no coordinator until there are enough.
    const { broker: alone, errorCode: refused } = await startGroups(context, {
      "offsets.topic.replication.factor": "3",
    });
    assert.equal(refused, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.ok(alone.warnings.some((warning) => warning.includes(OFFSETS_TOPIC)));
  });

  it("config offsets.topic.segment.bytes: the size of its segments", async (context) => {
    const { broker } = await startGroups(context, { "offsets.topic.segment.bytes": "2000000" });
    assert.equal((await broker.describeConfigs(RESOURCE.TOPIC, OFFSETS_TOPIC)).get("segment.bytes"), "2000000");
    await broker.createTopic("t");
    const metadata = "m".repeat(4000);
    for (let index = 0; index < 600; index += 1) assert.equal(await commit(broker, index, metadata), 0);
    assert.equal(await broker.segmentCount(OFFSETS_TOPIC), 2);
  });

  it("config offsets.topic.compression.codec: the codec of its batches", async (context) => {
    for (const codec of [CompressionType.NONE, CompressionType.GZIP, CompressionType.LZ4]) {
      const { broker } = await startGroups(context, { "offsets.topic.compression.codec": String(codec) });
      await broker.createTopic("t");
      assert.equal(await commit(broker, 5, "m".repeat(1000)), 0);
      assert.equal(compressionAt(await broker.fetch(OFFSETS_TOPIC), 0), codec);
    }
    await assert.rejects(MemoryBroker.start(context, { "offsets.topic.compression.codec": "9" }), {
      message: "offsets.topic.compression.codec has an unknown compression type id: 9",
    });
  });

  it("config offsets.load.buffer.size: how many bytes at a time are read when groups are loaded", async (context) => {
    const readsAtLoad = async (config: Configs): Promise<number> => {
      const { broker } = await startGroups(context, config);
      await broker.createTopic("t");
      for (let index = 0; index < 20; index += 1) assert.equal(await commit(broker, index), 0);
      await broker.restart();
      broker.recordsOperations = true;
      assert.equal(await committed(broker), 19);
      return broker.takeOperations("read", `/${OFFSETS_TOPIC}-0/00000000000000000000.log`);
    };
    const [few, many] = [await readsAtLoad({}), await readsAtLoad({ "offsets.load.buffer.size": "500" })];
    assert.ok(few <= 2 && many > 4, `${few} and ${many}`);
  });
});

describe("groups", () => {
  it("config group.min.session.timeout.ms and config group.max.session.timeout.ms: what a member may ask for", async (context) => {
    const outcomes = async (config: Configs): Promise<readonly boolean[]> => {
      const { broker } = await startGroups(context, config);
      const isRefused = async (sessionTimeoutMs: number): Promise<boolean> =>
        (await join(broker, { sessionTimeoutMs })).errorCode === ErrorCode.INVALID_SESSION_TIMEOUT;
      return [await isRefused(4999), await isRefused(5000), await isRefused(7000), await isRefused(7001)];
    };
    const limits = { "group.min.session.timeout.ms": "5000", "group.max.session.timeout.ms": "7000" };
    assert.deepEqual(await outcomes(limits), [true, false, false, true]);
    assert.deepEqual(await outcomes({}), [true, true, false, false]);
  });

  it("config group.initial.rebalance.delay.ms: how long a new group waits for more members", async (context) => {
    for (const delayMs of [700, 5000]) {
      const { broker } = await startGroups(context, { "group.initial.rebalance.delay.ms": String(delayMs) });
      const { memberId } = await join(broker);
      const state = { isJoined: false };
      const joined = join(broker, { memberId }).finally(() => {
        state.isJoined = true;
      });
      await broker.advance(delayMs - 50);
      assert.equal(state.isJoined, false);
      await broker.advance(100);
      assert.equal(state.isJoined, true);
      assert.equal((await joined).errorCode, 0);
    }
  });

  it("config group.max.size: whoever comes beyond it is refused", async (context) => {
    const { broker } = await startGroups(context, { "group.max.size": "2" });
    const connections = [await broker.dial(), await broker.dial(), await broker.dial()];
    const errors: number[] = [];
    for (const connection of connections) {
      const request = {
        groupId: "g",
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 10_000,
        protocolType: "consumer",
        protocols: [{ name: "range", metadata: new Uint8Array(0) }],
      };
      // Before version 4 a member joins at once and is given its id with the answer.
      void connection.request([JoinGroupRequest, JoinGroupResponse], 3, request).then(
        ({ errorCode }) => errors.push(errorCode),
        () => {},
      );
      await broker.advance(10);
    }
    assert.deepEqual(errors, [ErrorCode.GROUP_MAX_SIZE_REACHED], "two wait for the assignment, the third is refused");
  });

  it("config offset.metadata.max.bytes: longer metadata of a commit is refused", async (context) => {
    const { broker } = await startGroups(context, { "offset.metadata.max.bytes": "10" });
    await broker.createTopic("t");
    assert.equal(await commit(broker, 1, "m".repeat(10)), 0);
    assert.equal(await commit(broker, 2, "m".repeat(11)), ErrorCode.OFFSET_METADATA_TOO_LARGE);
  });

  it("config group.coordinator.append.linger.ms: how long records of groups wait for others before they are written", async (context) => {
    const { broker } = await startGroups(context, { "group.coordinator.append.linger.ms": "800" });
    await broker.createTopic("t");
    const answer = await answeredAfter(broker, commit(broker, 1));
    assert.deepEqual(answer, { errorCode: 0, ms: 800 });
  });

  it("config offsets.commit.timeout.ms: how long a commit waits for its write", async (context) => {
    for (const [config, ms] of [
      [{}, 5000],
      [{ "offsets.commit.timeout.ms": "2000" }, 2000],
    ] as const) {
      const { broker } = await startGroups(context, config);
      await broker.createTopic("t");
      assert.equal(await commit(broker, 1), 0);
      const { promise, resolve } = Promise.withResolvers<void>();
      broker.delay = ({ kind, path }) => (kind === "write" && path.includes(OFFSETS_TOPIC) ? promise : undefined);
      const answer = await answeredAfter(broker, commit(broker, 2));
      // Without it the broker could not stop.
      broker.delay = undefined;
      resolve();
      assert.deepEqual(answer, { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, ms });
    }
  });

  it("config offsets.retention.minutes and config offsets.retention.check.interval.ms: when offsets of an empty group go", async (context) => {
    const goneAfter = async (config: Configs): Promise<number> => {
      const { broker } = await startGroups(context, config);
      await broker.createTopic("t");
      assert.equal(await commit(broker, 5), 0);
      const startMs = broker.clock.nowMs();
      while ((await committed(broker)) === 5) {
        assert.ok(broker.clock.nowMs() - startMs < 20 * MINUTE_MS);
        await broker.advance(5000);
      }
      return Math.round((broker.clock.nowMs() - startMs) / MINUTE_MS);
    };
    const check = "offsets.retention.check.interval.ms";
    assert.equal(await goneAfter({ "offsets.retention.minutes": "2", [check]: "1000" }), 2);
    assert.equal(await goneAfter({ "offsets.retention.minutes": "4", [check]: "1000" }), 4);
    assert.equal(await goneAfter({ "offsets.retention.minutes": "2", [check]: String(6 * MINUTE_MS) }), 6);
  });
});
