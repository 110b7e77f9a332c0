// Share groups (KIP-932) through our client.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigResourceType, KafkaError, Producer, ShareConsumer } from "@ottla/client";
import type { ConsumerRecord, ShareConsumerOptions } from "@ottla/client";
import { SHARE_FEATURE, clientTargetWith, codeOf, until } from "./client-target.ts";
import { numbered, produce } from "./group-member.ts";

type Text = string | null;

const { target, skip } = await clientTargetWith("ShareGroupHeartbeat", SHARE_FEATURE);

/** A member of a share group that reads from the beginning of its topics. */
function member(groupId: string, options: object = {}): ShareConsumer<Text, Text> {
  const all = {
    bootstrapServers: target.bootstrapServers,
    groupId,
    keyDeserializer: "StringDeserializer",
    valueDeserializer: "StringDeserializer",
    ...options,
  };
  return new ShareConsumer<Text, Text>(all as ShareConsumerOptions<Text, Text>);
}

/** A share group begins behind the last record unless its config says otherwise. */
async function newGroup(configs: Readonly<Record<string, string>> = {}): Promise<string> {
  const groupId = target.name("share");
  const ops = Object.entries({ "share.auto.offset.reset": "earliest", ...configs });
  const changed = await target.admin.incrementalAlterConfigs([
    {
      type: ConfigResourceType.GROUP,
      name: groupId,
      ops: ops.map(([name, value]) => ({ name, op: 0 as const, value })),
    },
  ]);
  changed.throwIfAnyFailed();
  return groupId;
}

async function read(consumer: ShareConsumer<Text, Text>, count: number): Promise<ConsumerRecord<Text, Text>[]> {
  const records: ConsumerRecord<Text, Text>[] = [];
  await until(async () => {
    records.push(...(await consumer.poll({ timeoutMs: 200 })));
    return records.length >= count;
  }, `${count} records, got ${records.length}`);
  return records;
}

/** Waits until nothing of a topic is left to settle. Where the group goes on from is written later, and not waited for. */
async function allSettled(groupId: string, topic: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await until(async () => {
    await meanwhile();
    const offsets = (await target.admin.listShareGroupOffsets([groupId])).value(groupId);
    const own = offsets.filter((one) => one.topic === topic && one.startOffset !== undefined);
    return own.length > 0 && own.every((one) => one.lag === 0);
  }, "all to be settled");
}

async function nothing(): Promise<void> {}

