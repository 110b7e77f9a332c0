// kafkajs against our broker: every codec, a group that rebalances, topics administered.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";
import type { Admin, Consumer, Kafka } from "kafkajs";
import snappyCodec from "kafkajs-snappy";
import { compressFrame, decompressFrame } from "lz4-napi";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const { CompressionCodecs, CompressionTypes, Kafka: KafkaClient, logLevel } = kafkajs;
const COUNT = 200;

CompressionCodecs[CompressionTypes.Snappy] = snappyCodec;
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder: { buffer: Buffer }) => compressFrame(encoder.buffer),
  decompress: (bytes: Buffer) => decompressFrame(bytes),
});
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: (encoder: { buffer: Buffer }) => promisify(zstdCompress)(encoder.buffer),
  decompress: (bytes: Buffer) => promisify(zstdDecompress)(bytes),
});

interface Member {
  readonly consumer: Consumer;
  readonly received: string[];
}

async function member(kafka: Kafka, groupId: string, topic: string): Promise<Member> {
  const consumer = kafka.consumer({
    groupId,
    heartbeatInterval: 100,
    sessionTimeout: 6000,
    rebalanceTimeout: 6000,
    maxWaitTimeInMs: 100,
  });
  const received: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommitThreshold: 1,
    eachMessage: async ({ message }) => {
      received.push(`${message.key?.toString()}=${message.value?.toString()}`);
      await Promise.resolve();
    },
  });
  return { consumer, received };
}

describe("kafkajs", { timeout: 120_000 }, () => {
  let server: OttlaProcess;
  let kafka: Kafka;
  let admin: Admin;
  before(async () => {
    server = await startOttla();
    kafka = new KafkaClient({ clientId: "interop", brokers: [server.bootstrap], logLevel: logLevel.NOTHING });
    admin = kafka.admin();
    await admin.connect();
  });
  after(async () => {
    await admin.disconnect();
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  for (const [name, compression] of Object.entries(CompressionTypes).filter(([, type]) => typeof type === "number")) {
    it(`produces and consumes with ${name}`, async () => {
      const topic = `codec-${name.toLowerCase()}`;
      await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
      const producer = kafka.producer({ idempotent: true });
      await producer.connect();
      const messages = Array.from({ length: COUNT }, (_, i) => ({
        key: `k${i}`,
        value: `v${i}`.repeat(20),
        headers: { n: `${i}` },
      }));
      await producer.send({ topic, acks: -1, messages, compression: Number(compression) });
      await producer.disconnect();
      const { consumer, received } = await member(kafka, `group-${topic}`, topic);
      await until("every record is consumed", () => received.length >= COUNT);
      await consumer.disconnect();
      assert.deepEqual(
        received,
        messages.map(({ key, value }) => `${key}=${value}`),
      );
    });
  }

  it("moves the partitions of a member that leaves to the one that stays", async () => {
    const topic = "rebalance";
    await admin.createTopics({ topics: [{ topic, numPartitions: 4 }] });
    const first = await member(kafka, "rebalancing", topic);
    const second = await member(kafka, "rebalancing", topic);
    await until("both are members", async () => {
      const { groups } = await admin.describeGroups(["rebalancing"]);
      return groups[0]?.state === "Stable" && groups[0].members.length === 2;
    });
    const producer = kafka.producer();
    await producer.connect();
    const send = async (from: number): Promise<void> => {
      const messages = Array.from({ length: 40 }, (_, i) => ({
        key: `k${from + i}`,
        value: `${from + i}`,
        partition: i % 4,
      }));
      await producer.send({ topic, messages });
    };
    await send(0);
    await until("both have read", () => first.received.length >= 20 && second.received.length >= 20);
    await second.consumer.disconnect();
    await send(40);
    await until("one reads all", () => first.received.length >= 60);
    const all = new Set([...first.received, ...second.received]);
    assert.equal(all.size, 80);
    await first.consumer.disconnect();
    await producer.disconnect();
  });

  it("administers topics, configs, offsets and groups", async () => {
    await admin.createTopics({
      topics: [{ topic: "admin", numPartitions: 2, configEntries: [{ name: "retention.ms", value: "3600000" }] }],
    });
    assert((await admin.listTopics()).includes("admin"));
    await admin.createPartitions({ topicPartitions: [{ topic: "admin", count: 3 }] });
    const { topics } = await admin.fetchTopicMetadata({ topics: ["admin"] });
    assert.equal(topics[0]?.partitions.length, 3);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: "admin", configNames: ["retention.ms"] }],
    });
    assert.equal(resources[0]?.configEntries[0]?.configValue, "3600000");
    await admin.setOffsets({ groupId: "offsets", topic: "admin", partitions: [{ partition: 0, offset: "0" }] });
    const offsets = await admin.fetchOffsets({ groupId: "offsets", topics: ["admin"] });
    assert.equal(offsets[0]?.partitions.find(({ partition }) => partition === 0)?.offset, "0");
    await admin.deleteGroups(["offsets"]);
    await admin.deleteTopics({ topics: ["admin"] });
    assert(!(await admin.listTopics()).includes("admin"));
  });
});
