// kafkajs. It has no linger time: a call is a request.
import { Kafka, logLevel } from "kafkajs";
import type { Consumer, Producer } from "kafkajs";
import type { Server } from "../lib/server.ts";
import { BATCH, Paced, Reading, VALUE, freshGroup, measured, oneAfterTheOther, outstanding } from "./peer.ts";
import type { Peer, Run } from "./peer.ts";

const ALL = -1;
const kafka = (server: Server): Kafka => new Kafka({ brokers: [server.bootstrap], logLevel: logLevel.NOTHING });

async function producing(server: Server, topic: string, work: (producer: Producer) => Promise<Run>): Promise<Run> {
  const producer = kafka(server).producer();
  await producer.connect();
  for (let sent = 0; sent < 200; sent++) await producer.send({ topic, acks: ALL, messages: [{ value: VALUE }] });
  const run = await work(producer);
  await producer.disconnect();
  return run;
}

async function reading(
  server: Server,
  settings: { readonly topic: string; readonly fromBeginning: boolean },
  work: (consumer: Consumer) => Promise<Run>,
): Promise<Run> {
  const consumer = kafka(server).consumer({ groupId: freshGroup() });
  await consumer.connect();
  await consumer.subscribe(settings);
  const run = await work(consumer);
  await consumer.disconnect();
  return run;
}

export const kafkajs: Peer = {
  name: "kafkajs",
  singles: (server, topic) =>
    producing(server, topic, (producer) =>
      outstanding(5_000, () => producer.send({ topic, acks: ALL, messages: [{ value: VALUE }] })),
    ),
  thousands: (server, topic) =>
    producing(server, topic, (producer) => {
      const count = 100_000;
      const messages = Array.from({ length: BATCH }, () => ({ value: VALUE }));
      return measured(count, async () => {
        for (let sent = 0; sent < count; sent += BATCH) await producer.send({ topic, acks: ALL, messages });
      });
    }),
  awaited: (server, topic) =>
    producing(server, topic, (producer) =>
      oneAfterTheOther(3_000, () => producer.send({ topic, acks: ALL, messages: [{ value: VALUE }] })),
    ),
  readBatches: (server, { name, count }) =>
    reading(server, { topic: name, fromBeginning: true }, async (consumer) => {
      const found = new Reading(count);
      const { promise, resolve } = Promise.withResolvers<void>();
      await consumer.run({
        eachBatch: ({ batch }) => {
          if (found.gave(batch.messages.length)) resolve();
          return Promise.resolve();
        },
      });
      await promise;
      return found.end();
    }),
  readEach: (server, { name, count }) =>
    reading(server, { topic: name, fromBeginning: true }, async (consumer) => {
      const found = new Reading(count);
      const { promise, resolve } = Promise.withResolvers<void>();
      await consumer.run({
        eachMessage: ({ message }) => {
          if (message.value !== null && found.gave(1)) resolve();
          return Promise.resolve();
        },
      });
      await promise;
      return found.end();
    }),
  endToEnd: (server, topic) =>
    producing(server, topic, (producer) =>
      reading(server, { topic, fromBeginning: false }, async (consumer) => {
        const paced = new Paced();
        const joined = new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
        await consumer.run({
          eachMessage: ({ message }) => {
            if (message.value !== null) paced.got(message.value);
            return Promise.resolve();
          },
        });
        // Whoever begins at the end must have been there before the first record comes.
        await joined;
        return await paced.send((value) => producer.send({ topic, acks: ALL, messages: [{ partition: 0, value }] }));
      }),
    ),
};
