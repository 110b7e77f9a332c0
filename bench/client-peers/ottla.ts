// @ottla/client.
import { Consumer, Producer } from "@ottla/client";
import type { Server } from "../lib/server.ts";
import { BATCH, Paced, Reading, VALUE, freshGroup, measured, oneAfterTheOther, outstanding } from "./peer.ts";
import type { Peer, Run } from "./peer.ts";

const WARM_UP = 200;

async function producing(
  server: Server,
  settings: { readonly topic: string; readonly lingerMs: number },
  work: (producer: Producer) => Promise<Run>,
): Promise<Run> {
  const { topic, lingerMs } = settings;
  await using producer = new Producer({ bootstrapServers: server.bootstrap, lingerMs });
  for (let sent = 0; sent < WARM_UP; sent++) void producer.send({ topic, value: VALUE });
  await producer.flush();
  // As the others are: one after the other, so that what is measured is not the first time that its code runs.
  if (lingerMs === 0) for (let sent = 0; sent < WARM_UP; sent++) await producer.send({ topic, value: VALUE });
  return await work(producer);
}

function reader(server: Server, topic: string): Consumer {
  const consumer = new Consumer({
    ...{ bootstrapServers: server.bootstrap, groupId: freshGroup(), autoOffsetReset: "earliest" },
  });
  consumer.subscribe(topic);
  return consumer;
}

export const ottla: Peer = {
  name: "ottla",
  singles: (server, topic) =>
    producing(server, { topic, lingerMs: 5 }, (producer) =>
      outstanding(300_000, () => producer.send({ topic, value: VALUE })),
    ),
  thousands: (server, topic) =>
    producing(server, { topic, lingerMs: 5 }, (producer) => {
      const count = 300_000;
      const records = Array.from({ length: BATCH }, () => ({ topic, value: VALUE }));
      return measured(count, async () => {
        for (let sent = 0; sent < count; sent += BATCH) await producer.sendBatch(records);
      });
    }),
  // There is nothing to wait for where one send follows the other's acknowledgement.
  awaited: (server, topic) =>
    producing(server, { topic, lingerMs: 0 }, (producer) =>
      oneAfterTheOther(3_000, () => producer.send({ topic, value: VALUE })),
    ),
  async readBatches(server, { name, count }) {
    await using consumer = reader(server, name);
    const reading = new Reading(count);
    while (!reading.gave((await consumer.poll({ timeoutMs: 1_000 })).count));
    return reading.end();
  },
  async readEach(server, { name, count }) {
    const reading = new Reading(count);
    await using consumer = reader(server, name);
    for await (const record of consumer) if (record.value !== null && reading.gave(1)) break;
    return reading.end();
  },
  endToEnd: (server, topic, lingerMs) =>
    producing(server, { topic, lingerMs }, async (producer) => {
      await using consumer = new Consumer({ bootstrapServers: server.bootstrap });
      consumer.assign([{ topic, partition: 0 }]);
      consumer.seekToEnd();
      await consumer.position({ topic, partition: 0 });
      const paced = new Paced();
      const consuming = (async (): Promise<void> => {
        for await (const { value } of consumer) if (value !== null && paced.got(value)) break;
      })();
      const run = await paced.send((value) => producer.send({ topic, partition: 0, value }));
      await consuming;
      return run;
    }),
};
