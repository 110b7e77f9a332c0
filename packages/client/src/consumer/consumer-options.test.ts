// What each option of the consumer does, seen by a scripted broker. Options of group membership are also seen by real groups in
// test/integration/client-groups.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FetchRequest } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest } from "@ottla/protocol/messages/find-coordinator";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { ListOffsetsRequest } from "@ottla/protocol/messages/list-offsets";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { ConsumerOptions } from "../config/consumer-config.ts";
import { KafkaError } from "../errors.ts";
import { DROP, ScriptedCluster } from "../testing/scripted-broker.ts";
import { ScriptedLog } from "../testing/scripted-log.ts";
import { decodeSubscription, encodeAssignment } from "./consumer-protocol.ts";
import type { ConsumerInterceptor } from "./consumer-interceptors.ts";
import { ConsumerRecords } from "./consumer-record.ts";
import { Consumer } from "./consumer.ts";

type Text = string | null;
const T0 = { topic: "t", partition: 0 };

interface World {
  readonly cluster: ScriptedCluster;
  readonly log: ScriptedLog;
  consumer(options?: object): Consumer<Text, Text>;
  poll(consumer: Consumer<Text, Text>, timeoutMs?: number): Promise<Text[]>;
  close(consumer: Consumer<Text, Text>): Promise<void>;
}

/** A cluster with a topic and a group of one, handed to the test. */
async function world(test: (w: World) => Promise<void>): Promise<void> {
  await using cluster = await ScriptedCluster.start(2);
  cluster.addTopic("t", [0, 0]);
  const log = new ScriptedLog(cluster);
  scriptGroup(cluster);
  await test({
    cluster,
    log,
    consumer(options = {}) {
      const all = {
        bootstrapServers: cluster.bootstrapServers,
        keyDeserializer: "StringDeserializer",
        valueDeserializer: "StringDeserializer",
        autoOffsetReset: "earliest",
        ...options,
      } as ConsumerOptions<Text, Text>;
      return new Consumer<Text, Text>(all, cluster.ports);
    },
    async poll(consumer, timeoutMs = 0) {
      const polled = consumer.poll({ timeoutMs });
      polled.catch(() => undefined);
      await cluster.advance(timeoutMs + 1);
      return [...(await polled)].map((one) => one.value);
    },
    async close(consumer) {
      const closing = consumer.close();
      await cluster.advance(1_000);
      await closing;
    },
  });
}

function scriptGroup(cluster: ScriptedCluster): void {
  cluster.on({ request: JoinGroupRequest, response: JoinGroupResponse }, ({ body }) => ({
    generationId: 1,
    protocolType: "consumer",
    protocolName: body.protocols[0]?.name ?? "",
    leader: "leader",
    memberId: "me",
  }));
  cluster.on({ request: SyncGroupRequest, response: SyncGroupResponse }, () => ({
    assignment: encodeAssignment({ partitions: [T0], userData: null }),
  }));
  cluster.on({ request: HeartbeatRequest, response: HeartbeatResponse }, () => ({}));
  cluster.on({ request: LeaveGroupRequest, response: LeaveGroupResponse }, () => ({}));
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => (error instanceof KafkaError ? error.code : String(error)),
  );
}

