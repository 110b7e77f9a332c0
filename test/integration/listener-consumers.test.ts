// Listeners with a consumer in each of their threads: what containers do holds there, and a thread that dies ends alone.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import type { TopicPartition } from "@ottla/client";
import {
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaConsumerFactory,
  DefaultKafkaProducerFactory,
  FixedBackOff,
  KafkaListenerEndpointRegistry,
  deadLetterSender,
  silentLogger,
  workerListener,
} from "@ottla/listener";
import type { ConcurrentMessageListenerContainer, ContainerEvent, ListenerOptions } from "@ottla/listener";
import { consumeAll } from "@ottla/testkit";
import { clientTarget, until } from "./client-target.ts";
import type { Job } from "./listener-consumers-handler.ts";
import { committedBy, listenerScene, produceTo, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();
const directory = mkdtempSync(join(tmpdir(), "ottla-listener-consumers-"));
after(() => rmSync(directory, { recursive: true, force: true }));
const module = new URL("./listener-consumers-handler.ts", import.meta.url);

type Options = Omit<ListenerOptions, "batch" | "topics" | "properties">;

interface Delivered {
  readonly thread: string;
  readonly place: string;
  readonly attempt: number;
}

/** A topic, and containers whose threads write down what they are given. */
async function scene(partitions: number): Promise<{
  readonly topic: string;
  readonly group: string;
  /** Jobs of a partition, in order. */
  send(partition: number, ...jobs: readonly Omit<Job, "results">[]): Promise<void>;
  container(threads: number, more?: Options, properties?: object): ConcurrentMessageListenerContainer;
  delivered(): readonly Delivered[];
}> {
  const { topic, group, options } = await listenerScene(
    target,
    Array.from({ length: partitions }, () => 0),
  );
  const results = join(directory, randomUUID());
  return {
    topic,
    group,
    send: (partition, ...jobs) =>
      produceTo(
        target,
        { topic, partition },
        jobs.map((job) => JSON.stringify({ results, ...job })),
      ),
    container: (threads, more = {}, properties = {}) =>
      workerListener({
        ackMode: "RECORD",
        ...options,
        ...more,
        properties: { ...options.properties, ...properties },
        workers: { module, threads, strategy: "consumers", resourceLimits: { maxOldGenerationSizeMb: 60 } },
      }),
    delivered: () =>
      existsSync(results)
        ? readFileSync(results, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => {
              const [thread = "", place = "", attempt] = line.split(" ");
              return { thread, place, attempt: Number(attempt) };
            })
        : [],
  };
}

const placesOf = (delivered: readonly Delivered[]): string[] => delivered.map(({ place }) => place);

/** Waits until each of so many threads has its share. */
async function untilAssigned(container: ConcurrentMessageListenerContainer, shares: readonly number[]): Promise<void> {
  const is = (): number[] =>
    container
      .health()
      .map(({ assigned }) => assigned.length)
      .sort();
  await until(() => JSON.stringify(is()) === JSON.stringify(shares), `shares ${shares.join()}`);
}

/** Static members: who takes a dead one's place has its partitions at once. */
const STATIC = { "group.instance.id": "static" };

describe("a consumer in each thread", () => {
  it("acknowledges in its thread, in manual modes too, and gives again what is refused", async () => {
    for (const ackMode of ["MANUAL", "MANUAL_IMMEDIATE"] as const) {
      const { group, send, container, delivered } = await scene(1);
      await send(0, { does: "acknowledge" }, { does: "nack", once: true }, { does: "pause" });
      const listening = container(1, { ackMode });
      await listening.start();
      await until(() => delivered().length === 4, "four deliveries");
      // The third is not acknowledged.
      await untilCommitted(target, group, { 0: 2 });
      assert.deepEqual(
        delivered().map(({ place, attempt }) => `${place} ${attempt}`),
        ["0@0 1", "0@1 1", "0@1 1", "0@2 1"],
      );
      const partition = { topic: listening.assignedPartitions()[0]?.topic ?? "", partition: 0 };
      await until(() => listening.isPartitionPaused(partition), "the pause that the handler wanted");
      assert.deepEqual((await listening.stop()).undrained, { running: 0, waiting: 0 });
      assert.deepEqual(await committedBy(target, group), { 0: 2 });
    }
  });

  it("asks the error handler of the main thread: again, dead letter, stop", async () => {
    const { topic, group, send, container, delivered } = await scene(1);
    await send(0, {}, { does: "throw" }, {}, { does: "throw" });
    const deadLetters = await target.topic();
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    const recoverer = new DeadLetterPublishingRecoverer(deadLetterSender(factory), {
      destinationResolver: () => ({ topic: deadLetters, partition: 0 }),
    });
    const handler = new DefaultErrorHandler({
      backOff: new FixedBackOff(0, 1),
      logger: silentLogger,
      recoverer: recoverer.recover,
    });
    const failures: string[] = [];
    const told: string[] = [];
    const events: ContainerEvent[] = [];
    const listening = container(1, {
      errorHandler: {
        async handleRecord(failure) {
          const { record, error, failures: count, consumer } = failure;
          const cause = error.cause as Error;
          failures.push(`${record.offset} ${count} ${error.name} ${cause.name} ${(cause.cause as Error).name}`);
          assert.equal(consumer.assignment().length, 1);
          assert.equal(await consumer.position({ topic, partition: 0 }), 4);
          if (record.offset === 3) return { action: "stop" };
          return await handler.handleRecord(failure);
        },
        handleBatch: () => ({ action: "stop" }),
      },
      recordInterceptor: {
        success: ({ offset }) => void told.push(`${offset} done`),
        failure: ({ offset, value }, error) =>
          void told.push(`${offset} ${typeof value} ${((error.cause as Error).cause as Error).message}`),
      },
      onEvent: (event) => void events.push(event),
    });
    await listening.start();
    await until(() => !listening.isRunning, "the stop");
    const causes = "ListenerExecutionFailedException KafkaError RangeError";
    assert.deepEqual(failures, [`1 1 ${causes}`, `1 2 ${causes}`, `3 1 ${causes}`]);
    assert.deepEqual(told, ["0 done", "1 string told to", "1 string told to", "2 done", "3 string told to"]);
    assert.deepEqual(placesOf(delivered()), ["0@0", "0@1", "0@1", "0@2", "0@3"]);
    assert.deepEqual(await committedBy(target, group), { 0: 3 });
    const [letter] = await consumeAll(target.bootstrapServers, deadLetters);
    const headers = new Map(letter?.headers.map(({ key, value }) => [key, Buffer.from(value ?? []).toString()]));
    assert.equal(headers.get("kafka_dlt-original-topic"), topic);
    assert.equal(
      headers.get("kafka_dlt-exception-fqcn"),
      "org.springframework.kafka.listener.ListenerExecutionFailedException",
    );
    assert.deepEqual(
      events.map((event) => ("reason" in event ? `${event.type} ${event.reason}` : event.type)),
      [
        "ConsumerStarting",
        "ConsumerStarted",
        "ConsumerStopping",
        "ConsumerStopped ERROR",
        "ContainerStopped ERROR",
        "ConcurrentContainerStopped ERROR",
      ],
    );
  });

  it("tells the rebalance listener of the main thread, whose consumer seeks, commits and asks", async () => {
    const { topic, group, send, container, delivered } = await scene(1);
    await send(0, {}, {}, {}, {});
    const calls: string[] = [];
    const names = (partitions: readonly TopicPartition[]): string => partitions.map((one) => one.partition).join();
    const listening = container(1, {
      ackMode: "MANUAL",
      consumerRebalanceListener: {
        async onPartitionsAssigned(consumer, partitions) {
          calls.push(`assigned ${names(partitions)}`);
          const ends = await consumer.endOffsets(partitions);
          consumer.seek({ topic, partition: 0 }, (ends.get({ topic, partition: 0 }) ?? 0) - 2);
        },
        async onPartitionsRevokedBeforeCommit(consumer, partitions) {
          calls.push(`before ${names(partitions)} ${consumer.groupMetadata().groupId === group}`);
          await consumer.commitSync([{ topic, partition: 0, offset: 3 }]);
        },
        onPartitionsRevokedAfterCommit: (_consumer, partitions) => void calls.push(`after ${names(partitions)}`),
      },
    });
    await listening.start();
    await until(() => delivered().length === 2, "what comes behind the seek");
    assert.deepEqual(placesOf(delivered()), ["0@2", "0@3"]);
    await until(() => listening.lag().get({ topic, partition: 0 }) === 0, "the lag to be known");
    await untilCommitted(target, group, { 0: 4 });
    await listening.stop();
    assert.deepEqual(calls, ["assigned 0", "before 0 true", "after 0"]);
    await assert.rejects(
      container(
        1,
        { missingTopicsFatal: true },
        { "bootstrap.servers": undefined, "group.protocol": "nonsense" },
      ).start(),
      /group\.protocol/,
    );
  });

  it("pauses, resumes, is counted and changed in number like any container", async () => {
    const { group, send, container, delivered } = await scene(2);
    const registry = new KafkaListenerEndpointRegistry();
    const said: string[] = [];
    const events: string[] = [];
    const listening = container(1, {
      id: group,
      logger: { ...silentLogger, warn: (message) => void said.push(message) },
      onEvent: ({ type }) => void events.push(type),
    });
    await registry.register(listening);
    listening.pause();
    await registry.start();
    await untilAssigned(listening, [2]);
    await until(() => listening.isContainerPaused, "the pause");
    await send(0, {});
    await send(1, {});
    listening.resume();
    await untilCommitted(target, group, { 0: 1, 1: 1 });
    assert.ok(events.includes("ConsumerPaused") && events.includes("ConsumerResumed"));
    await listening.setConcurrency(3);
    await untilAssigned(listening, [0, 1, 1]);
    await until(() => said.some((one) => one.includes("is idle")), "the word about the third");
    await send(0, {}, {});
    await send(1, {}, {});
    await untilCommitted(target, group, { 0: 3, 1: 3 });
    await listening.setConcurrency(1);
    await untilAssigned(listening, [2]);
    assert.equal(registry.health().status, "UP");
    assert.ok(registry.isReady());
    assert.equal((await registry.stop()).get(group)?.reason, "NORMAL");
    assert.deepEqual(placesOf(delivered()).sort(), ["0@0", "0@1", "0@2", "1@0", "1@1", "1@2"]);
  });
});

describe("a thread that dies", () => {
  for (const [does, name, more] of [
    ["hang", "HandlerTimeoutException", { handlerTimeout: 3_000 }],
    ["eat", "KafkaError", {}],
  ] as const) {
    it(`ends alone (${does}): its record fails and is recovered in the end, and the others go on`, async () => {
      const { group, send, container, delivered } = await scene(2);
      const recovered: string[] = [];
      const events: string[] = [];
      const errorHandler = new DefaultErrorHandler({
        backOff: new FixedBackOff(0, 1),
        logger: silentLogger,
        recoverer: ({ partition, offset }, error) => void recovered.push(`${partition}@${offset} ${nameOf(error)}`),
      });
      const onEvent = ({ type, listenerId }: ContainerEvent): void => void events.push(`${type} ${listenerId}`);
      const listening = container(2, { ...more, errorHandler, onEvent }, STATIC);
      await listening.start();
      await untilAssigned(listening, [1, 1]);
      await send(0, {}, { does }, {});
      await send(1, {}, {});
      await untilCommitted(target, group, { 0: 3, 1: 2 });
      await send(1, {});
      await untilCommitted(target, group, { 0: 3, 1: 3 });
      assert.deepEqual(recovered, [`0@1 ${name}`]);
      assert.deepEqual(placesOf(delivered()).sort(), ["0@0", "0@1", "0@1", "0@2", "1@0", "1@1", "1@2"]);
      const threadsOf = (partition: string): Set<string> =>
        new Set(delivered().flatMap(({ thread, place }) => (place.startsWith(partition) ? [thread] : [])));
      assert.deepEqual([threadsOf("0@").size, threadsOf("1@").size], [3, 1]);
      assert.ok(!events.some((one) => one.startsWith("ContainerStopped")), "its container goes on");
      assert.equal((await listening.stop()).reason, "NORMAL");
    });
  }

  it("gives its partitions to the others by the group's rules; its record comes again there, and one that fails no more is done", async () => {
    const { group, send, container, delivered } = await scene(1);
    const failures: string[] = [];
    const handler = new DefaultErrorHandler({ backOff: new FixedBackOff(0, 3), logger: silentLogger });
    const listening = container(
      2,
      {
        errorHandler: {
          handleRecord(failure) {
            failures.push(`${failure.record.offset} ${failure.failures} ${nameOf(failure.error)}`);
            return handler.handleRecord(failure);
          },
          handleBatch: () => ({ action: "stop" }),
        },
      },
      { "session.timeout.ms": 6_000 },
    );
    await listening.start();
    await untilAssigned(listening, [0, 1]);
    await send(0, {}, { does: "crash", once: true }, {});
    await untilCommitted(target, group, { 0: 3 });
    assert.deepEqual(failures, ["1 1 KafkaError"]);
    assert.deepEqual(placesOf(delivered()), ["0@0", "0@1", "0@1", "0@2"]);
    assert.equal(new Set(delivered().map(({ thread }) => thread)).size, 2);
    await listening.stop();
  });

  it("before it has handled anything stops the container; one that cannot load does not let it start", async () => {
    const missing = new URL("./no-such-handler.ts", import.meta.url);
    const { options } = await listenerScene(target, [1]);
    const events: string[] = [];
    const broken = workerListener({
      ...options,
      workers: { module: missing, threads: 2, strategy: "consumers" },
      onEvent: ({ type }) => void events.push(type),
    });
    await assert.rejects(broken.start(), { code: "WORKER_EXITED" });
    assert.equal(broken.isRunning, false);
    assert.deepEqual(new Set(events), new Set(["ConsumerFailedToStart"]));
    const mark = join(directory, "crash");
    const idle = join(directory, "idle.mjs");
    writeFileSync(
      idle,
      `import { existsSync } from "node:fs";
      setInterval(() => { if (existsSync(${JSON.stringify(mark)})) throw new Error("a loose end"); }, 20);
      export default () => {};`,
    );
    const reasons: string[] = [];
    const crashing = workerListener({
      ...options,
      groupId: target.name("group"),
      topics: await target.topic(),
      workers: { module: pathToFileURL(idle), threads: 1, strategy: "consumers" },
      onEvent: (event) => void ("reason" in event ? reasons.push(`${event.type} ${event.reason}`) : undefined),
    });
    await crashing.start();
    await untilAssigned(crashing, [1]);
    writeFileSync(mark, "");
    await until(() => !crashing.isRunning, "the container's end");
    assert.deepEqual(reasons, ["ConsumerStopped ERROR", "ContainerStopped ERROR", "ConcurrentContainerStopped ERROR"]);
    assert.equal(crashing.health()[0]?.stopReason, "ERROR");
  });

  it("is ended when a stop takes too long, and the report says what was left", async () => {
    const { group, send, container, delivered } = await scene(1);
    await send(0, {}, { does: "hang" }, {});
    const hanging = container(1);
    await hanging.start();
    await until(() => delivered().length === 2, "the second record");
    const report = await hanging.stop({ timeoutMs: 100 });
    assert.deepEqual(report, { reason: "NORMAL", undrained: { running: 1, waiting: 1 } });
    assert.deepEqual(await committedBy(target, group), { 0: 1 });
    // One that waits is told to end, and need not be.
    const second = await scene(1);
    await second.send(0, { does: "wait" });
    const waiting = second.container(1);
    await waiting.start();
    await until(() => second.delivered().length === 1, "the record");
    assert.deepEqual((await waiting.stop({ timeoutMs: 100 })).undrained, { running: 1, waiting: 0 });
  });
});

describe("what a thread cannot have", () => {
  it("is refused, with the reason", () => {
    const base = { bootstrapServers: "localhost:1", topics: "t", groupId: "g" };
    const make = (more: object): ConcurrentMessageListenerContainer =>
      workerListener({ ...base, workers: { module, threads: 2, strategy: "consumers" }, ...more });
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ filter: () => true }, /cannot have filter: it would be asked about each record/],
      [{ notBefore: () => 1 }, /cannot have notBefore: .* without waiting/],
      [{ observation: {} }, /cannot have observation: .*another thread/],
      [{ offsetAndMetadataProvider: () => "" }, /cannot have offsetAndMetadataProvider: .*before each commit/],
      [{ seekAware: {} }, /cannot have seekAware: .*consumerRebalanceListener/],
      [{ recordInterceptor: { intercept: () => null } }, /cannot have intercept: it would be asked about each record/],
      [{ transactionManager: {} }, /cannot have transactionManager: .*main thread/],
      [{ args: [] }, /cannot have args/],
      [{ batch: true }, /cannot have batch: it gets one record at a time/],
      [{ batchInterceptor: {} }, /cannot have batchInterceptor/],
      [{ containerFactory: "mine" }, /cannot have containerFactory/],
      [{ containerGroup: "mine" }, /cannot have containerGroup: registry\.register/],
      [{ handlerTimeout: 0 }, /handlerTimeout must be greater than zero/],
      [
        { properties: { "value.deserializer": (bytes: unknown) => bytes } },
        /value\.deserializer has to be given to a thread, which a function cannot be/,
      ],
      [
        {
          consumerFactory: new DefaultKafkaConsumerFactory({ "bootstrap.servers": "localhost:1" }, {}),
        },
        /consumerFactory must be a DefaultKafkaConsumerFactory without ports/,
      ],
      [{ ackMode: "NONE" }, /ackMode must be one of/],
    ];
    for (const [more, message] of cases) assert.throws(() => make(more), message);
    // What a pool has of these it refuses likewise.
    const pool = { ...base, workers: { module, threads: 2 } };
    assert.throws(() => workerListener({ ...pool, ...{ batch: true } }), /cannot have batch/);
    workerListener({ ...pool, filter: () => true });
    make({ ackMode: "MANUAL", recordInterceptor: { success: () => undefined } });
  });
});

/** What the listener, or its thread, ended with. */
function nameOf(error: Error): string {
  return (error.cause as Error).name;
}
