// Listeners with a trivial handler, for records and for batches, with one and with three consumers, and a handler of 5 ms with 64 of them under way in the
// order of keys; beside a bare loop of the same client, NestJS's own Kafka server (kafkajs) and Spring for Apache Kafka. All read our broker from the
// beginning; what is measured is the time from the first record to the last.
import "reflect-metadata";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Controller, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { EventPattern, Payload, Transport } from "@nestjs/microservices";
import { Consumer, Producer } from "@ottla/client";
import { listener, silentLogger } from "@ottla/listener";
import { springJava } from "../test/apache/spring-jars.ts";
import { alternate } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { figuresOf, rate } from "./lib/matrix.ts";
import { startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const PARTITIONS = 3;
const VALUE = "x".repeat(100);
const SEND = 1_000;
const KEYS = 1_000;
const IN_FLIGHT = 64;
const HANDLER_MS = 5;

interface Case {
  readonly name: string;
  readonly shape: "record" | "batch";
  readonly concurrency: number;
  readonly handlerMs: number;
  readonly count: number;
}

const CASES: readonly Case[] = [
  ...(["record", "batch"] as const).flatMap((shape) =>
    [1, 3].map((concurrency) => ({
      name: `${shape}, concurrency ${concurrency}`,
      shape,
      concurrency,
      handlerMs: 0,
      count: 300_000,
    })),
  ),
  {
    name: `${HANDLER_MS} ms, ${IN_FLIGHT} in flight by key`,
    shape: "record",
    concurrency: 1,
    handlerMs: HANDLER_MS,
    count: 20_000,
  },
];

/** Records that were handled, and the time from the first to the last. */
class Stretch {
  readonly #count: number;
  readonly #done = Promise.withResolvers<number>();
  #seen = 0;
  #firstMs = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** Records a second, once there are as many as were wanted. */
  get perSecond(): Promise<number> {
    return this.#done.promise;
  }

  saw(records: number): void {
    if (this.#seen === 0) this.#firstMs = performance.now();
    this.#seen += records;
    if (this.#seen >= this.#count) this.#done.resolve(this.#count / ((performance.now() - this.#firstMs) / 1_000));
  }
}

type Side = (server: Server, what: Case, topic: string) => Promise<number>;

let groups = 0;
const newGroup = (): string => `bench-${process.pid}-${groups++}`;

const ottla: Side = async (server, what, topic) => {
  const stretch = new Stretch(what.count);
  const options = {
    bootstrapServers: server.bootstrap,
    groupId: newGroup(),
    topics: topic,
    concurrency: what.concurrency,
    properties: { "auto.offset.reset": "earliest" },
    logger: silentLogger,
    ...(what.handlerMs > 0 ? { ordering: "key" as const, maxConcurrency: IN_FLIGHT } : {}),
  };
  const wait = what.handlerMs;
  await using container =
    what.shape === "batch"
      ? listener({ ...options, batch: true }, (values) => stretch.saw(values.length))
      : listener(
          options,
          wait === 0
            ? () => stretch.saw(1)
            : async () => {
                await delay(wait);
                stretch.saw(1);
              },
        );
  await container.start();
  return await stretch.perSecond;
};

/** What the client gives without a container: polls, and a commit behind each; a slow handler is awaited. */
const bareLoop: Side = async (server, what, topic) => {
  const stretch = new Stretch(what.count);
  const read = async (group: string, isDone: () => boolean): Promise<void> => {
    const options = {
      bootstrapServers: server.bootstrap,
      groupId: group,
      autoOffsetReset: "earliest",
      enableAutoCommit: false,
      keyDeserializer: "StringDeserializer",
      valueDeserializer: "StringDeserializer",
    } as const;
    await using consumer = new Consumer<string | null, string | null>(options);
    consumer.subscribe(topic);
    while (!isDone()) {
      const records = await consumer.poll({ timeoutMs: 500 });
      if (records.count === 0) continue;
      if (what.handlerMs > 0) {
        for (const _record of records) {
          await delay(what.handlerMs);
          stretch.saw(1);
          if (isDone()) break;
        }
      } else {
        let length = 0;
        for (const record of records) length += record.value?.length ?? 0;
        if (length >= 0) stretch.saw(records.count);
      }
      await consumer.commitSync();
    }
  };
  const group = newGroup();
  let isOver = false;
  const perSecond = stretch.perSecond.finally(() => {
    isOver = true;
  });
  await Promise.all([perSecond, ...Array.from({ length: what.concurrency }, () => read(group, () => isOver))]);
  return await perSecond;
};

const nest: Side = async (server, what, topic) => {
  const stretch = new Stretch(what.count);
  class Handler {
    async handle(): Promise<void> {
      if (what.handlerMs > 0) await delay(what.handlerMs);
      stretch.saw(1);
    }
  }
  // What the decorators' syntax is compiled to.
  const descriptor = Object.getOwnPropertyDescriptor(Handler.prototype, "handle");
  Reflect.apply(Payload(), undefined, [Handler.prototype, "handle", 0]);
  Reflect.apply(EventPattern(topic), undefined, [Handler.prototype, "handle", descriptor]);
  Controller()(Handler);
  class BenchModule {}
  Module({ controllers: [Handler] })(BenchModule);
  const app = await NestFactory.createMicroservice(BenchModule, {
    logger: false,
    transport: Transport.KAFKA,
    options: {
      client: { brokers: [server.bootstrap], logLevel: 0 },
      consumer: { groupId: newGroup() },
      subscribe: { fromBeginning: true },
      run: { partitionsConsumedConcurrently: what.concurrency },
    },
  });
  await app.listen();
  const perSecond = await stretch.perSecond;
  await app.close();
  return perSecond;
};

const java = springJava(join(dirname(fileURLToPath(import.meta.url)), "spring", "ListenerThroughput.java"));

const spring: Side = async (server, what, topic) => {
  if ("skip" in java) throw new Error(java.skip);
  const { bootstrap } = server;
  const words = [bootstrap, topic, newGroup(), what.count, what.concurrency, what.shape, what.handlerMs].map(String);
  const child = spawn("java", ["-Xmx512m", "-cp", java.classPath, "ListenerThroughput", ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ms = Number(/^[\d.]+$/m.exec(text)?.[0]);
  if (!(ms > 0)) throw new Error(`Spring's listener ended without a figure: ${text}`);
  return what.count / (ms / 1_000);
};

/** A handler that waits, one record after the other: so many fit into a measurement of the others' length. */
const ONE_BY_ONE = 1_000;
/** Enough for a rate: reading all of them takes NestJS's server minutes. */
const NESTJS_COUNT = 30_000;

interface Peer {
  readonly name: string;
  readonly side: Side;
  readonly fits: (what: Case) => boolean;
  /** How many records it is measured with, where that is fewer than ours. */
  readonly countMax: number;
}

const PEERS: readonly Peer[] = [
  { name: "a bare loop", side: bareLoop, fits: () => true, countMax: Infinity },
  // NestJS has no batch handlers, and one consumer whatever is asked for.
  { name: "NestJS", side: nest, fits: ({ shape }) => shape === "record", countMax: NESTJS_COUNT },
  { name: "Spring Kafka", side: spring, fits: () => true, countMax: Infinity },
];

async function fill(server: Server, topic: string, count: number): Promise<void> {
  await createTopic(server, topic, PARTITIONS);
  await using producer = new Producer({ bootstrapServers: server.bootstrap });
  for (let sent = 0; sent < count; sent += SEND) {
    await producer.sendBatch(
      Array.from({ length: SEND }, (_, index) => ({ topic, key: `key-${(sent + index) % KEYS}`, value: VALUE })),
    );
  }
}

export const bench: Bench = {
  name: "listener",
  about: `Listeners of @ottla/listener beside a bare loop of its client, NestJS and Spring Kafka: ${VALUE.length}-byte values, ${PARTITIONS} partitions, ack mode BATCH.`,
  async run(context) {
    const server = await startOttla();
    const figures: Figure[] = [];
    try {
      for (const [index, what] of CASES.entries()) {
        const topic = `listener-${index}`;
        await fill(server, topic, what.count);
        for (const peer of PEERS) {
          const caseName = `${what.name}, beside ${peer.name}`;
          if (!peer.fits(what) || !context.wants(caseName)) continue;
          context.say(caseName);
          const count = what.handlerMs > 0 ? ONE_BY_ONE : Math.min(what.count, peer.countMax);
          const runs = await alternate(
            context.rounds,
            () => ottla(server, what, topic),
            () => peer.side(server, { ...what, count }, topic),
          );
          figures.push(...figuresOf(caseName, runs, [rate("rate", (perSecond: number) => perSecond)]));
        }
      }
    } finally {
      await server.stop();
    }
    return figures;
  },
};
