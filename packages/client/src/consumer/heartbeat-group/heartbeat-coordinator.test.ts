import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import type { ConsumerOptions } from "../../config/consumer-config.ts";
import { ConfigError } from "../../errors.ts";
import { errorOf, untilOver } from "../../testing/outcome.ts";
import { ScriptedCluster } from "../../testing/scripted-broker.ts";
import type { ScriptedTopic } from "../../testing/scripted-broker.ts";
import { ScriptedLog } from "../../testing/scripted-log.ts";
import { Consumer } from "../consumer.ts";
import { SubscriptionPattern } from "../subscription-pattern.ts";

const HEARTBEAT = { request: ConsumerGroupHeartbeatRequest, response: ConsumerGroupHeartbeatResponse };

interface World {
  readonly cluster: ScriptedCluster;
  readonly log: ScriptedLog;
  readonly topic: ScriptedTopic;
  /** What the group answers to the next heartbeats; the last one stays. */
  readonly answers: object[];
  readonly consumer: Consumer<string, string>;
  run<T>(call: Promise<T>): Promise<T>;
}

async function world(options: object, test: (world: World) => Promise<void>, versionMax = 1): Promise<void> {
  await using cluster = await ScriptedCluster.start(1);
  const log = new ScriptedLog(cluster);
  const topic = cluster.addTopic("t", [0, 0]);
  const answers: object[] = [{ memberEpoch: 1, heartbeatIntervalMs: 100, assignment: assignmentOf(topic, 0, 1) }];
  cluster.on(
    HEARTBEAT,
    ({ body }) => {
      if (body.memberEpoch < 0) return { memberEpoch: body.memberEpoch };
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
    },
    { max: versionMax },
  );
  const all = { bootstrapServers: cluster.bootstrapServers, groupId: "g", groupProtocol: "consumer", ...options };
  const consumer = new Consumer<string, string>(all as ConsumerOptions<string, string>, cluster.ports);
  const run = <T>(call: Promise<T>): Promise<T> => untilOver(cluster, call);
  try {
    await test({ cluster, log, topic, answers, consumer, run });
  } finally {
    await run(consumer.close({ timeoutMs: 1_000 }));
  }
}

function assignmentOf(topic: ScriptedTopic, ...partitions: number[]): object {
  return { topicPartitions: [{ topicId: topic.topicId, partitions }] };
}

