import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { decodeBatch } from "@ottla/records";
import type { DecodedBatch } from "@ottla/records";
import { KafkaError } from "../errors.ts";
import { CLOSE, DROP, ScriptedCluster } from "../testing/scripted-broker.ts";
import type { Answer, SeenRequest } from "../testing/scripted-broker.ts";
import { Producer } from "./producer.ts";
import type { RecordMetadata } from "./producer-record.ts";

const PRODUCE = { request: ProduceRequest, response: ProduceResponse };
const INIT = { request: InitProducerIdRequest, response: InitProducerIdResponse };

/** The batches of a request, with the values in them. */
function batches(request: SeenRequest<ProduceRequest>): { partition: number; batch: DecodedBatch; values: string[] }[] {
  return request.body.topicData.flatMap((topic) =>
    topic.partitionData.map(({ index, records }) => {
      const batch = decodeBatch(records as Uint8Array);
      assert.ok("records" in batch);
      return { partition: index, batch, values: batch.records.map((one) => String(Buffer.from(one.value ?? []))) };
    }),
  );
}

/** An answer that gives every partition of a request the same fate. */
function answer(
  request: SeenRequest<ProduceRequest>,
  fate: { errorCode?: number; baseOffset?: number } & Record<string, unknown> = {},
): Answer<ProduceResponse> {
  return {
    responses: request.body.topicData.map((topic) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitionResponses: topic.partitionData.map(({ index }) => ({ index, errorCode: 0, baseOffset: 0, ...fate })),
    })),
  };
}

/** An idempotent log: takes batches in sequence and refuses others, as a broker does. */
class Log {
  readonly values: string[] = [];
  readonly #takesAnySequenceFirst: boolean;
  #next = new Map<string, number>();

  /** With `takesAnySequenceFirst` a producer's first batch need not begin at 0, as at Apache Kafka. */
  constructor({ takesAnySequenceFirst = false } = {}) {
    this.#takesAnySequenceFirst = takesAnySequenceFirst;
  }

  append(request: SeenRequest<ProduceRequest>): Answer<ProduceResponse> {
    const [{ batch, values } = assert.fail("no batch")] = batches(request);
    const { producerId, producerEpoch, baseSequence } = batch.header;
    const key = `${producerId}/${producerEpoch}`;
    const expected = this.#next.get(key) ?? (this.#takesAnySequenceFirst ? baseSequence : 0);
    if (baseSequence < expected)
      return answer(request, { errorCode: ErrorCode.DUPLICATE_SEQUENCE_NUMBER, baseOffset: -1 });
    if (baseSequence > expected) return answer(request, { errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER });
    this.#next.set(key, baseSequence + values.length);
    this.values.push(...values);
    return answer(request, { baseOffset: this.values.length - values.length });
  }
}

async function settled(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    (value: unknown) => value,
    (error: unknown) => error,
  );
}

function codeOf(outcome: unknown): string {
  return outcome instanceof KafkaError ? outcome.code : `not an error: ${JSON.stringify(outcome)}`;
}

