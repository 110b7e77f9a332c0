// @ottla/client beside kafkajs and @platformatic/kafka, all in this process and on the same broker (Apache's, then ours): many single sends at once,
// awaited sends of a thousand records, one awaited send after the other, and reading from the beginning. What they cost this process is told too.
import { Consumer, Producer } from "@ottla/client";
import {
  Consumer as PlatformaticConsumer,
  MessagesStreamModes,
  Producer as PlatformaticProducer,
} from "@platformatic/kafka";
import { Kafka, logLevel } from "kafkajs";
import { alternate } from "./lib/bench.ts";
import type { Bench, BenchContext, Figure } from "./lib/bench.ts";
import { figuresOf } from "./lib/matrix.ts";
import type { Quantity } from "./lib/matrix.ts";
import { startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const VALUE = Buffer.alloc(100, "x");
const BATCH = 1_000;
const PARTITIONS = 3;

interface Run {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

const QUANTITIES: readonly Quantity<Run>[] = [
  { name: "rate", unit: "records/s", higherIsBetter: true, of: (run) => run.perSecond },
  { name: "client CPU", unit: "µs/record", higherIsBetter: false, of: (run) => run.cpuMicros },
];

/** What a client can do; each call does it for `count` records and resolves when all are acknowledged (or read). */
interface Peer {
  readonly name: string;
  /** How many records suit it: all are measured for about the same time. */
  readonly counts: Readonly<Record<CaseName, number>>;
  produce(server: Server, topic: string, what: CaseName): Promise<Sender>;
  consume(server: Server, topic: string, count: number): Promise<() => Promise<void>>;
}

interface Sender {
  single(): Promise<unknown>;
  batch(size: number): Promise<unknown>;
  close(): Promise<unknown>;
}

const CASES = ["10,000 single sends at once", "sends of 1,000", "one send after the other", "read"] as const;
type CaseName = (typeof CASES)[number];

let groupNumber = 0;

const ottla: Peer = {
  name: "ottla",
  counts: counts(200_000, 400_000, 3_000, 400_000),
  produce(server, topic, what) {
    // The others do not wait for more records; where one follows the other's acknowledgement there are none to wait for.
    const lingerMs = what === "one send after the other" ? 0 : 5;
    const producer = new Producer({ bootstrapServers: server.bootstrap, lingerMs });
    const records = Array.from({ length: BATCH }, () => ({ topic, value: VALUE }));
    return Promise.resolve({
      single: () => producer.send({ topic, value: VALUE }),
      batch: (size) => producer.sendBatch(size === BATCH ? records : records.slice(0, size)),
      close: () => producer.close(),
    });
  },
  async consume(server, topic, count) {
    const groupId = `bench-${process.pid}-${groupNumber++}`;
    const consumer = new Consumer({ bootstrapServers: server.bootstrap, groupId, autoOffsetReset: "earliest" });
    consumer.subscribe(topic);
    let read = (await consumer.poll({ timeoutMs: 10_000 })).count;
    return async () => {
      while (read < count) read += (await consumer.poll({ timeoutMs: 1_000 })).count;
      await consumer.close();
    };
  },
};

const platformatic: Peer = {
  name: "@platformatic/kafka",
  counts: counts(10_000, 100_000, 3_000, 400_000),
  produce(server, topic) {
    const producer = new PlatformaticProducer({ clientId: "bench", bootstrapBrokers: [server.bootstrap] });
    const messages = Array.from({ length: BATCH }, () => ({ topic, value: VALUE }));
    return Promise.resolve({
      single: () => producer.send({ messages: [{ topic, value: VALUE }], acks: -1 }),
      batch: (size) => producer.send({ messages: messages.slice(0, size), acks: -1 }),
      close: () => producer.close(),
    });
  },
  async consume(server, topic, count) {
    const groupId = `bench-${process.pid}-${groupNumber++}`;
    const consumer = new PlatformaticConsumer({ clientId: "bench", groupId, bootstrapBrokers: [server.bootstrap] });
    const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, maxWaitTime: 500 });
    return async () => {
      let read = 0;
      for await (const message of stream) {
        if (message.value === null) continue;
        read++;
        if (read >= count) break;
      }
      await new Promise<void>((resolve) => consumer.close(true, () => resolve()));
    };
  },
};

