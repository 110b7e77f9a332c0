import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { murmur2, toPositive } from "@ottla/base";
import { Consumer, KafkaError, Producer } from "@ottla/client";
import type { CompressionType, ConsumerOptions, ConsumerRecord } from "@ottla/client";
import { clientTarget, pollRecords, until } from "./client-target.ts";

const target = clientTarget();

type Text = string | null;

function textConsumer(options: object = {}): Consumer<Text, Text> {
  const all = {
    bootstrapServers: target.bootstrapServers,
    autoOffsetReset: "earliest",
    keyDeserializer: "StringDeserializer",
    valueDeserializer: "StringDeserializer",
    ...options,
  } as ConsumerOptions<Text, Text>;
  return new Consumer<Text, Text>(all);
}

function producerOf(options: object = {}): Producer {
  return new Producer({ bootstrapServers: target.bootstrapServers, ...options });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => (error instanceof KafkaError ? error.code : String(error)),
  );
}

function assignAll(consumer: Consumer<Text, Text>, topic: string, partitions = 1): void {
  consumer.assign(Array.from({ length: partitions }, (_unused, partition) => ({ topic, partition })));
}

describe("producing and consuming", () => {
  for (const compression of ["none", "gzip", "snappy", "lz4", "zstd"] as CompressionType[]) {
    it(`keeps keys, values, headers and times, compressed with ${compression}`, async () => {
      const topic = await target.topic();
      await using producer = producerOf({ compressionType: compression });
      const sent = Array.from({ length: 500 }, (_unused, i) => ({
        topic,
        key: i % 3 === 0 ? null : `key ${i}`,
        value: i % 7 === 0 ? null : `value ${i} ${"ä€😀".repeat(i % 20)}`,
        timestamp: 1_700_000_000_000 + i,
        headers: [
          { key: "n", value: String(i) },
          { key: "n", value: null },
        ],
      }));
      const metadata = await producer.sendBatch(sent);
      assert.deepEqual(
        metadata.map((one) => one.offset),
        sent.map((_unused, i) => i),
      );
      await using consumer = textConsumer();
      assignAll(consumer, topic);
      const records = await pollRecords(consumer, 500);
      records.forEach((record, i) => {
        const { key, value, timestamp } = sent[i] ?? {};
        assert.deepEqual([record.offset, record.key, record.value, record.timestamp], [i, key, value, timestamp]);
        const headers = record.headers.map((one) => [
          one.key,
          one.value === null ? null : Buffer.from(one.value).toString(),
        ]);
        assert.deepEqual(headers, [
          ["n", String(i)],
          ["n", null],
        ]);
      });
    });
  }

  it("puts keys where Java's producer puts them, and keyless records everywhere", async () => {
    const topic = await target.topic({ numPartitions: 7 });
    await using producer = producerOf();
    const keys = Array.from({ length: 300 }, (_unused, i) => `key-${i}`);
    const metadata = await producer.sendBatch(keys.map((key) => ({ topic, key, value: "v" })));
    metadata.forEach((one, i) => assert.equal(one.partition, toPositive(murmur2(Buffer.from(keys[i] as string))) % 7));
    const keyless = await producer.sendBatch(Array.from({ length: 3_000 }, () => ({ topic, value: "x".repeat(500) })));
    assert.equal(new Set(keyless.map((one) => one.partition)).size, 7);
  });

  it("with acks 0 and 1 writes too, and only 1 tells the offset", async () => {
    const topic = await target.topic();
    await using none = producerOf({ acks: 0 });
    await using one = producerOf({ acks: 1 });
    assert.equal((await none.send({ topic, value: "a" })).offset, -1);
    await until(async () => (await one.send({ topic, value: "b" })).offset >= 1, "the record sent with acks=0");
  });

  it("keeps the order of 20,000 single sends to one partition", async () => {
    const topic = await target.topic();
    await using producer = producerOf();
    const sends = Array.from({ length: 20_000 }, (_unused, i) => producer.send({ topic, value: String(i) }));
    const offsets = (await Promise.all(sends)).map((one) => one.offset);
    assert.deepEqual(
      offsets,
      Array.from({ length: 20_000 }, (_unused, i) => i),
    );
    await using consumer = textConsumer();
    assignAll(consumer, topic);
    const records = await pollRecords(consumer, 20_000);
    records.forEach((record, i) => assert.equal(record.value, String(i)));
  });

  it("carries records up to the limits, and refuses larger ones by whose limit it is", async () => {
    const topic = await target.topic({ configs: { "max.message.bytes": "200000" } });
    await using producer = producerOf();
    const { offset } = await producer.send({ topic, value: "x".repeat(190_000) });
    assert.equal(offset, 0);
    assert.equal(await codeOf(producer.send({ topic, value: "x".repeat(300_000) })), "MESSAGE_TOO_LARGE");
    assert.equal(await codeOf(producer.send({ topic, value: "x".repeat(2_000_000) })), "RECORD_TOO_LARGE");
    assert.equal(
      (await producer.send({ topic, value: "next" })).offset,
      1,
      "the producer goes on behind a refused record",
    );
    await using consumer = textConsumer({ maxPartitionFetchBytes: 1_000, fetchMaxBytes: 1_000 });
    assignAll(consumer, topic);
    assert.deepEqual(
      (await pollRecords(consumer, 2)).map((one) => one.value?.length),
      [190_000, 4],
    );
  });

  it("gives the broker's time where the topic asks for it", async () => {
    const topic = await target.topic({ configs: { "message.timestamp.type": "LogAppendTime" } });
    await using producer = producerOf();
    const { timestamp } = await producer.send({ topic, value: "v", timestamp: 5 });
    assert.ok(timestamp > 1_600_000_000_000);
    await using consumer = textConsumer();
    assignAll(consumer, topic);
    const [record] = await pollRecords(consumer, 1);
    assert.deepEqual([record?.timestampType, record?.timestamp], ["LogAppendTime", timestamp]);
  });

  it("creates a topic that is sent to, where the broker allows it", async () => {
    const topic = target.name("auto");
    await using producer = producerOf();
    assert.equal((await producer.send({ topic, value: "v" })).offset, 0);
    assert.deepEqual(await producer.partitionsFor(topic), [0]);
  });

  it("finds offsets by time, and both ends of a log", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    await using producer = producerOf();
    for (let i = 0; i < 10; i++) await producer.send({ topic, partition: 0, value: "v", timestamp: 1_000 * (i + 1) });
    (await target.admin.deleteRecords([{ topic, partition: 0, beforeOffset: 2 }])).throwIfAnyFailed();
    await using consumer = textConsumer();
    const [p0, p1] = [
      { topic, partition: 0 },
      { topic, partition: 1 },
    ];
    assert.deepEqual(
      [...(await consumer.beginningOffsets([p0, p1]))].map(([, offset]) => offset),
      [2, 0],
    );
    assert.deepEqual(
      [...(await consumer.endOffsets([p0, p1]))].map(([, offset]) => offset),
      [10, 0],
    );
    const found = await consumer.offsetsForTimes([
      { ...p0, timestamp: 4_500 },
      { ...p1, timestamp: 1 },
    ]);
    assert.deepEqual([found.get(p0)?.offset, found.get(p0)?.timestamp, found.get(p1)], [4, 5_000, null]);
    consumer.assign([p0]);
    consumer.seek(p0, 0);
    const [first] = await pollRecords(consumer, 1);
    assert.equal(first?.offset, 2, "an offset that was deleted leads to the first there is");
  });

  it("polls that never wait still make progress", async () => {
    const topic = await target.topic();
    await using producer = producerOf();
    await producer.send({ topic, value: "v" });
    await using consumer = textConsumer();
    assignAll(consumer, topic);
    let polls = 0;
    for (; polls < 100_000 && (await consumer.poll()).count === 0; polls++);
    assert.ok(polls < 100_000);
  });

  it("iterates, and reads on where a broken-off loop stopped", async () => {
    const topic = await target.topic();
    await using producer = producerOf();
    await producer.sendBatch(Array.from({ length: 100 }, (_unused, i) => ({ topic, value: String(i) })));
    await using consumer = textConsumer();
    assignAll(consumer, topic);
    const seen: ConsumerRecord<Text, Text>[] = [];
    for (const end of [40, 100]) {
      for await (const record of consumer) {
        seen.push(record);
        if (seen.length === end) break;
      }
    }
    assert.deepEqual(
      seen.map((one) => one.value),
      Array.from({ length: 100 }, (_unused, i) => String(i)),
    );
  });

  it("many partitions and topics arrive whole, each partition in order", async () => {
    const topics = await Promise.all([target.topic({ numPartitions: 5 }), target.topic({ numPartitions: 3 })]);
    await using producer = producerOf({ compressionType: "lz4", lingerMs: 1 });
    const sends = Array.from({ length: 10_000 }, (_unused, i) => ({
      topic: topics[i % 2] as string,
      key: `k${i % 50}`,
      value: String(i),
    }));
    await producer.sendBatch(sends);
    await using consumer = textConsumer({ maxPollRecords: 77, fetchMaxBytes: 20_000 });
    consumer.assign(
      [0, 1, 2, 3, 4]
        .map((partition) => ({ topic: topics[0], partition }))
        .concat([0, 1, 2].map((partition) => ({ topic: topics[1], partition }))),
    );
    const records = await pollRecords(consumer, 10_000);
    assert.equal(new Set(records.map((one) => one.value)).size, 10_000);
    const last = new Map<string, number>();
    for (const { topic, partition, offset } of records) {
      const name = `${topic}-${partition}`;
      assert.equal(offset, (last.get(name) ?? -1) + 1);
      last.set(name, offset);
    }
  });

  it("a partition that is at its end keeps no other one waiting", async () => {
    const topic = await target.topic({ numPartitions: 3 });
    await using producer = producerOf();
    const value = Buffer.alloc(20_000, "v");
    const sends = [5, 70, 75].flatMap((count, partition) =>
      Array.from({ length: count }, () => ({ topic, partition, value })),
    );
    await Promise.all(sends.map((send) => producer.send(send)));
    // Whoever waits at the broker for the first partition waits longer than this test may take.
    await using consumer = textConsumer({ maxPartitionFetchBytes: 60_000, maxPollRecords: 6, fetchMaxWaitMs: 29_000 });
    assignAll(consumer, topic, 3);
    assert.equal((await pollRecords(consumer, sends.length)).length, sends.length);
  });

  it("says what is wrong with an unknown topic, an invalid one, and a broker that is not there", async () => {
    await using producer = producerOf({ maxBlockMs: 500 });
    assert.equal(await codeOf(producer.send({ topic: "not/valid", value: "v" })), "INVALID_TOPIC_EXCEPTION");
    await using away = new Producer({ bootstrapServers: "127.0.0.1:1", maxBlockMs: 300 });
    assert.equal(await codeOf(away.send({ topic: "t", value: "v" })), "TIMEOUT");
    await using consumer = textConsumer({ allowAutoCreateTopics: false });
    assert.deepEqual(await consumer.partitionsFor(target.name("missing")), []);
  });
});