describe("a consumer of the consumer protocol", () => {
  it("consumer config group.remote.assignor is asked of the coordinator when joining", async () => {
    await world({ groupRemoteAssignor: "range", clientRack: "r1", maxPollIntervalMs: 7_000 }, async (w) => {
      w.consumer.subscribe("t");
      await w.run(w.consumer.poll({ timeoutMs: 500 }));
      const [first, ...others] = w.cluster.seen(ConsumerGroupHeartbeatRequest);
      assert.equal(first?.body.serverAssignor, "range");
      assert.equal(first.body.rackId, "r1");
      assert.equal(first.body.rebalanceTimeoutMs, 7_000);
      assert.match(first.body.memberId, /^[A-Za-z0-9_-]{22}$/);
      assert.ok(others.length > 1 && others.every(({ body }) => body.serverAssignor === null));
    });
  });

  it("a member that was fenced stays who it was until a poll, so that its transaction is refused and not taken for anybody's", async () => {
    await world({}, async (w) => {
      w.consumer.subscribe("t");
      await w.run(w.consumer.poll({ timeoutMs: 100 }));
      const before = w.consumer.groupMetadata();
      assert.equal(before.generationId, 1);
      const heartbeats = w.cluster.seen(ConsumerGroupHeartbeatRequest).length;
      w.answers.splice(0, 1, { errorCode: ErrorCode.FENCED_MEMBER_EPOCH });
      await w.cluster.advance(500);
      assert.ok(w.cluster.seen(ConsumerGroupHeartbeatRequest).length > heartbeats, "it has been told");
      assert.deepEqual(w.consumer.groupMetadata(), before);
    });
  });

  it("consumer config group.protocol decides who assigns, and which other options are allowed", async () => {
    await world({}, async (w) => {
      w.consumer.subscribe("t");
      await w.run(w.consumer.poll({ timeoutMs: 100 }));
      assert.deepEqual(
        w.consumer.assignment().map((one) => one.partition),
        [0, 1],
      );
      assert.equal(w.consumer.groupMetadata().generationId, 1);
      assert.throws(() => w.consumer.enforceRebalance(), /Operation not supported in new consumer group protocol/);
    });
    const refused = (options: object): string => {
      try {
        // oxlint-disable-next-line no-new -- the constructor is what is tested
        new Consumer({ bootstrapServers: ["x:1"], groupId: "g", ...options });
      } catch (error) {
        assert.ok(error instanceof ConfigError);
        return error.message;
      }
      return "accepted";
    };
    assert.equal(
      refused({ groupProtocol: "consumer", sessionTimeoutMs: 6_000, heartbeatIntervalMs: 1_000 }),
      "heartbeat.interval.ms, session.timeout.ms cannot be set when group.protocol=CONSUMER",
    );
    assert.equal(
      refused({ groupProtocol: "consumer", partitionAssignmentStrategy: "range" }),
      "partition.assignment.strategy cannot be set when group.protocol=CONSUMER",
    );
    assert.equal(
      refused({ groupRemoteAssignor: "uniform" }),
      "group.remote.assignor cannot be set when group.protocol=CLASSIC",
    );
  });

  it("says what to do when the cluster knows neither the protocol nor expressions", async () => {
    await world(
      {},
      async (w) => {
        w.consumer.subscribe(new SubscriptionPattern("t.*"));
        const error = await errorOf(w.run(w.consumer.poll({ timeoutMs: 500 })));
        assert.match(error.message, /It must be upgraded to use ConsumerGroupHeartbeat API version >= 1/);
        assert.equal(error.code, "UNSUPPORTED_VERSION");
      },
      0,
    );
    await using cluster = await ScriptedCluster.start(1);
    const log = new ScriptedLog(cluster);
    assert.ok(log.partitions.size === 0);
    cluster.addTopic("t", [0]);
    const consumer = new Consumer(
      { bootstrapServers: cluster.bootstrapServers, groupId: "g", groupProtocol: "consumer" },
      cluster.ports,
    );
    consumer.subscribe("t");
    const polled = errorOf(consumer.poll({ timeoutMs: 500 }));
    await cluster.advance(600);
    assert.match((await polled).message, /Set group.protocol=classic on the consumer configs/);
    await consumer.close();
    const classic = new Consumer({ bootstrapServers: ["x:1"], groupId: "g" });
    assert.throws(
      () => classic.subscribe(new SubscriptionPattern("t")),
      /not supported when using the CLASSIC protocol/,
    );
    await classic.close();
  });

  it("commits with its epoch; a stale one fails the application's commit, and is repeated before partitions go", async () => {
    await world({ enableAutoCommit: true, autoCommitIntervalMs: 100_000, autoOffsetReset: "earliest" }, async (w) => {
      w.log.append("t", 0, "a", "b");
      w.consumer.subscribe("t");
      await w.run(w.consumer.poll({ timeoutMs: 100 }));
      let stale = 1;
      const committed: number[] = [];
      w.cluster.on({ request: OffsetCommitRequest, response: OffsetCommitResponse }, ({ body }) => {
        committed.push(body.generationIdOrMemberEpoch);
        const errorCode = stale-- > 0 ? ErrorCode.STALE_MEMBER_EPOCH : 0;
        return {
          topics: body.topics.map(({ name, partitions }) => ({
            name,
            partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
          })),
        };
      });
      const failed = await errorOf(w.run(w.consumer.commitSync([{ topic: "t", partition: 0, offset: 1 }])));
      assert.equal(failed.code, "COMMIT_FAILED");
      assert.match(failed.message, /^OffsetCommit failed with stale member epoch/);
      stale = 1;
      w.answers[0] = { memberEpoch: 2, heartbeatIntervalMs: 100, assignment: assignmentOf(w.topic, 1) };
      await w.run(w.consumer.poll({ timeoutMs: 1_000 }));
      assert.deepEqual(
        w.consumer.assignment().map((one) => one.partition),
        [1],
      );
      assert.deepEqual(committed, [1, 2, 2]);
    });
  });

  it("calls its listener for what goes, then for what comes, and commits in between nothing that was not read", async () => {
    await world({ enableAutoCommit: false }, async (w) => {
      const events: string[] = [];
      const note = (event: string) => (partitions: readonly { readonly partition: number }[]) =>
        void events.push(`${event}${partitions.map((one) => one.partition).join("+")}`);
      w.consumer.subscribe("t", {
        onPartitionsAssigned: note("+"),
        onPartitionsRevoked: note("-"),
        onPartitionsLost: note("lost "),
      });
      await w.run(w.consumer.poll({ timeoutMs: 100 }));
      w.answers[0] = { memberEpoch: 2, heartbeatIntervalMs: 100, assignment: assignmentOf(w.topic, 1) };
      await w.run(w.consumer.poll({ timeoutMs: 300 }));
      w.answers[0] = { memberEpoch: 3, heartbeatIntervalMs: 100, assignment: assignmentOf(w.topic, 0) };
      await w.run(w.consumer.poll({ timeoutMs: 300 }));
      assert.deepEqual(events.splice(0), ["+0+1", "-0", "+", "-1", "+0"]);
      w.answers.unshift({ errorCode: ErrorCode.FENCED_MEMBER_EPOCH });
      await w.run(w.consumer.poll({ timeoutMs: 500 }));
      assert.deepEqual(events.splice(0), ["lost 0", "+0"]);
      await w.run(w.consumer.close());
      assert.deepEqual(events, ["-0"]);
      assert.equal(w.cluster.seen(ConsumerGroupHeartbeatRequest).at(-1)?.body.memberEpoch, -1);
    });
  });

  it("goes on reading what stays while it commits what goes, of which it reads nothing more", async () => {
    await world({ autoOffsetReset: "earliest" }, async (w) => {
      const given: string[] = [];
      const poll = async (timeoutMs: number): Promise<void> => {
        for (const { value } of await w.run(w.consumer.poll({ timeoutMs }))) given.push(String(value));
      };
      w.log.append("t", 0, "goes 1");
      w.log.append("t", 1, "stays 1");
      w.consumer.subscribe("t");
      for (let i = 0; i < 5 && given.length < 2; i++) await poll(300);
      assert.deepEqual(given.splice(0).sort(), ["goes 1", "stays 1"]);
      const held = Promise.withResolvers<void>();
      const committed: [number, number][] = [];
      w.cluster.on({ request: OffsetCommitRequest, response: OffsetCommitResponse }, async ({ body }) => {
        for (const { partitions } of body.topics)
          for (const one of partitions) committed.push([one.partitionIndex, one.committedOffset]);
        await held.promise;
        return {
          topics: body.topics.map(({ name, topicId, partitions }) => ({
            ...{ name, topicId },
            partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex })),
          })),
        };
      });
      w.answers[0] = { memberEpoch: 2, heartbeatIntervalMs: 100, assignment: assignmentOf(w.topic, 1) };
      for (let i = 0; i < 5 && committed.length === 0; i++) await poll(100);
      assert.deepEqual(committed.sort(), [
        [0, 1],
        [1, 1],
      ]);
      w.log.append("t", 0, "goes 2");
      w.log.append("t", 1, "stays 2");
      await poll(300);
      assert.deepEqual(given, ["stays 2"]);
      assert.equal(w.consumer.assignment().length, 2, "it goes when it is committed");
      held.resolve();
      for (let i = 0; i < 5 && w.consumer.assignment().length > 1; i++) await poll(100);
      assert.deepEqual(w.consumer.assignment(), [{ topic: "t", partition: 1 }]);
      assert.deepEqual(given, ["stays 2"]);
    });
  });

  it("waits with a topic whose name it cannot find out yet, and takes the others", async () => {
    await world({ enableAutoCommit: false }, async (w) => {
      const unknown = { topicId: "unknownunknownunknownQ", partitions: [0] };
      const known = { topicId: w.topic.topicId, partitions: [0] };
      w.answers[0] = { memberEpoch: 2, heartbeatIntervalMs: 100, assignment: { topicPartitions: [unknown, known] } };
      w.consumer.subscribe("t");
      await w.run(w.consumer.poll({ timeoutMs: 300 }));
      assert.deepEqual(w.consumer.assignment(), [{ topic: "t", partition: 0 }]);
      const before = w.cluster.seen(ConsumerGroupHeartbeatRequest).length;
      await w.run(w.consumer.poll({ timeoutMs: 1_000 }));
      const heartbeats = w.cluster.seen(ConsumerGroupHeartbeatRequest).length - before;
      assert.ok(heartbeats > 5 && heartbeats < 15, `${heartbeats} heartbeats: one an interval, not one a poll`);
    });
  });
});
