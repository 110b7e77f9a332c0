import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AlterConfigOpType, ConfigResourceType, ConfigSource, Consumer, OffsetSpec, Producer } from "@ottla/client";
import type { Outcome, Results } from "@ottla/client";
import { clientTarget, until } from "./client-target.ts";

const target = clientTarget();

function code<V>(outcome: Outcome<V> | undefined): string {
  return outcome === undefined ? "missing" : outcome.ok ? "ok" : outcome.error.code;
}

function codes<K, V>(results: Results<K, V>): string[] {
  return [...results].map(([, outcome]) => code(outcome));
}

describe("the admin client", () => {
  it("creates, lists, describes, grows and deletes topics, each with its own outcome", async () => {
    const { admin } = target;
    const [plain, placed, dry] = [target.name("t"), target.name("t"), target.name("t")];
    const [node] = (await admin.describeCluster()).nodes;
    assert.ok(node !== undefined);
    const created = await admin.createTopics([
      { name: plain, numPartitions: 2, configs: { "retention.ms": "12345" } },
      {
        name: placed,
        replicasAssignments: new Map([
          [0, [node.id]],
          [1, [node.id]],
        ]),
      },
      { name: "bad/name" },
      { name: target.name("t"), replicationFactor: 32 },
      { name: target.name("t"), numPartitions: 0 },
      { name: target.name("t"), configs: { "no.such.config": "1" } },
    ]);
    assert.deepEqual(codes(created), [
      "ok",
      "ok",
      "INVALID_TOPIC_EXCEPTION",
      "INVALID_REPLICATION_FACTOR",
      "INVALID_PARTITIONS",
      "INVALID_CONFIG",
    ]);
    assert.equal(created.value(plain).config?.find((one) => one.name === "retention.ms")?.value, "12345");
    assert.equal(created.value(placed).numPartitions, 2);
    assert.equal(code((await admin.createTopics([{ name: plain }])).outcome(plain)), "TOPIC_ALREADY_EXISTS");
    (await admin.createTopics([{ name: dry, numPartitions: 3 }], { validateOnly: true })).throwIfAnyFailed();

    await until(async () => (await admin.describeTopics([plain, placed])).errors().length === 0, "the new topics");
    const listed = new Map((await admin.listTopics()).map((one) => [one.name, one.topicId]));
    assert.ok(listed.has(plain) && listed.has(placed) && !listed.has(dry));
    const described = await admin.describeTopics([plain, dry]);
    assert.deepEqual(codes(described), ["ok", "UNKNOWN_TOPIC_OR_PARTITION"]);
    assert.deepEqual(
      described.value(plain).partitions.map((one) => [one.partition, one.leader?.id, one.isr.length]),
      [
        [0, node.id, 1],
        [1, node.id, 1],
      ],
    );
    const byId = await admin.describeTopics({ topicIds: [listed.get(plain) ?? "", "AAAAAAAAAAAAAAAAAAAAFA"] });
    assert.deepEqual(codes(byId), ["ok", "UNKNOWN_TOPIC_ID"]);

    const grown = await admin.createPartitions([
      { topic: plain, totalCount: 4 },
      { topic: placed, totalCount: 1 },
      { topic: dry, totalCount: 4 },
    ]);
    assert.deepEqual(codes(grown), ["ok", "INVALID_PARTITIONS", "UNKNOWN_TOPIC_OR_PARTITION"]);
    (await admin.createPartitions([{ topic: plain, totalCount: 9 }], { validateOnly: true })).throwIfAnyFailed();
    await until(
      async () => (await admin.describeTopics([plain])).value(plain).partitions.length === 4,
      "the added partitions",
    );

    assert.deepEqual(codes(await admin.deleteTopics([plain, dry])), ["ok", "UNKNOWN_TOPIC_OR_PARTITION"]);
    const removed = await admin.deleteTopics({ topicIds: [listed.get(placed) ?? "", "AAAAAAAAAAAAAAAAAAAAFA"] });
    assert.deepEqual(codes(removed), ["ok", "UNKNOWN_TOPIC_ID"]);
  });

  it("describes a topic with more partitions than a page holds", async () => {
    const topic = await target.topic({ numPartitions: 25 });
    const other = await target.topic({ numPartitions: 3 });
    const described = await target.admin.describeTopics([topic, other], { partitionSizeLimitPerResponse: 4 });
    assert.deepEqual(
      described.value(topic).partitions.map((one) => one.partition),
      Array.from({ length: 25 }, (_unused, i) => i),
    );
    assert.equal(described.value(other).partitions.length, 3);
  });

  it("reads and changes configs, step by step and all at once", async () => {
    const { admin } = target;
    const topic = await target.topic();
    const resource = { type: ConfigResourceType.TOPIC, name: topic };
    const read = async (): Promise<(string | number | null | undefined)[]> => {
      const entries = (
        await admin.describeConfigs([resource], { includeSynonyms: true, includeDocumentation: true })
      ).value(resource);
      const entry = entries.find((one) => one.name === "cleanup.policy");
      assert.ok((entry?.documentation ?? "").length > 20);
      assert.ok((entry?.synonyms.length ?? 0) > 0);
      return [entry?.value, entry?.source, entries.find((one) => one.name === "retention.ms")?.value];
    };
    assert.deepEqual(await read(), ["delete", ConfigSource.DEFAULT_CONFIG, "604800000"]);
    const { SET, APPEND, SUBTRACT, DELETE } = AlterConfigOpType;
    const change = async (...ops: [string, AlterConfigOpType, string | null][]): Promise<string[]> =>
      codes(
        await admin.incrementalAlterConfigs([
          { ...resource, ops: ops.map(([name, op, value]) => ({ name, op, value })) },
        ]),
      );
    assert.deepEqual(await change(["cleanup.policy", APPEND, "compact"], ["retention.ms", SET, "99"]), ["ok"]);
    await until(async () => (await read())[0] === "delete,compact", "the appended value");
    assert.deepEqual(await change(["cleanup.policy", SUBTRACT, "delete"], ["retention.ms", DELETE, null]), ["ok"]);
    await until(
      async () => (await read())[0] === "compact" && (await read())[2] === "604800000",
      "the value without the part taken away",
    );
    assert.deepEqual(await change(["retention.ms", SET, "soon"]), ["INVALID_CONFIG"]);
    assert.deepEqual(await change(["retention.ms", APPEND, "1"]), ["INVALID_CONFIG"]);
    const dry = await admin.incrementalAlterConfigs(
      [{ ...resource, ops: [{ name: "retention.ms", op: SET, value: "7" }] }],
      { validateOnly: true },
    );
    dry.throwIfAnyFailed();
    assert.equal((await read())[2], "604800000");
    (await admin.alterConfigs([{ ...resource, entries: new Map([["retention.ms", "55"]]) }])).throwIfAnyFailed();
    await until(
      async () => JSON.stringify(await read()) === JSON.stringify(["delete", ConfigSource.DEFAULT_CONFIG, "55"]),
      "what the old API replaced",
    );

    const [node] = (await admin.describeCluster()).nodes;
    const broker = { type: ConfigResourceType.BROKER, name: String(node?.id) };
    const missing = { type: ConfigResourceType.TOPIC, name: target.name("missing") };
    const described = await admin.describeConfigs([broker, missing]);
    assert.deepEqual(
      [code(described.outcome(broker)), code(described.outcome(missing))],
      ["ok", "UNKNOWN_TOPIC_OR_PARTITION"],
    );
    const resources = await admin.listConfigResources([ConfigResourceType.TOPIC]);
    assert.ok(
      resources.some((one) => one.name === topic) && resources.every((one) => one.type === ConfigResourceType.TOPIC),
    );
  });

  it("finds offsets of every kind, and deletes records", async () => {
    const { admin } = target;
    const topic = await target.topic({ numPartitions: 2 });
    await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
    for (const timestamp of [10, 30, 20]) await producer.send({ topic, partition: 0, value: "v", timestamp });
    const ask = async (spec: number): Promise<number> =>
      (await admin.listOffsets([{ topic, partition: 0, spec }])).value({ topic, partition: 0 }).offset;
    const { EARLIEST, LATEST, MAX_TIMESTAMP, EARLIEST_LOCAL } = OffsetSpec;
    const answers = await Promise.all([EARLIEST, LATEST, MAX_TIMESTAMP, EARLIEST_LOCAL, 15, 31].map(ask));
    assert.deepEqual(answers, [0, 3, 1, 0, 1, -1]);
    const deleted = await admin.deleteRecords([
      { topic, partition: 0, beforeOffset: 2 },
      { topic, partition: 1, beforeOffset: 5 },
    ]);
    assert.equal(deleted.value({ topic, partition: 0 }).lowWatermark, 2);
    assert.equal(code(deleted.outcome({ topic, partition: 1 })), "OFFSET_OUT_OF_RANGE");
    assert.deepEqual([await ask(EARLIEST), await ask(LATEST)], [2, 3]);
    const producers = await admin.describeProducers([{ topic, partition: 0 }]);
    const [state] = producers.value({ topic, partition: 0 });
    assert.deepEqual(
      [state?.lastSequence, state?.producerEpoch, state?.currentTransactionStartOffset],
      [2, 0, undefined],
    );
  });

  it("tells about the cluster, its features, APIs and directories", async () => {
    const { admin } = target;
    const cluster = await admin.describeCluster({ includeAuthorizedOperations: false });
    assert.ok((cluster.clusterId ?? "").length > 0 && cluster.nodes.length > 0);
    assert.ok(cluster.controller === null || cluster.nodes.some((node) => node.id === cluster.controller?.id));
    const features = await admin.describeFeatures();
    assert.equal(features.finalizedFeatures.get("metadata.version")?.max, 30);
    const ids = cluster.nodes.map((node) => node.id);
    const versions = await admin.brokerApiVersions();
    assert.deepEqual(
      [...versions].map(([id]) => id),
      ids,
    );
    assert.deepEqual(
      versions.value(ids[0] as number).apis.find((one) => one.apiKey === 0),
      { apiKey: 0, minVersion: 0, maxVersion: 13 },
    );
    const topic = await target.topic({ numPartitions: 2 });
    await until(async () => {
      const directories = (await admin.describeLogDirs(ids)).value(ids[0] as number);
      const replicas = directories.flatMap((one) => one.replicas).filter((one) => one.topic === topic);
      return JSON.stringify(replicas.map((one) => one.partition).sort((a, b) => a - b)) === "[0,1]";
    }, "the directories of both partitions");
    assert.equal(code((await admin.describeLogDirs([4711], { timeoutMs: 300 })).outcome(4711)), "TIMEOUT");
  });

  it("lists, describes and deletes groups, and looks after their offsets", async () => {
    const { admin } = target;
    const topic = await target.topic({ numPartitions: 3 });
    const [group, live] = [target.name("g"), target.name("g")];
    const p0 = { topic, partition: 0 };
    const altered = await admin.alterConsumerGroupOffsets(group, [
      { ...p0, offset: 5, metadata: "m" },
      { topic, partition: 1, offset: 6 },
      { topic: target.name("missing"), partition: 0, offset: 1 },
    ]);
    assert.deepEqual(codes(altered), ["ok", "ok", "UNKNOWN_TOPIC_OR_PARTITION"]);
    await using consumer = new Consumer({
      bootstrapServers: target.bootstrapServers,
      groupId: live,
      clientId: "reader",
    });
    consumer.subscribe(topic);
    await until(async () => {
      await consumer.poll({ timeoutMs: 50 });
      return consumer.assignment().length === 3;
    }, "the live group");

    const listed = new Map((await admin.listConsumerGroups()).groups.map((one) => [one.groupId, one]));
    assert.deepEqual([listed.get(group)?.state, listed.get(group)?.isSimpleConsumerGroup], ["Empty", true]);
    assert.deepEqual([listed.get(live)?.state, listed.get(live)?.type], ["Stable", "Classic"]);
    const stable = await admin.listGroups({ states: ["Stable"] });
    assert.ok(stable.groups.some((one) => one.groupId === live) && !stable.groups.some((one) => one.groupId === group));
    const described = await admin.describeConsumerGroups([live, group, target.name("missing")]);
    assert.deepEqual(codes(described), ["ok", "ok", "GROUP_ID_NOT_FOUND"]);
    const [member] = described.value(live).members;
    assert.deepEqual(
      [described.value(live).partitionAssignor, member?.clientId, member?.assignment.length],
      ["range", "reader", 3],
    );
    assert.equal((await admin.describeClassicGroups([live])).value(live).protocolType, "consumer");

    const offsets = await admin.listConsumerGroupOffsets([group]);
    assert.deepEqual(
      offsets
        .value(group)
        .map((one) => [one.partition, one.committed?.offset, one.committed?.metadata])
        .sort(([a], [b]) => Number(a) - Number(b)),
      [
        [0, 5, "m"],
        [1, 6, ""],
      ],
    );
    const some = await admin.listConsumerGroupOffsets([group], { topicPartitions: [{ topic, partition: 2 }] });
    assert.deepEqual(some.value(group), [{ topic, partition: 2, committed: null }]);
    assert.equal(
      code((await admin.alterConsumerGroupOffsets(live, [{ ...p0, offset: 1 }])).outcome(p0)),
      "UNKNOWN_MEMBER_ID",
    );
    assert.equal(code((await admin.deleteConsumerGroupOffsets(live, [p0])).outcome(p0)), "GROUP_SUBSCRIBED_TO_TOPIC");
    (await admin.deleteConsumerGroupOffsets(group, [p0])).throwIfAnyFailed();
    assert.equal((await admin.listConsumerGroupOffsets([group])).value(group).length, 1);
    assert.deepEqual(codes(await admin.deleteConsumerGroups([group, live, target.name("missing")])), [
      "ok",
      "NON_EMPTY_GROUP",
      "GROUP_ID_NOT_FOUND",
    ]);
    const removed = await admin.removeMembersFromConsumerGroup(live, { reason: "test" });
    assert.deepEqual(codes(removed), ["ok"]);
  });

  it("says within its time that no broker can be reached, or that it is closed", async () => {
    const { Admin } = await import("@ottla/client");
    const away = new Admin({ bootstrapServers: "127.0.0.1:1", requestTimeoutMs: 200, defaultApiTimeoutMs: 400 });
    await assert.rejects(away.listTopics(), {
      code: "TIMEOUT",
      message: "Timed out waiting for a node assignment. Call: listTopics",
    });
    await away.close();
    await assert.rejects(away.listTopics(), { code: "CLOSED" });
  });
});
