// What the kit does with a whole broker: its time, its lives, its snapshots, its upkeep, the errors it is made to answer.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { Broker, consumeAll, getRecords, getSingleRecord } from "@ottla/testkit";
import { Kafka, logLevel } from "kafkajs";
import type { KafkaJSAggregateError } from "kafkajs";
import { until } from "./client-target.ts";

const DAY_MS = 86_400_000;

async function valuesOf(broker: Broker, topic: string): Promise<(string | null)[]> {
  return (await consumeAll(broker, topic)).map((record) => record.value);
}

async function send(broker: Broker, topic: string, ...values: string[]): Promise<void> {
  await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
  await producer.sendBatch(values.map((value) => ({ topic, value })));
}

describe("topics of a broker under test", () => {
  it("are there with their partitions, configs and records", async () => {
    const records = [
      { key: "k", value: "a" },
      { key: "l", value: "b", partition: 1, headers: { h: "1" } },
    ];
    await using broker = await Broker.start({
      topics: { plain: 1, seeded: { partitions: 2, configs: { "cleanup.policy": "compact" }, records } },
    });
    assert.deepEqual((await valuesOf(broker, "seeded")).sort(), ["a", "b"]);
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    const topics = await admin.describeTopics(["plain", "seeded"]);
    assert.equal(topics.value("seeded").partitions.length, 2);
    await assert.rejects(broker.createTopics({ plain: 1 }), /exists/);
  });

  it("with a seed, ids are the same in each run", async () => {
    const ids = async (seed: number): Promise<unknown[]> => {
      await using broker = await Broker.start({ seed, topics: { t: 1 } });
      await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
      return [broker.clusterId, (await admin.describeTopics(["t"])).value("t").topicId];
    };
    const first = await ids(7);
    assert.deepEqual(await ids(7), first);
    assert.notDeepEqual(await ids(8), first);
  });
});

describe("the time of a broker under test", () => {
  it("advances past a retention of days: the records are gone", async () => {
    await using broker = await Broker.start({
      topics: { t: { configs: { "retention.ms": String(3 * DAY_MS) }, records: ["old"] } },
    });
    await broker.advance(2 * DAY_MS);
    assert.deepEqual(await valuesOf(broker, "t"), ["old"]);
    await broker.advance(2 * DAY_MS);
    await until(async () => (await valuesOf(broker, "t")).length === 0, "retention has taken the record");
  });

  it("stands still where it is told to, and begins when it is told to", async () => {
    const nowMs = Date.UTC(2030, 0, 1);
    await using broker = await Broker.start({
      isStanding: true,
      nowMs,
      topics: { t: { configs: { "message.timestamp.type": "LogAppendTime" }, records: ["a"] } },
    });
    assert.equal((await getSingleRecord(broker, "t")).timestamp, nowMs);
    await broker.advance(5_000);
    await send(broker, "t", "b");
    assert.deepEqual(
      (await getRecords(broker, "t", { count: 2 })).map((record) => record.timestamp),
      [nowMs, nowMs + 5_000],
    );
    await assert.rejects(broker.advance(-1), /backwards/);
  });

  it("upkeep is done when asked for: retention, cleaning, expiry", async () => {
    await using broker = await Broker.start({
      topics: {
        deleted: { configs: { "retention.ms": "1000" }, records: ["a"] },
        compacted: {
          configs: { "cleanup.policy": "compact" },
          records: ["1", "2", "3"].map((value) => ({ key: "k", value })),
        },
      },
    });
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    await admin.alterConsumerGroupOffsets("g", [{ topic: "deleted", partition: 0, offset: 1 }]);
    await broker.maintenance.clean(["compacted"]);
    assert.deepEqual(await valuesOf(broker, "compacted"), ["3"]);
    await broker.maintenance.deleteOldSegments();
    assert.deepEqual(await valuesOf(broker, "deleted"), ["a"]);
    await broker.maintenance.expire();
    const groups = async (): Promise<string[]> => (await admin.listGroups()).groups.map((group) => group.groupId);
    assert.deepEqual(await groups(), ["g"]);
    // Nothing but the clock, with its timers far away, stands between now and the end of both retentions.
    broker.clock.jump(8 * DAY_MS);
    await broker.maintenance.deleteOldSegments();
    assert.deepEqual(await valuesOf(broker, "deleted"), []);
    await broker.maintenance.expire();
    assert.deepEqual(await groups(), []);
  });
});