describe("a producer", () => {
  it("gathers records for linger.ms and sends them in one request", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) => answer(request, { baseOffset: 40 }));
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    const sends = ["a", "b", "c"].map((value) => producer.send({ topic: "t", key: "k", value, timestamp: 5 }));
    await cluster.advance(4);
    assert.equal(cluster.seen(ProduceRequest).length, 0);
    await cluster.advance(2);
    assert.deepEqual(
      (await Promise.all(sends)).map((one) => one.offset),
      [40, 41, 42],
    );
    assert.deepEqual(await sends[1], {
      topic: "t",
      partition: 0,
      offset: 41,
      timestamp: 5,
      serializedKeySize: 1,
      serializedValueSize: 1,
    } satisfies RecordMetadata);
    assert.equal(cluster.seen(ProduceRequest).length, 1);
    await producer.close();
  });

  it("sends a bulk at once when nothing is under way, and gathers the next ones behind it", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, async (request) => {
      await new Promise<void>((resolve) => void cluster.clock.setTimer(20, resolve));
      return answer(request);
    });
    const options = { bootstrapServers: cluster.bootstrapServers, "linger.ms": 50 };
    const producer = new Producer(options, cluster.ports);
    const metadata = producer.partitionsFor("t");
    await cluster.advance(1);
    await metadata;
    const bulk = (): Promise<unknown> => producer.sendBatch(["a", "b"].map((value) => ({ topic: "t", value })));
    const first = bulk();
    await cluster.advance(10);
    assert.equal(cluster.seen(ProduceRequest).length, 1, "it does not linger");
    const others = [bulk(), bulk()];
    await cluster.advance(30);
    await first;
    assert.equal(cluster.seen(ProduceRequest).length, 1, "others find it under way, and linger");
    await cluster.advance(60);
    await Promise.all(others);
    assert.deepEqual(
      cluster.seen(ProduceRequest).map((request) => batches(request).map(({ values }) => values.join(""))),
      [["ab"], ["abab"]],
    );
    await producer.close();
  });

  it("keeps the order of sends that waited for metadata and of those after", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log();
    cluster.on(PRODUCE, (request) => log.append(request));
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, "linger.ms": 0 }, cluster.ports);
    const sends: Promise<unknown>[] = [];
    for (let i = 0; i < 50; i++) {
      sends.push(producer.send({ topic: "t", value: String(i) }));
      if (i % 7 === 0) await Promise.resolve();
    }
    await cluster.advance(100);
    await Promise.all(sends);
    assert.deepEqual(
      log.values,
      Array.from({ length: 50 }, (_unused, i) => String(i)),
    );
    await producer.close();
  });

  it("writes each record once and in order when connections break and answers get lost", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log();
    let requests = 0;
    cluster.on(PRODUCE, (request) => {
      requests++;
      if (requests % 5 === 2) return CLOSE;
      const outcome = log.append(request);
      // The batch is in the log, but the producer does not hear of it.
      return requests % 5 === 4 ? CLOSE : outcome;
    });
    const producer = new Producer(
      { bootstrapServers: cluster.bootstrapServers, "batch.size": 20, "linger.ms": 0 },
      cluster.ports,
    );
    const sends = Array.from({ length: 40 }, (_unused, i) => producer.send({ topic: "t", value: `value ${i}` }));
    await cluster.advance(60_000);
    await Promise.all(sends);
    assert.deepEqual(
      log.values,
      Array.from({ length: 40 }, (_unused, i) => `value ${i}`),
    );
    assert.ok(requests > 40);
    await producer.close();
  });

  it("gets records to a broker that refuses the first batch and would take any sequence of a producer it does not know", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log({ takesAnySequenceFirst: true });
    let refusals = 2;
    cluster.on(PRODUCE, (request) =>
      refusals-- > 0 ? answer(request, { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }) : log.append(request),
    );
    const producer = new Producer(
      { bootstrapServers: cluster.bootstrapServers, "linger.ms": 0, "batch.size": 1 },
      cluster.ports,
    );
    const values = Array.from({ length: 20 }, (_unused, i) => String(i));
    const sends = values.map((value) => producer.send({ topic: "t", value }));
    await cluster.advance(5_000);
    await Promise.all(sends);
    assert.deepEqual(log.values, values);
    await producer.close();
  });

  it("follows the leader that an error names, without asking for metadata and without waiting", async () => {
    await using cluster = await ScriptedCluster.start(2);
    const topic = cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) =>
      request.broker === 0
        ? answer(request, {
            errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
            currentLeader: { leaderId: 1, leaderEpoch: 1 },
          })
        : answer(request, { baseOffset: 9 }),
    );
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, "linger.ms": 0 }, cluster.ports);
    const send = producer.send({ topic: "t", value: "v" });
    await cluster.advance(10);
    topic.leaders = [1];
    assert.equal((await send).offset, 9);
    assert.deepEqual(
      cluster.seen(ProduceRequest).map((one) => one.broker),
      [0, 1],
    );
    await producer.close();
  });

  it("divides a batch that the broker finds too large", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log();
    let refused = 0;
    cluster.on(PRODUCE, (request) => {
      const [{ values } = assert.fail()] = batches(request);
      if (values.length <= 2) return log.append(request);
      refused++;
      return answer(request, { errorCode: ErrorCode.MESSAGE_TOO_LARGE });
    });
    const options = {
      bootstrapServers: cluster.bootstrapServers,
      "compression.type": "gzip",
      "batch.size": 200,
    } as const;
    const producer = new Producer(options, cluster.ports);
    // Compresses so well that the producer takes many into a batch.
    for (let round = 0; round < 3; round++) {
      const sends = Array.from({ length: 20 }, () => producer.send({ topic: "t", value: "x".repeat(30) }));
      await cluster.advance(5_000);
      await Promise.all(sends);
    }
    assert.equal(log.values.length, 60);
    assert.ok(refused > 0);
    await producer.close();
  });

  it("gives up after delivery.timeout.ms, and says whether the record was sent", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, () => DROP);
    const options = {
      bootstrapServers: cluster.bootstrapServers,
      "request.timeout.ms": 1_000,
      "delivery.timeout.ms": 1_500,
    };
    const producer = new Producer(options, cluster.ports);
    const outcome = settled(producer.send({ topic: "t", value: "v" }));
    await cluster.advance(1_400);
    await cluster.advance(200);
    const error = await outcome;
    assert.equal(codeOf(error), "TIMEOUT");
    assert.match((error as Error).message, /^Expiring 1 record\(s\) for t-0:15\d\d ms has passed since batch creation/);
    await producer.close({ timeoutMs: 0 });
  });

  it("begins a new epoch behind a batch that failed, so that later ones are taken", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log();
    cluster.on(PRODUCE, (request) =>
      batches(request)[0]?.values.includes("bad") === true
        ? answer(request, { errorCode: ErrorCode.INVALID_TIMESTAMP })
        : log.append(request),
    );
    const producer = new Producer(
      { bootstrapServers: cluster.bootstrapServers, "linger.ms": 0, "batch.size": 1 },
      cluster.ports,
    );
    const outcomes = ["a", "bad", "b", "c"].map((value) => settled(producer.send({ topic: "t", value })));
    await cluster.advance(5_000);
    assert.equal(codeOf(await outcomes[1]), "INVALID_TIMESTAMP");
    await Promise.all(outcomes);
    assert.deepEqual(log.values, ["a", "b", "c"]);
    const epochs = new Set(cluster.seen(ProduceRequest).map((one) => batches(one)[0]?.batch.header.producerEpoch));
    assert.deepEqual([...epochs], [0, 1]);
    assert.equal(cluster.seen(InitProducerIdRequest).length, 1);
    await producer.close();
  });

  it("tells each record of a refused batch its own part (KIP-467)", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) =>
      answer(request, {
        errorCode: ErrorCode.INVALID_RECORD,
        errorMessage: "the batch is bad",
        recordErrors: [{ batchIndex: 1, batchIndexErrorMessage: "no key" }],
      }),
    );
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    const outcomes = ["a", "b"].map((value) => settled(producer.send({ topic: "t", value })));
    await cluster.advance(10);
    const messages = (await Promise.all(outcomes)).map((error) => (error as Error).message);
    assert.match(messages[0] ?? "", /part of a batch/);
    assert.equal(messages[1], "no key");
    await producer.close();
  });

  it("with acks=0 gives no offset, asks for no producer id, and does not wait for an answer", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, () => DROP);
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, acks: 0 }, cluster.ports);
    const send = producer.send({ topic: "t", value: "v" });
    await cluster.advance(10);
    assert.equal((await send).offset, -1);
    assert.equal(cluster.seen(InitProducerIdRequest).length, 0);
    assert.equal(cluster.seen(ProduceRequest)[0]?.body.acks, 0);
    await producer.close();
  });

  it("waits for room in buffer.memory, and fails with BUFFER_EXHAUSTED after max.block.ms", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    let isOpen = false;
    const waiting: (() => void)[] = [];
    cluster.on(PRODUCE, async (request) => {
      if (!isOpen) await new Promise<void>((resolve) => waiting.push(resolve));
      return answer(request);
    });
    const options = {
      bootstrapServers: cluster.bootstrapServers,
      "buffer.memory": 400,
      "batch.size": 100,
      "max.block.ms": 1_000,
    };
    const producer = new Producer(options, cluster.ports);
    const sends = Array.from({ length: 8 }, () => settled(producer.send({ topic: "t", value: "x".repeat(100) })));
    await cluster.advance(500);
    isOpen = true;
    const late = settled(producer.send({ topic: "t", value: "late" }));
    for (const release of waiting) release();
    await cluster.advance(100);
    assert.ok((await Promise.all([...sends, late])).every((one) => !(one instanceof Error)));
    isOpen = false;
    const blocked = Array.from({ length: 8 }, () => settled(producer.send({ topic: "t", value: "x".repeat(100) })));
    await cluster.advance(1_100);
    assert.equal(codeOf(await blocked[7]), "BUFFER_EXHAUSTED");
    isOpen = true;
    for (const release of waiting) release();
    await cluster.advance(100);
    await producer.close();
  });

  it("does not let a small record overtake a large one that waits for room", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new Log();
    cluster.on(PRODUCE, (request) => log.append(request));
    const options = { bootstrapServers: cluster.bootstrapServers, "buffer.memory": 500, "batch.size": 0 };
    const producer = new Producer(options, cluster.ports);
    await producer.partitionsFor("t");
    const values = ["a".repeat(200), "b".repeat(300), "c", "d"];
    const sends = values.map((value) => producer.send({ topic: "t", value }));
    await cluster.advance(100);
    await Promise.all(sends);
    assert.deepEqual(log.values, values);
    await producer.close();
  });

  it("says as the cause why no broker told of the topic", async () => {
    await using cluster = await ScriptedCluster.start();
    const producer = new Producer({ bootstrapServers: "nowhere:9", "max.block.ms": 500 }, cluster.ports);
    const sent = settled(producer.send({ topic: "t", value: "v" }));
    await cluster.advance(501);
    const error = (await sent) as Error;
    assert.equal(error.message, "Topic t not present in metadata after 500 ms.");
    assert.equal(codeOf(error.cause), "NO_BROKER_AVAILABLE");
    await producer.close();
  });

  it("says which topic is not there after max.block.ms, and goes on with others meanwhile", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.addTopic("bad name", [], ErrorCode.INVALID_TOPIC_EXCEPTION);
    cluster.on(PRODUCE, (request) => answer(request));
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, "max.block.ms": 2_000 }, cluster.ports);
    const missing = settled(producer.send({ topic: "missing", value: "v" }));
    const invalid = settled(producer.send({ topic: "bad name", value: "v" }));
    const partition = settled(producer.send({ topic: "t", partition: 3, value: "v" }));
    const other = producer.send({ topic: "t", value: "v" });
    await cluster.advance(100);
    // Sends to one topic stay in order, also behind one that waits for its partition to appear.
    assert.equal(codeOf(await invalid), "INVALID_TOPIC_EXCEPTION");
    await cluster.advance(2_000);
    assert.equal(((await missing) as Error).message, "Topic missing not present in metadata after 2000 ms.");
    assert.match(((await partition) as Error).message, /^Partition 3 of topic t with partition count 1 is not present/);
    await other;
    assert.ok(cluster.seen(MetadataRequest).length < 60, "asking for metadata backs off");
    await producer.close();
  });

  it("refuses what cannot be sent, at once", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) => answer(request));
    const producer = new Producer(
      { bootstrapServers: cluster.bootstrapServers, "max.request.size": 200 },
      cluster.ports,
    );
    assert.equal(codeOf(await settled(producer.send({ topic: "t", value: "x".repeat(300) }))), "RECORD_TOO_LARGE");
    assert.equal(codeOf(await settled(producer.send({ topic: "t", partition: -1, value: "v" }))), "INVALID_ARGUMENT");
    assert.equal(codeOf(await settled(producer.send({ topic: "t", timestamp: -2, value: "v" }))), "INVALID_ARGUMENT");
    assert.equal(codeOf(await settled(producer.send({ topic: "", value: "v" }))), "INVALID_ARGUMENT");
    assert.equal(codeOf(await settled(producer.send({ topic: "t", value: 5 as never }))), "SERIALIZATION");
    // Names that no request can carry: asked about, they would take every other topic's metadata with them, or be answered as another name.
    for (const topic of ["x".repeat(40_000), "é".repeat(20_000), "half \ud800"]) {
      assert.equal(codeOf(await settled(producer.send({ topic, value: "v" }))), "INVALID_TOPIC_EXCEPTION");
      assert.equal(codeOf(await settled(producer.partitionsFor(topic))), "INVALID_TOPIC_EXCEPTION");
    }
    const good = producer.send({ topic: "t", value: "v" });
    await cluster.advance(100);
    await good;
    await producer.close();
    assert.equal(codeOf(await settled(producer.send({ topic: "t", value: "v" }))), "CLOSED");
  });

  it("flush sends what lingers, and close waits for what was sent", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) => answer(request));
    const producer = new Producer(
      { bootstrapServers: cluster.bootstrapServers, "linger.ms": 60_000, "delivery.timeout.ms": 120_000 },
      cluster.ports,
    );
    let isDone = false;
    void producer.send({ topic: "t", value: "v" }).then(() => {
      isDone = true;
    });
    const flushed = producer.flush();
    await cluster.advance(10);
    await flushed;
    assert.ok(isDone);
    const last = producer.send({ topic: "t", value: "v" });
    await cluster.advance(10);
    const closed = producer.close();
    await cluster.advance(10);
    await closed;
    assert.equal((await last).offset, 0);
  });

  it("asks for a producer id until it gets one, and fails for good when it may not have one", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) => answer(request));
    let asked = 0;
    cluster.on(INIT, () =>
      ++asked < 3 ? { errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS } : { producerId: 5n, producerEpoch: 0 },
    );
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    const send = producer.send({ topic: "t", value: "v" });
    await cluster.advance(2_000);
    await send;
    assert.equal(asked, 3);
    await producer.close();

    cluster.on(INIT, () => ({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED }));
    const refused = new Producer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    const outcome = settled(refused.send({ topic: "t", value: "v" }));
    await cluster.advance(2_000);
    const error = await outcome;
    assert.equal(codeOf(error), "CLUSTER_AUTHORIZATION_FAILED");
    assert.ok((error as KafkaError).fatal);
    await refused.close();
  });

  it("obeys a broker that asks for a pause", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on(PRODUCE, (request) => ({ ...(answer(request) as object), throttleTimeMs: 700 }));
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, "linger.ms": 0 }, cluster.ports);
    const first = producer.send({ topic: "t", value: "v" });
    await cluster.advance(1);
    await first;
    const second = producer.send({ topic: "t", value: "v" });
    await cluster.advance(600);
    assert.equal(cluster.seen(ProduceRequest).length, 1);
    await cluster.advance(200);
    await second;
    await producer.close();
  });
});
