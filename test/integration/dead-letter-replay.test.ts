// Dead letters sent back to where they came from: all of it, some of it, at a rate, and not for ever.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Producer } from "@ottla/client";
import {
  ConcurrentKafkaListenerContainerFactory,
  deadLetterSender,
  DefaultKafkaProducerFactory,
  DLT_REPLAYS_HEADER,
  replayDeadLetters,
  RetryableListener,
  RetryTopicHeaders,
} from "@ottla/listener";
import { Broker, consumeAll, getRecords } from "@ottla/testkit";

const broker = await Broker.start();
const { bootstrapServers } = broker;
after(() => broker.stop());

async function letters(
  name: string,
  values: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  await broker.createTopics({ [name]: 2, [`${name}-dlt`]: 2 });
  await using producer = new Producer({ bootstrapServers });
  const headers = { own: "1", "kafka_dlt-original-topic": name, "kafka_dlt-exception-message": "no", ...more };
  await producer.sendBatch(values.map((value) => ({ topic: `${name}-dlt`, key: value, value, headers })));
  return `${name}-dlt`;
}

async function valuesOf(topic: string): Promise<(string | null)[]> {
  return (await consumeAll(broker, topic)).map((record) => record.value).sort();
}

describe("replay of dead letters", () => {
  it("sends them back without what made them dead letters, and begins behind them the next time", async () => {
    const topic = await letters("orders", ["a", "b", "c"]);
    const { replayed } = await replayDeadLetters({ bootstrapServers, topic });
    assert.deepEqual([...replayed], [["orders", 3]]);
    assert.deepEqual(await valuesOf("orders"), ["a", "b", "c"]);
    const [record] = await consumeAll(broker, "orders");
    assert.deepEqual(
      record?.headers.map(({ key, value }) => `${key}=${Buffer.from(value ?? []).toString("hex")}`),
      ["own=31", `${DLT_REPLAYS_HEADER}=00000001`],
    );
    assert.equal((await replayDeadLetters({ bootstrapServers, topic })).replayed.size, 0);
  });

  it("leaves alone the letters of transactions that were aborted", async () => {
    const topic = await letters("payments", ["kept"]);
    await using producer = new Producer({ bootstrapServers, transactionalId: "aborted-letters" });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic, key: "gone", value: "gone", headers: { "kafka_dlt-original-topic": "payments" } });
    await producer.abortTransaction();
    const { replayed } = await replayDeadLetters({ bootstrapServers, topic });
    assert.deepEqual([...replayed], [["payments", 1]]);
    assert.deepEqual(await valuesOf("payments"), ["kept"]);
  });

  it("looks first, takes some, and leaves what came back too often or came from nowhere", async () => {
    const topic = await letters("mails", ["a", "b", "c", "d"]);
    const dry = await replayDeadLetters({ bootstrapServers, topic, dryRun: true });
    assert.equal(dry.replayed.get("mails"), 4);
    assert.deepEqual(await valuesOf("mails"), []);
    const some = await replayDeadLetters({ bootstrapServers, topic, limit: 2, rate: 200 });
    assert.equal(some.replayed.get("mails"), 2);
    await using producer = new Producer({ bootstrapServers });
    await producer.send({ topic, value: "from nowhere" });
    const worn = { "kafka_dlt-original-topic": "mails", [DLT_REPLAYS_HEADER]: "\0\0\0\u0001" };
    await producer.send({ topic, value: "worn", headers: worn });
    const rest = await replayDeadLetters({
      bootstrapServers,
      topic,
      filter: ({ rawValue }) => Buffer.from(rawValue ?? []).toString() !== "d",
    });
    assert.deepEqual([rest.exhausted, rest.homeless], [1, 1]);
    assert.equal((rest.replayed.get("mails") ?? 0) + rest.filtered, 2);
    assert.equal((await valuesOf("mails")).length, 4 - rest.filtered);
    await assert.rejects(replayDeadLetters({ bootstrapServers, topic, rate: 0 }), /rate must be/);
  });

  it("sends back what has come through retry topics, as a first delivery", async () => {
    await broker.createTopics({ jobs: 1, "jobs-dlt": 1 });
    await using producer = new Producer({ bootstrapServers });
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": bootstrapServers });
    await using listener = retried("jobs", factory);
    await listener.start();
    await producer.send({ topic: "jobs", value: "a", headers: { own: "1" } });
    const [letter] = await getRecords(broker, "jobs-dlt", { count: 1 });
    assert.ok(letter?.headers.some(({ key }) => key === RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS));
    await listener.stop();
    const { replayed, homeless } = await replayDeadLetters({ bootstrapServers, topic: "jobs-dlt" });
    assert.deepEqual([[...replayed], homeless], [[["jobs", 1]], 0]);
    const records = await getRecords(broker, "jobs", { count: 2 });
    assert.deepEqual(
      records.map((record) => record.headers.map(({ key }) => key)),
      [["own"], ["own", DLT_REPLAYS_HEADER]],
    );
  });

  it("goes on behind what was sent when a send has failed", async () => {
    await broker.createTopics({ bills: 1, "bills-dlt": 1 });
    await using producer = new Producer({ bootstrapServers });
    const from = (origin: string): Readonly<Record<string, string>> => ({ "kafka_dlt-original-topic": origin });
    await producer.sendBatch([
      { topic: "bills-dlt", value: "a", headers: from("bills") },
      { topic: "bills-dlt", value: "b", headers: from("no topic has spaces") },
    ]);
    for (let round = 1; round <= 2; round++) {
      await assert.rejects(replayDeadLetters({ bootstrapServers, topic: "bills-dlt" }), {
        code: "INVALID_TOPIC_EXCEPTION",
      });
      assert.deepEqual(await valuesOf("bills"), ["a"], `round ${round}`);
    }
  });
});

/** A listener that fails; its records go to one retry topic and to the topic of dead letters. */
function retried(topic: string, factory: DefaultKafkaProducerFactory): RetryableListener {
  return new RetryableListener({
    factory: new ConcurrentKafkaListenerContainerFactory(),
    listener: { bootstrapServers, topics: topic, groupId: topic, properties: { "auto.offset.reset": "earliest" } },
    retry: { attempts: 2, backOff: { delay: 10 } },
    handler: {
      isBatch: false,
      onMessage: () => {
        throw new Error("no");
      },
    },
    sender: deadLetterSender(factory),
    admin: new Map([["bootstrap.servers", bootstrapServers]]),
  });
}