describe("options of the consumer about reading", () => {
  it("consumer config auto.offset.reset says where to begin", () =>
    world(async (w) => {
      w.log.append("t", 0, "a");
      for (const [policy, timestamp] of [
        ["earliest", -2],
        ["latest", -1],
      ] as const) {
        const consumer = w.consumer({ autoOffsetReset: policy });
        consumer.assign([T0]);
        await w.poll(consumer, 100);
        const asked = w.cluster.seen(ListOffsetsRequest).at(-1)?.body.topics[0]?.partitions[0]?.timestamp;
        assert.equal(asked, timestamp);
        await w.close(consumer);
      }
      const consumer = w.consumer({ autoOffsetReset: "by_duration:PT1H" });
      consumer.assign([T0]);
      const nowMs = w.cluster.clock.nowMs();
      await w.poll(consumer, 100);
      const asked = w.cluster.seen(ListOffsetsRequest).map((one) => one.body.topics[0]?.partitions[0]?.timestamp);
      assert.ok(asked.some((one) => one !== undefined && Math.abs(one - (nowMs - 3_600_000)) < 200));
      await w.close(consumer);
    }));

  it("consumer config fetch.min.bytes, consumer config fetch.max.wait.ms, consumer config fetch.max.bytes, consumer config max.partition.fetch.bytes and consumer config client.rack stand in the fetch", () =>
    world(async (w) => {
      const consumer = w.consumer({
        fetchMinBytes: 7,
        fetchMaxWaitMs: 321,
        fetchMaxBytes: 9_999,
        maxPartitionFetchBytes: 888,
        clientRack: "here",
      });
      consumer.assign([T0]);
      await w.poll(consumer, 100);
      const [request] = w.cluster.seen(FetchRequest);
      const { minBytes, maxWaitMs, maxBytes, rackId, topics } = request?.body ?? {};
      assert.deepEqual([minBytes, maxWaitMs, maxBytes, rackId], [7, 321, 9_999, "here"]);
      assert.equal(topics?.[0]?.partitions[0]?.partitionMaxBytes, 888);
      await w.close(consumer);
    }));

  it("consumer config client.rack reads from the replica in the same rack that the leader names", () =>
    world(async (w) => {
      w.log.append("t", 0, "a");
      w.log.intercept = ({ broker, body }) => {
        if (broker === 1 || body.topics.length === 0) return undefined;
        const { topicId = "" } = body.topics[0] ?? {};
        const partitions = [{ partitionIndex: 0, highWatermark: 1, preferredReadReplica: 1, records: null }];
        return { sessionId: 0, responses: [{ topicId, partitions }] };
      };
      const consumer = w.consumer({ clientRack: "here" });
      consumer.assign([T0]);
      assert.deepEqual(await w.poll(consumer, 1_000), ["a"]);
      assert.deepEqual([...new Set(w.cluster.seen(FetchRequest).map((one) => one.broker))], [0, 1]);
      await w.close(consumer);
    }));

  it("consumer config fetch.max.bytes bounds what waits altogether", () =>
    world(async (w) => {
      w.log.batchesMax = 2;
      for (const partition of [0, 1])
        w.log.append("t", partition, ...Array.from({ length: 20 }, () => "x".repeat(500)));
      const consumer = w.consumer({ fetchMaxBytes: 2_000, maxPollRecords: 1 });
      consumer.assign([T0, { topic: "t", partition: 1 }]);
      await w.poll(consumer, 100);
      await w.cluster.advance(5_000);
      assert.equal(w.cluster.seen(FetchRequest).length, 1, "one answer of four records is enough");
      await w.close(consumer);
    }));

  it("consumer config max.poll.records bounds a poll", () =>
    world(async (w) => {
      w.log.append("t", 0, "a", "b", "c");
      const consumer = w.consumer({ maxPollRecords: 2 });
      consumer.assign([T0]);
      assert.deepEqual([await w.poll(consumer, 100), await w.poll(consumer, 100)], [["a", "b"], ["c"]]);
      await w.close(consumer);
    }));

  it("a loop polls at most 50 records at a time, fewer with a smaller consumer config max.poll.records", () =>
    world(async (w) => {
      const values = Array.from({ length: 120 }, (_, index) => `v${index}`);
      w.log.append("t", 0, ...values);
      for (const [maxPollRecords, largest] of [
        [500, 50],
        [20, 20],
      ] as const) {
        const sizes: number[] = [];
        const seeing: ConsumerInterceptor<Text, Text> = {
          onConsume(records) {
            if (records.count > 0) sizes.push(records.count);
            return records;
          },
        };
        const consumer = w.consumer({ maxPollRecords, interceptorClasses: [seeing] });
        consumer.assign([T0]);
        const read: Text[] = [];
        const reading = (async () => {
          for await (const { value } of consumer) if (read.push(value) === values.length) break;
        })();
        for (let turn = 0; turn < 100 && read.length < values.length; turn++) await w.cluster.advance(10);
        await reading;
        assert.deepEqual(read, values);
        assert.equal(Math.max(...sizes), largest);
        await w.close(consumer);
      }
    }));

  it("consumer config isolation.level goes into fetches and offset queries", () =>
    world(async (w) => {
      for (const [level, code] of [
        ["read_uncommitted", 0],
        ["read_committed", 1],
      ] as const) {
        const consumer = w.consumer({ isolationLevel: level });
        consumer.assign([T0]);
        await w.poll(consumer, 100);
        assert.equal(
          w.cluster.seen(FetchRequest).findLast((one) => one.body.sessionEpoch === 0)?.body.isolationLevel,
          code,
        );
        assert.equal(w.cluster.seen(ListOffsetsRequest).at(-1)?.body.isolationLevel, code);
        await w.close(consumer);
      }
    }));

  it("consumer config check.crcs finds flipped bits", () =>
    world(async (w) => {
      w.log.append("t", 0, "a", "b");
      w.log.damage = (bytes) => {
        const at = bytes.lastIndexOf(0x62);
        if (at > 60) bytes[at] = 0x63;
      };
      const careful = w.consumer();
      careful.assign([T0]);
      assert.deepEqual(await w.poll(careful, 100), ["a"]);
      const polled = codeOf(careful.poll({ timeoutMs: 100 }));
      await w.cluster.advance(200);
      assert.equal(await polled, "CORRUPT_RECORD");
      await w.close(careful);
      const careless = w.consumer({ checkCrcs: false });
      careless.assign([T0]);
      assert.deepEqual(await w.poll(careless, 100), ["a", "c"]);
      await w.close(careless);
    }));

  it("consumer config key.deserializer and consumer config value.deserializer make values of bytes", () =>
    world(async (w) => {
      w.log.append("t", 0, "ab");
      const consumer = new Consumer<string, number>(
        {
          bootstrapServers: w.cluster.bootstrapServers,
          "auto.offset.reset": "earliest",
          "key.deserializer": (data, topic) => `${topic}:${String(data)}`,
          "value.deserializer": "org.apache.kafka.common.serialization.ShortDeserializer",
        },
        w.cluster.ports,
      );
      consumer.assign([T0]);
      const polled = consumer.poll({ timeoutMs: 100 });
      await w.cluster.advance(100);
      const [record] = await polled;
      assert.deepEqual([record?.key, record?.value], ["t:null", 0x6162]);
      await w.close(consumer as unknown as Consumer<Text, Text>);
    }));

  it("consumer config interceptor.classes changes what polls give, and sees commits; one that throws is passed over", () =>
    world(async ({ cluster, log, consumer, poll, close }) => {
      log.append("t", 0, "a", "b");
      const seen: string[] = [];
      const broken: ConsumerInterceptor = {
        onConsume: () => {
          throw new Error("no");
        },
      };
      const onlyFirst: ConsumerInterceptor<Text, Text> = {
        onConsume(records) {
          const kept = new ConsumerRecords<Text, Text>();
          kept.add(T0, records.records(T0).slice(0, 1));
          return kept;
        },
        onCommit: (offsets) =>
          void seen.push(offsets.map((one) => `${one.topic}-${one.partition}@${one.offset}`).join()),
        close: () => void seen.push("closed"),
      };
      const one = consumer({ groupId: "g", interceptorClasses: [broken, onlyFirst], enableAutoCommit: false });
      one.assign([T0]);
      assert.deepEqual(await poll(one, 100), ["a"]);
      const committing = one.commitSync();
      await cluster.advance(100);
      await committing;
      await close(one);
      assert.deepEqual(seen, ["t-0@2", "closed"]);
      assert.deepEqual(cluster.warnings, ["Error executing interceptor onConsume callback: no"]);
    }));

  it("consumer config allow.auto.create.topics goes into requests for metadata", () =>
    world(async (w) => {
      for (const isAllowed of [true, false]) {
        const consumer = w.consumer({ allowAutoCreateTopics: isAllowed });
        consumer.assign([T0]);
        await w.poll(consumer, 100);
        assert.equal(w.cluster.seen(MetadataRequest).at(-1)?.body.allowAutoTopicCreation, isAllowed);
        await w.close(consumer);
      }
    }));

  it("consumer config default.api.timeout.ms ends calls that get no answer", () =>
    world(async (w) => {
      const consumer = w.consumer({ groupId: "g", defaultApiTimeoutMs: 1_500, requestTimeoutMs: 1_000 });
      for (const broker of [0, 1]) await w.cluster.stop(broker);
      const outcome = codeOf(consumer.committed([T0]));
      await w.cluster.advance(1_400);
      let isOver = false;
      void outcome.then(() => {
        isOver = true;
      });
      await w.cluster.advance(0);
      const early = isOver;
      await w.cluster.advance(200);
      assert.equal(await outcome, "TIMEOUT");
      assert.ok(!early || isOver);
      await w.close(consumer);
    }));
});