describe("the lives of a broker under test", () => {
  it("down and up again, killed and up again: the port and the records stay, in memory and on disk", async (context) => {
    const dataDir = await mkdtemp(join(tmpdir(), "ottla-testkit-"));
    context.after(() => rm(dataDir, { recursive: true }));
    for (const options of [{}, { dataDir }]) {
      await using broker = await Broker.start({ ...options, topics: { t: { records: ["a"] } } });
      const { bootstrapServers } = broker;
      await broker.down();
      await using hasty = new Producer({
        bootstrapServers,
        lingerMs: 0,
        requestTimeoutMs: 50,
        deliveryTimeoutMs: 50,
        maxBlockMs: 100,
      });
      await assert.rejects(hasty.send({ topic: "t", value: "lost" }), { code: "TIMEOUT" });
      await broker.up();
      assert.equal(broker.bootstrapServers, bootstrapServers);
      assert.deepEqual(await valuesOf(broker, "t"), ["a"]);
      if ("dataDir" in options) {
        await assert.rejects(broker.kill(), /brokers in memory/);
        assert.throws(() => broker.snapshot(), /brokers in memory/);
        continue;
      }
      await broker.kill();
      await broker.up();
      await send(broker, "t", "b");
      assert.deepEqual(await valuesOf(broker, "t"), ["a", "b"]);
    }
  });

  it("a snapshot is gone back to, by this broker and by others", async () => {
    await using broker = await Broker.start({ topics: { t: { records: ["a"] } } });
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    await admin.alterConsumerGroupOffsets("g", [{ topic: "t", partition: 0, offset: 1 }]);
    const snapshot = broker.snapshot();
    await send(broker, "t", "b");
    await broker.createTopics({ later: 1 });
    await broker.restore(snapshot);
    assert.deepEqual(await valuesOf(broker, "t"), ["a"]);
    assert.deepEqual(await admin.listTopics({}).then((topics) => topics.map((topic) => topic.name)), ["t"]);
    await send(broker, "t", "c");
    await using other = await Broker.start({ snapshot });
    assert.deepEqual(await valuesOf(other, "t"), ["a"]);
    assert.equal(other.clusterId, broker.clusterId);
    await using otherAdmin = new Admin({ bootstrapServers: other.bootstrapServers });
    const offsets = (await otherAdmin.listConsumerGroupOffsets(["g"])).value("g");
    assert.deepEqual(
      offsets.map(({ committed }) => committed?.offset),
      [1],
    );
  });

  it("a new epoch of the coordinator's partition: the group goes on", async () => {
    await using broker = await Broker.start({ topics: { t: { records: ["a"] } } });
    await using consumer = new Consumer({
      bootstrapServers: broker.bootstrapServers,
      groupId: "g",
      autoOffsetReset: "earliest",
    });
    consumer.subscribe("t");
    await until(async () => (await consumer.poll({ timeoutMs: 50 })).count > 0, "the record");
    const seat = broker.maintenance.groupPartition("g");
    assert.ok(seat !== undefined);
    const { topic, partition } = seat;
    const before = broker.maintenance.leaderOf(topic, partition);
    await broker.maintenance.moveLeader(topic, partition, 1);
    assert.equal(broker.maintenance.leaderOf(topic, partition)?.leaderEpoch, (before?.leaderEpoch ?? 0) + 1);
    await consumer.commitSync();
    await assert.rejects(
      broker.maintenance.moveLeader(topic, partition, 2),
      /Broker 2 cannot lead __consumer_offsets-0/,
    );
    await assert.rejects(broker.maintenance.moveLeader("none", 0, 1), /no partition none-0/);
  });
});

describe("errors a broker is made to answer", () => {
  it("are those of the API, in whatever version the client speaks", async () => {
    await using broker = await Broker.start({ topics: { t: 1 }, controls: true });
    broker.control.on("Produce", { action: { kind: "error", error: "NOT_LEADER_OR_FOLLOWER" }, times: 2 });
    await send(broker, "t", "a");
    assert.equal(broker.control.requestsOf("Produce").length, 3);
    broker.control.on("Produce", { action: { kind: "error", error: "TOPIC_AUTHORIZATION_FAILED" } });
    await assert.rejects(send(broker, "t", "b"), { code: "TOPIC_AUTHORIZATION_FAILED" });
    broker.control.on("CreateTopics", { action: { kind: "error", error: "POLICY_VIOLATION" } });
    await assert.rejects(broker.createTopics({ u: 1 }), { code: "POLICY_VIOLATION" });
    const kafka = new Kafka({
      brokers: [broker.bootstrapServers],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 5 },
    });
    const admin = kafka.admin();
    await admin.connect();
    broker.control.on("CreateTopics", { action: { kind: "error", error: "POLICY_VIOLATION" } });
    await assert.rejects(admin.createTopics({ topics: [{ topic: "u" }] }), (error: KafkaJSAggregateError) =>
      /policy/.test(String(error.errors[0])),
    );
    await admin.disconnect();
    assert.deepEqual(await valuesOf(broker, "t"), ["a"]);
  });
});
