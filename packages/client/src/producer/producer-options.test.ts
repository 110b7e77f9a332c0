// What each option of the producer does, seen by a scripted broker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { InitProducerIdRequest } from "@ottla/protocol/messages/init-producer-id";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { decodeBatch } from "@ottla/records";
import { KafkaError } from "../errors.ts";
import { DROP, ScriptedCluster } from "../testing/scripted-broker.ts";
import type { Answer, SeenRequest } from "../testing/scripted-broker.ts";
import { partitionForKey } from "./built-in-partitioner.ts";
import { Producer } from "./producer.ts";

type Request = SeenRequest<ProduceRequest>;

function ok(request: Request, more: object = {}): Answer<ProduceResponse> {
  return {
    responses: request.body.topicData.map((topic) => ({
      topicId: topic.topicId,
      name: topic.name,
      partitionResponses: topic.partitionData.map(({ index }) => ({ index, baseOffset: 0, ...more })),
    })),
  };
}

async function started(partitions = 1, brokers = 1): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start(brokers);
  cluster.addTopic(
    "t",
    Array.from({ length: partitions }, (_unused, partition) => partition % brokers),
  );
  answering(cluster, ok);
  return cluster;
}

function answering(cluster: ScriptedCluster, handler: (request: Request) => Answer<ProduceResponse>): void {
  cluster.on({ request: ProduceRequest, response: ProduceResponse }, handler);
}

function producerOf(cluster: ScriptedCluster, options: object = {}): Producer {
  return new Producer({ bootstrapServers: cluster.bootstrapServers, ...options }, cluster.ports);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => (error instanceof KafkaError ? error.code : String(error)),
  );
}

function requests(cluster: ScriptedCluster): readonly Request[] {
  return cluster.seen(ProduceRequest);
}

/** The records of all batches so far, by partition. */
function recordsSent(cluster: ScriptedCluster): { partition: number; key: string; value: string; bytes: number }[] {
  return requests(cluster).flatMap((request) =>
    request.body.topicData.flatMap((topic) =>
      topic.partitionData.flatMap(({ index, records }) => {
        const decoded = decodeBatch(records as Uint8Array);
        assert.ok("records" in decoded);
        return decoded.records.map((one) => ({
          partition: index,
          key: Buffer.from(one.key ?? []).toString(),
          value: Buffer.from(one.value ?? []).toString(),
          bytes: (records as Uint8Array).length,
        }));
      }),
    ),
  );
}

async function sendAll(cluster: ScriptedCluster, producer: Producer, values: readonly string[]): Promise<void> {
  const sends = values.map((value) => producer.send({ topic: "t", value }));
  await cluster.advance(1_000);
  await Promise.all(sends);
}

