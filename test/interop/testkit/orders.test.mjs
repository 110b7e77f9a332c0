// A test file of somebody who uses the kit: the same for vitest and for jest, with kafkajs as the client under test.
import { Broker, consumeAll, getSingleRecord } from "@ottla/testkit";
import { Kafka, logLevel } from "kafkajs";

// What both runners give as globals.
const { afterAll, beforeAll, beforeEach, expect, test } = globalThis;

let broker;
beforeAll(async () => {
  broker = await Broker.start();
});
beforeEach(async () => {
  await broker.reset();
  await broker.createTopics({ orders: 1 });
});
afterAll(() => broker.stop());

async function order(items) {
  if (items.length === 0) return;
  const kafka = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: "orders", messages: items.map((value) => ({ key: "7", value })) });
  await producer.disconnect();
}

test("an order is written", async () => {
  await order(["paid"]);
  const record = await getSingleRecord(broker, "orders");
  expect([record.key, record.value]).toEqual(["7", "paid"]);
});

test("nothing is written for an empty order", async () => {
  await order([]);
  expect(await consumeAll(broker, "orders")).toEqual([]);
});

test("a consumer of kafkajs gets what was written", async () => {
  await order(["a", "b"]);
  const kafka = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: "billing" });
  await consumer.connect();
  await consumer.subscribe({ topic: "orders", fromBeginning: true });
  const seen = [];
  const both = Promise.withResolvers();
  await consumer.run({
    eachMessage: ({ message }) => {
      seen.push(message.value.toString());
      if (seen.length === 2) both.resolve();
      return Promise.resolve();
    },
  });
  await both.promise;
  await consumer.disconnect();
  expect(seen).toEqual(["a", "b"]);
});