describe("share groups", { skip }, () => {
  it("give each record to one member, and accept it with the next poll", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const groupId = await newGroup();
    await using a = member(groupId);
    await using b = member(groupId);
    a.subscribe(topic);
    b.subscribe([topic]);
    assert.deepEqual(a.subscription(), new Set([topic]));
    const values: string[] = [];
    await produce(target, topic, numbered(0, 400));
    await until(async () => {
      for (const one of [a, b]) for (const record of await one.poll({ timeoutMs: 50 })) values.push(record.value ?? "");
      return values.length >= 400;
    }, `400 records, got ${values.length}`);
    assert.deepEqual(
      values.map(Number).sort((x, y) => x - y),
      numbered(0, 400).map(Number),
    );
    await allSettled(groupId, topic, async () => {
      for (const one of [a, b]) assert.ok((await one.poll({ timeoutMs: 20 })).isEmpty);
    });
    assert.ok((a.acquisitionLockTimeoutMs() ?? 0) > 0);
  });

  it("give a record again when it is released or its member goes, and never when it is accepted or rejected", async () => {
    const topic = await target.topic();
    const groupId = await newGroup();
    await produce(target, topic, numbered(0, 4));
    const first = member(groupId, { shareAcknowledgementMode: "explicit" });
    first.subscribe(topic);
    const given = await read(first, 4);
    assert.deepEqual(
      given.map((one) => one.deliveryCount),
      [1, 1, 1, 1],
    );
    const [accepted, rejected, released] = given;
    assert.ok(accepted !== undefined && rejected !== undefined && released !== undefined);
    first.acknowledge(accepted);
    first.acknowledge(rejected, "REJECT");
    first.acknowledge(released, "RELEASE");
    assert.equal(await codeOf(first.poll()), "ILLEGAL_STATE", "one is not acknowledged");
    const outcome = await first.commitSync();
    assert.deepEqual([...outcome], [[{ topic, partition: 0 }, null]]);
    assert.throws(() => first.acknowledge(accepted), /The record cannot be acknowledged/);
    await first.close();
    await using second = member(groupId, { shareAcknowledgementMode: "explicit" });
    second.subscribe(topic);
    const again = await read(second, 2);
    assert.deepEqual(again.map((one) => [one.value, one.deliveryCount]).sort(), [
      ["2", 2],
      ["3", 2],
    ]);
    for (const record of again) second.acknowledge(record);
    await second.commitSync();
    await allSettled(groupId, topic, nothing);
  });

  it("tell a callback what became of acknowledgements", async () => {
    const topic = await target.topic();
    const groupId = await newGroup();
    await produce(target, topic, numbered(0, 3));
    await using consumer = member(groupId);
    const told: string[] = [];
    consumer.setAcknowledgementCommitCallback(({ partition, offsets }, error) => {
      told.push(`${partition}:${offsets.join("+")} ${error?.code ?? "ok"}`);
    });
    consumer.subscribe(topic);
    await read(consumer, 3);
    consumer.commitAsync();
    await until(async () => {
      await consumer.poll({ timeoutMs: 20 });
      return told.length > 0;
    }, "the callback");
    assert.deepEqual(told, ["0:0+1+2 ok"]);
  });

  it("keep a record for whoever renews its lock, and give it again to be acknowledged", async () => {
    const topic = await target.topic();
    const groupId = await newGroup();
    await produce(target, topic, ["slow"]);
    await using consumer = member(groupId, { shareAcknowledgementMode: "explicit" });
    consumer.subscribe(topic);
    const [record] = await read(consumer, 1);
    assert.ok(record !== undefined);
    consumer.acknowledge(record, "RENEW");
    const outcome = await consumer.commitSync();
    assert.deepEqual([...outcome.values()], [null]);
    const [renewed] = await read(consumer, 1);
    assert.deepEqual([renewed?.offset, renewed?.value, renewed?.deliveryCount], [0, "slow", 1]);
    consumer.acknowledge(record);
    await consumer.commitSync();
    await allSettled(groupId, topic, nothing);
  });

  it("give no more than max.poll.records, strictly with record_limit", async () => {
    const topic = await target.topic();
    const groupId = await newGroup();
    await produce(target, topic, numbered(0, 30));
    for (const shareAcquireMode of ["batch_optimized", "record_limit"]) {
      await using consumer = member(groupId, { shareAcquireMode, maxPollRecords: 7 });
      consumer.subscribe(topic);
      const sizes: number[] = [];
      await until(async () => {
        const { count } = await consumer.poll({ timeoutMs: 200 });
        if (count > 0) sizes.push(count);
        return sizes.length >= 2;
      }, "two polls with records");
      assert.ok(
        sizes.every((size) => size <= 7),
        `${shareAcquireMode}: ${sizes.join(", ")}`,
      );
      await consumer.commitSync();
    }
  });

  it("pass over the markers of transactions, and over what was aborted", async () => {
    const topic = await target.topic();
    const groupId = await newGroup({ "share.isolation.level": "read_committed" });
    await using producer = new Producer({
      bootstrapServers: target.bootstrapServers,
      transactionalId: target.name("tx"),
    });
    await producer.transactional((tx) => void tx.send({ topic, value: "a" }));
    const aborted = producer.transactional(async (tx) => {
      await tx.send({ topic, value: "b" });
      throw new RangeError("aborted");
    });
    await assert.rejects(aborted, RangeError);
    await producer.transactional((tx) => void tx.send({ topic, value: "c" }));
    await using consumer = member(groupId);
    consumer.subscribe(topic);
    const records = await read(consumer, 2);
    assert.deepEqual(
      records.map((one) => one.value),
      ["a", "c"],
    );
    await allSettled(groupId, topic, () => consumer.poll({ timeoutMs: 20 }));
  });

  it("are described and listed, reset, forgotten in a topic and deleted by an admin", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const groupId = await newGroup();
    await produce(target, topic, numbered(0, 50));
    const consumer = member(groupId, { clientId: "reader" });
    consumer.subscribe(topic);
    await read(consumer, 50);
    await consumer.commitSync();
    const { admin } = target;
    const group = (await admin.describeShareGroups([groupId])).value(groupId);
    assert.deepEqual([group.state, group.members.map((one) => one.clientId)], ["Stable", ["reader"]]);
    assert.equal(group.members[0]?.assignment.length, 2);
    const listing = (await admin.listGroups({ types: ["Share"] })).groups.find((one) => one.groupId === groupId);
    assert.deepEqual([listing?.type, listing?.state, listing?.protocolType], ["Share", "Stable", "share"]);
    await allSettled(groupId, topic, nothing);
    const busy = await admin.alterShareGroupOffsets(groupId, [{ topic, partition: 0, offset: 0 }]).then(
      (results) => results.errors()[0]?.[1],
      (error: unknown) => error,
    );
    assert.ok(busy instanceof KafkaError && busy.code === "NON_EMPTY_GROUP", String(busy));
    await consumer.close();
    await until(
      async () => (await admin.describeShareGroups([groupId])).value(groupId).state === "Empty",
      "no members",
    );
    (
      await admin.alterShareGroupOffsets(
        groupId,
        [0, 1].map((partition) => ({ topic, partition, offset: 3 })),
      )
    ).throwIfAnyFailed();
    const offsets = (await admin.listShareGroupOffsets([groupId])).value(groupId);
    assert.deepEqual(
      offsets.map((one) => one.startOffset),
      [3, 3],
    );
    (await admin.deleteShareGroupOffsets(groupId, [topic])).throwIfAnyFailed();
    assert.deepEqual((await admin.listShareGroupOffsets([groupId])).value(groupId), []);
    (await admin.deleteShareGroups([groupId])).throwIfAnyFailed();
    const gone = (await admin.describeShareGroups([groupId])).errors()[0]?.[1];
    assert.equal(gone?.code, "GROUP_ID_NOT_FOUND");
  });

  it("refuse what does not belong", async () => {
    assert.throws(() => member(""), /You must provide a valid group.id/);
    assert.throws(
      () => member("g", { autoOffsetReset: "earliest" }),
      /autoOffsetReset is not supported: it cannot be set when using a share group/,
    );
    await using consumer = member(target.name("share"));
    assert.equal(await codeOf(consumer.poll()), "ILLEGAL_STATE");
    assert.throws(
      () => consumer.acknowledge({ topic: "t", partition: 0, offset: 0 }),
      /Implicit acknowledgement of delivery is being used/,
    );
    consumer.subscribe(await target.topic());
    const polling = consumer.poll({ timeoutMs: 5_000 });
    assert.equal(await codeOf(consumer.poll()), "CONCURRENT_USE");
    consumer.wakeup();
    assert.equal(await codeOf(polling), "WAKEUP");
    await consumer.unsubscribe();
    assert.equal(await codeOf(consumer.poll()), "ILLEGAL_STATE");
  });
});