describe("options of the producer", () => {
  it("producer config acks goes into the request as 0, 1 or -1", async () => {
    for (const [acks, code] of [
      ["0", 0],
      [1, 1],
      ["all", -1],
    ] as const) {
      await using cluster = await started();
      const producer = producerOf(cluster, { acks });
      await sendAll(cluster, producer, ["v"]);
      assert.equal(requests(cluster)[0]?.body.acks, code);
      await producer.close();
    }
  });

  it("producer config enable.idempotence decides about producer ids", async () => {
    for (const isIdempotent of [true, false]) {
      await using cluster = await started();
      const producer = producerOf(cluster, { "enable.idempotence": isIdempotent });
      await sendAll(cluster, producer, ["v"]);
      const batch = decodeBatch(requests(cluster)[0]?.body.topicData[0]?.partitionData[0]?.records as Uint8Array);
      assert.ok("header" in batch);
      assert.deepEqual([batch.header.producerId, batch.header.baseSequence], isIdempotent ? [1000n, 0] : [-1n, -1]);
      assert.equal(cluster.seen(InitProducerIdRequest).length, isIdempotent ? 1 : 0);
      await producer.close();
    }
  });

  it("producer config batch.size bounds batches, producer config linger.ms lets them fill", async () => {
    await using cluster = await started();
    const producer = producerOf(cluster, { "batch.size": 300, "linger.ms": 50 });
    await producer.partitionsFor("t");
    const sends = Array.from({ length: 10 }, () => producer.send({ topic: "t", value: "x".repeat(50) }));
    await cluster.advance(49);
    const full = recordsSent(cluster);
    assert.equal(full.length, 8, "two full batches go at once, the rest lingers");
    assert.ok(full.every((one) => one.bytes <= 300));
    await cluster.advance(2);
    await Promise.all(sends);
    assert.equal(recordsSent(cluster).length, 10);
    await producer.close();
  });

  it("producer config buffer.memory and producer config max.block.ms: what does not fit waits that long", async () => {
    await using cluster = await started();
    answering(cluster, () => DROP);
    const producer = producerOf(cluster, { "buffer.memory": 1_000, "max.block.ms": 700 });
    await producer.partitionsFor("t");
    const outcomes = Array.from({ length: 6 }, () => codeOf(producer.send({ topic: "t", value: "x".repeat(300) })));
    let isFailed = false;
    void outcomes[5]?.then(() => {
      isFailed = true;
    });
    await cluster.advance(699);
    assert.ok(!isFailed);
    await cluster.advance(2);
    assert.equal(await outcomes[5], "BUFFER_EXHAUSTED");
    assert.equal(await codeOf(producer.send({ topic: "t", value: "x".repeat(1_200) })), "RECORD_TOO_LARGE");
    await producer.close({ timeoutMs: 0 });
  });

  it("producer config max.request.size bounds records, and requests over several partitions", async () => {
    await using cluster = await started(8);
    const producer = producerOf(cluster, { "max.request.size": 1_000 });
    await producer.partitionsFor("t");
    assert.equal(await codeOf(producer.send({ topic: "t", value: "x".repeat(1_000) })), "RECORD_TOO_LARGE");
    const sends = Array.from({ length: 8 }, (_unused, partition) =>
      producer.send({ topic: "t", partition, value: "x".repeat(400) }),
    );
    await cluster.advance(100);
    await Promise.all(sends);
    assert.equal(requests(cluster).length, 4, "two batches of 470 bytes fit into one request");
    await producer.close();
  });

  it("producer config max.in.flight.requests.per.connection bounds requests without an answer", async () => {
    for (const limit of [1, 3]) {
      await using cluster = await started();
      const producer = producerOf(cluster, {
        "max.in.flight.requests.per.connection": limit,
        "batch.size": 0,
        "linger.ms": 0,
      });
      // One is in flight until the partition knows the producer.
      await sendAll(cluster, producer, ["first"]);
      answering(cluster, () => DROP);
      for (let i = 0; i < 6; i++) void codeOf(producer.send({ topic: "t", value: "v" }));
      await cluster.advance(10);
      assert.equal(requests(cluster).length, 1 + limit);
      await producer.close({ timeoutMs: 0 });
    }
  });

  it("producer config delivery.timeout.ms ends a record, producer config retries its repetitions", async () => {
    await using cluster = await started();
    answering(cluster, (request) => ok(request, { errorCode: ErrorCode.NOT_ENOUGH_REPLICAS }));
    const patient = producerOf(cluster, { "delivery.timeout.ms": 4_000, "request.timeout.ms": 1_000 });
    const outcome = codeOf(patient.send({ topic: "t", value: "v" }));
    await cluster.advance(3_990);
    assert.ok(requests(cluster).length > 4);
    await cluster.advance(20);
    assert.equal(await outcome, "TIMEOUT");
    await patient.close();
    const before = requests(cluster).length;
    const brief = producerOf(cluster, { retries: 2 });
    const failed = codeOf(brief.send({ topic: "t", value: "v" }));
    await cluster.advance(5_000);
    assert.equal(await failed, "NOT_ENOUGH_REPLICAS");
    assert.equal(requests(cluster).length - before, 3);
    await brief.close();
  });

  it("producer config compression.type compresses batches", async () => {
    for (const [type, code] of [
      ["none", 0],
      ["gzip", 1],
      ["snappy", 2],
      ["lz4", 3],
      ["zstd", 4],
    ] as const) {
      await using cluster = await started();
      const producer = producerOf(cluster, { "compression.type": type });
      await sendAll(
        cluster,
        producer,
        Array.from({ length: 20 }, () => "abc".repeat(50)),
      );
      const bytes = requests(cluster)[0]?.body.topicData[0]?.partitionData[0]?.records as Uint8Array;
      assert.equal((bytes[22] ?? 0) & 7, code);
      assert.equal(recordsSent(cluster).length, 20);
      assert.ok(code === 0 ? bytes.length > 3_000 : bytes.length < 1_500, `${type}: ${bytes.length}`);
      await producer.close();
    }
  });

  it("producer config compression.gzip.level, producer config compression.lz4.level, producer config compression.zstd.level: more work, fewer bytes", async () => {
    const random = new Prng(5);
    const words = Array.from({ length: 400 }, () =>
      Array.from({ length: 6 }, () => "etaoinshrdlu"[randomBelow(random, 12)]).join(""),
    );
    const text = Array.from({ length: 20_000 }, () => words[randomBelow(random, 400)]).join(" ");
    for (const [type, low, high] of [
      ["gzip", 1, 9],
      ["lz4", 1, 17],
      ["zstd", -100, 22],
    ] as const) {
      const sizes: number[] = [];
      for (const level of [low, high]) {
        await using cluster = await started();
        const producer = producerOf(cluster, { "compression.type": type, [`compression.${type}.level`]: level });
        const send = producer.send({ topic: "t", value: text });
        // Large batches are compressed on another thread, which virtual time does not wait for.
        const untilMs = Date.now() + 20_000;
        while (requests(cluster).length === 0 && Date.now() < untilMs) {
          await cluster.advance(1);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await cluster.advance(10);
        await send;
        sizes.push(recordsSent(cluster)[0]?.bytes ?? 0);
        await producer.close();
      }
      assert.ok((sizes[1] ?? 0) < (sizes[0] ?? 0), `${type}: ${sizes.join(" ")}`);
    }
  });

  it("producer config key.serializer and producer config value.serializer make bytes, and their errors reach the send", async () => {
    await using cluster = await started();
    const producer = new Producer<number, { n: number }>(
      {
        bootstrapServers: cluster.bootstrapServers,
        "key.serializer": "org.apache.kafka.common.serialization.IntegerSerializer",
        "value.serializer": (data, topic) => `${topic}:${JSON.stringify(data)}`,
      },
      cluster.ports,
    );
    const send = producer.send({ topic: "t", key: 258, value: { n: 1 } });
    await cluster.advance(10);
    await send;
    const [record] = recordsSent(cluster);
    assert.deepEqual([record?.key, record?.value], ["\u0000\u0000\u0001\u0002", 't:{"n":1}']);
    assert.equal(await codeOf(producer.send({ topic: "t", key: "text" as never, value: { n: 1 } })), "SERIALIZATION");
    await producer.close();
  });

  it("producer config partitioner.class takes a function or RoundRobinPartitioner", async () => {
    await using cluster = await started(4);
    const custom = producerOf(cluster, {
      "partitioner.class": ({ value }: { value: string }) => (value === "default" ? -1 : Number(value)),
    });
    await sendAll(cluster, custom, ["3", "1", "3"]);
    assert.deepEqual(
      recordsSent(cluster)
        .map((one) => one.partition)
        .sort((a, b) => a - b),
      [1, 3, 3],
    );
    const [bad, left] = ["9", "default"].map((value) => codeOf(custom.send({ topic: "t", value })));
    await cluster.advance(100);
    assert.deepEqual([await bad, await left], ["INVALID_ARGUMENT", "fulfilled"]);
    await custom.close();
    const before = recordsSent(cluster).length;
    const round = producerOf(cluster, { "partitioner.class": "RoundRobinPartitioner" });
    await sendAll(
      cluster,
      round,
      Array.from({ length: 8 }, () => "v"),
    );
    const counts = [0, 1, 2, 3].map(
      (p) =>
        recordsSent(cluster)
          .slice(before)
          .filter((one) => one.partition === p).length,
    );
    assert.deepEqual(counts, [2, 2, 2, 2]);
    await round.close();
  });

  it("producer config partitioner.ignore.keys treats keyed records like keyless ones", async () => {
    const key = "the same key";
    for (const isIgnoring of [false, true]) {
      await using cluster = await started(6);
      const producer = producerOf(cluster, {
        "partitioner.ignore.keys": isIgnoring,
        "batch.size": 100,
        "linger.ms": 0,
      });
      const sends = Array.from({ length: 60 }, () => producer.send({ topic: "t", key, value: "x".repeat(60) }));
      await cluster.advance(1_000);
      await Promise.all(sends);
      const partitions = new Set(recordsSent(cluster).map((one) => one.partition));
      if (isIgnoring) assert.ok(partitions.size > 3);
      else assert.deepEqual([...partitions], [partitionForKey(Buffer.from(key), 6)]);
      await producer.close();
    }
  });

  it("producer config partitioner.adaptive.partitioning.enable keeps records away from a slow broker", async () => {
    const share = async (isAdaptive: boolean): Promise<number> => {
      await using cluster = await started(2, 2);
      answering(cluster, (request) => (request.broker === 0 ? DROP : ok(request)));
      const producer = producerOf(cluster, {
        "partitioner.adaptive.partitioning.enable": isAdaptive,
        "batch.size": 200,
        "linger.ms": 0,
        "request.timeout.ms": 100_000,
        "delivery.timeout.ms": 110_000,
      });
      await producer.partitionsFor("t");
      let slow = 0;
      for (let i = 0; i < 300; i++) {
        const sent = producer.send({ topic: "t", value: "x".repeat(150) });
        let isAcknowledged = false;
        void sent.then(
          () => {
            isAcknowledged = true;
          },
          () => undefined,
        );
        await cluster.advance(1);
        if (!isAcknowledged) slow++;
      }
      await producer.close({ timeoutMs: 0 });
      return slow / 300;
    };
    const [adaptive, plain] = [await share(true), await share(false)];
    assert.ok(adaptive < 0.3 && plain > 0.4, `${adaptive} ${plain}`);
  });

  it("producer config partitioner.availability.timeout.ms leaves out a broker that takes nothing", async () => {
    await using cluster = await started(2, 2);
    answering(cluster, (request) => (request.broker === 0 ? DROP : ok(request)));
    const producer = producerOf(cluster, {
      "partitioner.adaptive.partitioning.enable": false,
      "partitioner.availability.timeout.ms": 500,
      "batch.size": 200,
      "linger.ms": 0,
      "request.timeout.ms": 100_000,
      "delivery.timeout.ms": 110_000,
    });
    await producer.partitionsFor("t");
    const outcomes: Promise<{ partition: number }>[] = [];
    for (let i = 0; i < 60; i++) {
      outcomes.push(producer.send({ topic: "t", value: "x".repeat(150) }));
      await cluster.advance(50);
    }
    const late = outcomes.slice(30);
    const settled = Promise.all(late).then((all) => all.map((one) => one.partition));
    for (const one of outcomes) one.catch(() => undefined);
    await cluster.advance(100);
    assert.ok((await settled).every((partition) => partition === 1));
    await producer.close({ timeoutMs: 0 });
  });

  it("producer config metadata.max.idle.ms forgets topics nobody sends to", async () => {
    await using cluster = await started();
    cluster.addTopic("other", [0]);
    const producer = producerOf(cluster, { "metadata.max.idle.ms": 5_000, "metadata.max.age.ms": 3_000 });
    const sends = ["t", "other"].map((topic) => producer.send({ topic, value: "v" }));
    await cluster.advance(100);
    await Promise.all(sends);
    for (let i = 0; i < 8; i++) {
      const send = producer.send({ topic: "t", value: "v" });
      await cluster.advance(2_000);
      await send;
    }
    const asked = cluster.seen(MetadataRequest).map((one) =>
      (one.body.topics ?? [])
        .map((topic) => topic.name)
        .sort()
        .join(),
    );
    assert.ok(asked.includes("other,t"));
    assert.equal(asked.at(-1), "t");
    await producer.close();
  });
});