const kafkajs: Peer = {
  name: "kafkajs",
  counts: counts(5_000, 100_000, 3_000, 400_000),
  async produce(server, topic) {
    const kafka = new Kafka({ brokers: [server.bootstrap], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    const messages = Array.from({ length: BATCH }, () => ({ value: VALUE }));
    return {
      single: () => producer.send({ topic, acks: -1, messages: [{ value: VALUE }] }),
      batch: (size) => producer.send({ topic, acks: -1, messages: messages.slice(0, size) }),
      close: () => producer.disconnect(),
    };
  },
  async consume(server, topic, count) {
    const kafka = new Kafka({ brokers: [server.bootstrap], logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: `bench-${process.pid}-${groupNumber++}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    return async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      let read = 0;
      await consumer.run({
        eachBatch: ({ batch }) => {
          read += batch.messages.length;
          if (read >= count) resolve();
          return Promise.resolve();
        },
      });
      await promise;
      await consumer.disconnect();
    };
  },
};

function counts(single: number, batch: number, awaited: number, read: number): Record<CaseName, number> {
  return { [CASES[0]]: single, [CASES[1]]: batch, [CASES[2]]: awaited, [CASES[3]]: read } as Record<CaseName, number>;
}

async function measured(count: number, work: () => Promise<unknown>): Promise<Run> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  return { perSecond: count / seconds, cpuMicros: (user + system) / count };
}

async function run(peer: Peer, server: Server, what: CaseName, topics: Topics): Promise<Run> {
  const count = peer.counts[what];
  if (what === "read") {
    const reading = await peer.consume(server, topics.full, topics.fullCount);
    return await measured(topics.fullCount, reading);
  }
  const sender = await peer.produce(server, topics.empty, what);
  // Connections, metadata, warm code.
  for (let i = 0; i < 200; i++) await sender.single();
  const result = await measured(count, async () => {
    if (what === "one send after the other") for (let i = 0; i < count; i++) await sender.single();
    else if (what === "sends of 1,000") for (let i = 0; i < count; i += BATCH) await sender.batch(BATCH);
    else await outstanding(count, () => sender.single());
  });
  await sender.close();
  return result;
}

/** Keeps ten thousand sends under way. */
async function outstanding(count: number, send: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun++;
      await send();
    }
  };
  await Promise.all(Array.from({ length: Math.min(10_000, count) }, worker));
}

interface Topics {
  readonly empty: string;
  readonly full: string;
  readonly fullCount: number;
}

async function prepare(server: Server): Promise<Topics> {
  const [empty, full] = ["client-peers-sends", "client-peers-reads"];
  for (const topic of [empty, full]) await createTopic(server, topic, PARTITIONS);
  const fullCount = 400_000;
  const sender = await ottla.produce(server, full, "sends of 1,000");
  for (let i = 0; i < fullCount; i += BATCH) await sender.batch(BATCH);
  await sender.close();
  return { empty, full, fullCount };
}

async function onServer(name: string, server: Server, context: BenchContext): Promise<Figure[]> {
  const topics = await prepare(server);
  const figures: Figure[] = [];
  for (const what of CASES) {
    for (const peer of [platformatic, kafkajs]) {
      const caseName = `${what}, beside ${peer.name}, on ${name}`;
      if (!context.wants(caseName)) continue;
      context.say(caseName);
      const runs = await alternate(
        context.rounds,
        () => run(ottla, server, what, topics),
        () => run(peer, server, what, topics),
      );
      figures.push(...figuresOf(caseName, runs, QUANTITIES));
    }
  }
  return figures;
}

export const bench: Bench = {
  name: "client-peers",
  about: `@ottla/client beside other clients for JavaScript: ${VALUE.length}-byte values, ${PARTITIONS} partitions, acks=all.`,
  async run(context) {
    const both = await startBoth(context);
    try {
      const apache = await onServer("Apache Kafka", both.apache, context);
      return [...apache, ...(await onServer("our broker", both.ottla, context))];
    } finally {
      await both.ottla.stop();
      await both.apache.stop();
    }
  },
};