describe("options of the consumer about its group", () => {
  it("consumer config group.id, consumer config session.timeout.ms, consumer config max.poll.interval.ms and consumer config group.instance.id stand in the join", () =>
    world(async (w) => {
      const options = { groupId: "g", sessionTimeoutMs: 7_777, maxPollIntervalMs: 88_888, groupInstanceId: "i" };
      const consumer = w.consumer(options);
      consumer.subscribe("t");
      await w.poll(consumer, 100);
      const { body } = w.cluster.seen(JoinGroupRequest)[0] ?? {};
      assert.deepEqual(
        [body?.groupId, body?.sessionTimeoutMs, body?.rebalanceTimeoutMs, body?.groupInstanceId],
        ["g", 7_777, 88_888, "i"],
      );
      assert.deepEqual(w.cluster.seen(FindCoordinatorRequest)[0]?.body.coordinatorKeys, ["g"]);
      await w.close(consumer);
      assert.equal(w.cluster.seen(LeaveGroupRequest).length, 0, "a static member does not leave");
    }));

  it("consumer config partition.assignment.strategy offers its assignors in order, with the rack", () =>
    world(async (w) => {
      const strategy = ["cooperative-sticky", { ...customAssignor, name: "mine" }];
      const consumer = w.consumer({ groupId: "g", partitionAssignmentStrategy: strategy, clientRack: "r" });
      consumer.subscribe("t");
      await w.poll(consumer, 100);
      const protocols = w.cluster.seen(JoinGroupRequest)[0]?.body.protocols ?? [];
      assert.deepEqual(
        protocols.map((one) => one.name),
        ["cooperative-sticky", "mine"],
      );
      const mine = decodeSubscription(protocols[1]?.metadata as Uint8Array);
      assert.deepEqual([mine.topics, mine.rackId, Buffer.from(mine.userData ?? []).toString()], [["t"], "r", "hello"]);
      await w.close(consumer);
    }));

  it("consumer config heartbeat.interval.ms is the time between heartbeats", () =>
    world(async (w) => {
      const consumer = w.consumer({ groupId: "g", heartbeatIntervalMs: 500 });
      consumer.subscribe("t");
      await w.poll(consumer, 100);
      const before = w.cluster.seen(HeartbeatRequest).length;
      await w.cluster.advance(5_000);
      assert.equal(w.cluster.seen(HeartbeatRequest).length - before, 10);
      await w.close(consumer);
    }));

  it("consumer config session.timeout.ms without answers makes the coordinator be found again", () =>
    world(async (w) => {
      const consumer = w.consumer({ groupId: "g", heartbeatIntervalMs: 500, sessionTimeoutMs: 2_000 });
      consumer.subscribe("t");
      await w.poll(consumer, 100);
      w.cluster.on({ request: HeartbeatRequest, response: HeartbeatResponse }, () => DROP);
      await w.cluster.advance(1_900);
      assert.equal(w.cluster.seen(FindCoordinatorRequest).length, 1);
      await w.cluster.advance(700);
      assert.equal(w.cluster.seen(FindCoordinatorRequest).length, 2);
      await w.close(consumer);
    }));

  it("consumer config max.poll.interval.ms without polls makes the member leave", () =>
    world(async (w) => {
      const consumer = w.consumer({ groupId: "g", maxPollIntervalMs: 4_000 });
      consumer.subscribe("t");
      await w.poll(consumer, 100);
      await w.cluster.advance(3_800);
      assert.equal(w.cluster.seen(LeaveGroupRequest).length, 0);
      await w.cluster.advance(200);
      assert.equal(w.cluster.seen(LeaveGroupRequest).length, 1);
      await w.close(consumer);
    }));

  it("consumer config enable.auto.commit and consumer config auto.commit.interval.ms commit what was processed", () =>
    world(async (w) => {
      w.log.append("t", 0, "a");
      const manual = w.consumer({ groupId: "g", enableAutoCommit: false });
      manual.assign([T0]);
      await w.poll(manual, 7_000);
      await w.poll(manual, 100);
      await w.close(manual);
      assert.equal(w.log.committed.size, 0);
      const consumer = w.consumer({ groupId: "g", autoCommitIntervalMs: 2_000 });
      consumer.assign([T0]);
      assert.deepEqual(await w.poll(consumer, 100), ["a"]);
      await w.poll(consumer, 1_000);
      assert.equal(w.log.committed.size, 0);
      await w.cluster.advance(1_000);
      await w.poll(consumer, 10);
      assert.equal(w.log.committed.get("t-0"), 1);
      await w.close(consumer);
    }));

  it("consumer config exclude.internal.topics keeps a pattern from internal topics", () =>
    world(async (w) => {
      w.cluster.addTopic("__internal", [0]).isInternal = true;
      for (const isExcluded of [true, false]) {
        const consumer = w.consumer({ groupId: "g", excludeInternalTopics: isExcluded });
        consumer.subscribe(/.*/);
        await w.poll(consumer, 100);
        assert.deepEqual([...consumer.subscription()].sort(), isExcluded ? ["t"] : ["__internal", "t"]);
        await w.close(consumer);
      }
    }));
});

const customAssignor = {
  name: "custom",
  version: 0,
  supportedProtocols: ["COOPERATIVE", "EAGER"] as const,
  subscriptionUserData: () => Buffer.from("hello"),
  assign: () => new Map(),
};
