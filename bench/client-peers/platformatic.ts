// @platformatic/kafka. It gives records one by one only, and has no linger time: a call is a request.
import { Consumer, MessagesStreamModes, Producer } from "@platformatic/kafka";
import type { MessagesStream } from "@platformatic/kafka";
import type { Server } from "../lib/server.ts";
import { BATCH, Paced, Reading, VALUE, freshGroup, measured, oneAfterTheOther, outstanding } from "./peer.ts";
import type { Peer, Run } from "./peer.ts";

const ALL = -1;
type Sender = Producer<Buffer, Buffer, Buffer, Buffer>;
type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

async function producing(server: Server, topic: string, work: (producer: Sender) => Promise<Run>): Promise<Run> {
  const producer = new Producer({ clientId: "bench", bootstrapBrokers: [server.bootstrap] });
  for (let sent = 0; sent < 200; sent++) await producer.send({ messages: [{ topic, value: VALUE }], acks: ALL });
  const run = await work(producer);
  await producer.close();
  return run;
}

async function reading(
  server: Server,
  settings: { readonly topic: string; readonly mode: "earliest" | "latest" },
  work: (stream: Stream) => Promise<Run>,
): Promise<Run> {
  const { topic, mode } = settings;
  const groupId = freshGroup();
  const consumer = new Consumer({ clientId: "bench", groupId, bootstrapBrokers: [server.bootstrap] });
  const stream = await consumer.consume({
    topics: [topic],
    mode: MessagesStreamModes[mode === "latest" ? "LATEST" : "EARLIEST"],
    maxWaitTime: 500,
  });
  const run = await work(stream);
  await new Promise<void>((resolve) => consumer.close(true, () => resolve()));
  return run;
}

export const platformatic: Peer = {
  name: "@platformatic/kafka",
  singles: (server, topic) =>
    producing(server, topic, (producer) =>
      outstanding(10_000, () => producer.send({ messages: [{ topic, value: VALUE }], acks: ALL })),
    ),
  thousands: (server, topic) =>
    producing(server, topic, (producer) => {
      const count = 100_000;
      const messages = Array.from({ length: BATCH }, () => ({ topic, value: VALUE }));
      return measured(count, async () => {
        for (let sent = 0; sent < count; sent += BATCH) await producer.send({ messages, acks: ALL });
      });
    }),
  awaited: (server, topic) =>
    producing(server, topic, (producer) =>
      oneAfterTheOther(3_000, () => producer.send({ messages: [{ topic, value: VALUE }], acks: ALL })),
    ),
  readEach(server, { name, count }) {
    const found = new Reading(count);
    return reading(server, { topic: name, mode: "earliest" }, async (stream) => {
      for await (const message of stream) if (message.value !== null && found.gave(1)) break;
      return found.end();
    });
  },
  endToEnd: (server, topic) =>
    producing(server, topic, (producer) =>
      reading(server, { topic, mode: "latest" }, async (stream) => {
        const paced = new Paced();
        const consuming = (async (): Promise<void> => {
          for await (const message of stream) if (paced.got(message.value)) break;
        })();
        const run = await paced.send((value) =>
          producer.send({ messages: [{ topic, partition: 0, value }], acks: ALL }),
        );
        await consuming;
        return run;
      }),
    ),
};
