// Spring Kafka's conformance, second part: gaps in offsets, acknowledgements, nack, dead letters, bytes nobody can read, long waits. The first part is
// listener-outcomes.test.ts, the third (groups and rebalances) listener-groups.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import type { KafkaError } from "@ottla/client";
import {
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  DeserializationException,
  FixedBackOff,
  deadLetterSender,
  listener,
  silentLogger,
} from "@ottla/listener";
import type { Acknowledgment, AckMode, ContainerEvent } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import { acknowledgmentOf, committedBy, listenerScene, produceTo, range, untilCommitted } from "./listener-scene.ts";
import type { Scene } from "./listener-scene.ts";

const target = clientTarget();
const AT_ONCE = 6;
const DAY_MS = 86_400_000;

/** A topic whose offsets have gaps: of ten records of two keys the compaction leaves the last ones. */
async function compactedScene(): Promise<Scene> {
  const scene = await listenerScene(target, [0], { ackMode: "RECORD" });
  const configs = { "cleanup.policy": "compact", "segment.ms": "1000", "min.cleanable.dirty.ratio": "0.0" };
  const topic = await target.topic({ configs: { ...configs, "delete.retention.ms": "0" } });
  await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
  const atMs = Date.now() - 10 * DAY_MS;
  for (let index = 0; index < 10; index++)
    await producer.send({ topic, key: `k${index % 2}`, value: `v${index}`, timestamp: atMs });
  // Rolls the segment, so that what is in front of it can be cleaned.
  for (const key of ["a", "b"]) await producer.send({ topic, key, value: key });
  await using consumer = new Consumer({ bootstrapServers: target.bootstrapServers });
  const partition = { topic, partition: 0 };
  const offsets = async (): Promise<number[]> => {
    consumer.assign([partition]);
    consumer.seekToBeginning();
    const seen: number[] = [];
    while ((await consumer.position(partition)) < 12)
      for (const { offset } of await consumer.poll({ timeoutMs: 500 })) seen.push(offset);
    return seen;
  };
  let left: number[] = [];
  await until(async () => (left = await offsets()).length <= 4, `the compaction, ${left.join()} are left`);
  assert.deepEqual(left, [8, 9, 10, 11]);
  return { ...scene, topic, options: { ...scene.options, topics: topic } };
}

describe("offsets with gaps", { concurrency: AT_ONCE }, () => {
  it("of a compacted topic", async () => {
    const { group, options } = await compactedScene();
    const seen: number[] = [];
    await using container = listener(options, (_value, { record }) => void seen.push(record.offset));
    await container.start();
    await untilCommitted(target, group, { 0: 12 });
    assert.deepEqual(seen, [8, 9, 10, 11]);
  });

  for (const fixTxOffsets of [false, true]) {
    it(`of transactions: their markers ${fixTxOffsets ? "are passed with" : "stay behind without"} fixTxOffsets`, async () => {
      const { topic, group, options } = await listenerScene(target, [0], { fixTxOffsets, pollTimeout: 50 });
      await using producer = new Producer({
        bootstrapServers: target.bootstrapServers,
        transactionalId: target.name("tx"),
      });
      await producer.initTransactions();
      for (const commits of [true, false, true]) {
        producer.beginTransaction();
        await producer.send({ topic, value: String(commits) });
        await (commits ? producer.commitTransaction() : producer.abortTransaction());
      }
      const seen: number[] = [];
      const properties = { ...options.properties, "isolation.level": "read_committed" };
      await using container = listener({ ...options, properties }, (_value, { record }) => {
        seen.push(record.offset);
      });
      await container.start();
      // 0 record, 1 marker, 2 record, 3 its abort, 4 record, 5 marker.
      await untilCommitted(target, group, { 0: fixTxOffsets ? 6 : 5 });
      assert.deepEqual(seen, [0, 4]);
    });
  }
});

describe("acknowledgements", { concurrency: AT_ONCE }, () => {
  for (const ackMode of ["MANUAL", "MANUAL_IMMEDIATE"] as const) {
    it(`${ackMode}: in any order, the first one last`, async () => {
      const { group, options } = await listenerScene(target, [5], { ackMode, asyncAcks: true, pollTimeout: 50 });
      const held: Acknowledgment[] = [];
      await using container = listener(options, (_value, context) => held.push(acknowledgmentOf(context)));
      await container.start();
      await until(() => held.length === 5, "all records");
      assert.ok(held.every((one) => one.isOutOfOrderCommit()));
      for (const index of [4, 2, 1]) await held[index]?.acknowledge();
      // What is acknowledged twice is acknowledged.
      await held[2]?.acknowledge();
      assert.deepEqual(await committedBy(target, group), {});
      await held[0]?.acknowledge();
      await untilCommitted(target, group, { 0: 3 });
      await held[3]?.acknowledge();
      await untilCommitted(target, group, { 0: 5 });
    });
  }

  it("that come after the partition is gone are counted, and commit nothing", async () => {
    const { group, options } = await listenerScene(target, [3], { ackMode: "MANUAL_IMMEDIATE", asyncAcks: true });
    const held: Acknowledgment[] = [];
    let isLost = false;
    const consumerRebalanceListener = { onPartitionsLost: () => void (isLost = true) };
    await using container = listener({ ...options, consumerRebalanceListener }, (_value, context) =>
      held.push(acknowledgmentOf(context)),
    );
    await container.start();
    await until(() => held.length === 3, "all records");
    (await target.admin.removeMembersFromConsumerGroup(group)).throwIfAnyFailed();
    await until(() => isLost && held.length === 6, "the records again");
    for (const old of held.slice(0, 3)) await old.acknowledge();
    assert.deepEqual(await committedBy(target, group), {});
    assert.equal(container.health()[0]?.staleResults, 3);
    for (const one of held.slice(3)) await one.acknowledge();
    assert.deepEqual(await committedBy(target, group), { 0: 3 });
  });
});

describe("nack", { concurrency: AT_ONCE }, () => {
  const places: readonly (readonly [string, number])[] = [
    ["the first", 0],
    ["one in the middle", 2],
    ["the last", 4],
  ];
  for (const ackMode of ["MANUAL", "MANUAL_IMMEDIATE"] as const) {
    for (const [name, place] of places) {
      it(`${ackMode}: of ${name} of a batch`, async () => {
        const { group, options } = await listenerScene(target, [5], { ackMode });
        const batches: number[][] = [];
        const committedThen: Record<number, number>[] = [];
        await using container = listener({ ...options, batch: true }, async (_values, context) => {
          batches.push(context.records.map((record) => record.offset));
          if (batches.length === 1) {
            assert.throws(() => acknowledgmentOf(context).nack(5, 1), RangeError);
            assert.throws(() => acknowledgmentOf(context).nack(0, -1), RangeError);
            acknowledgmentOf(context).nack(place, 20);
            return;
          }
          committedThen.push(await committedBy(target, group));
          await acknowledgmentOf(context).acknowledge();
        });
        await container.start();
        await untilCommitted(target, group, { 0: 5 });
        assert.deepEqual(batches, [range(0, 5).map(Number), range(place, 5).map(Number)]);
        assert.deepEqual(committedThen, [place === 0 ? {} : { 0: place }]);
      });

      it(`${ackMode}: of ${name}`, async () => {
        const { group, options } = await listenerScene(target, [5], { ackMode });
        const seen: number[] = [];
        await using container = listener(options, async (_value, context) => {
          const { offset } = context.record;
          seen.push(offset);
          if (offset === place && seen.filter((one) => one === place).length === 1) {
            acknowledgmentOf(context).nack(20);
            return;
          }
          if (offset === place) {
            assert.deepEqual(await committedBy(target, group), place === 0 ? {} : { 0: place });
          }
          await acknowledgmentOf(context).acknowledge();
        });
        await container.start();
        await untilCommitted(target, group, { 0: 5 });
        assert.deepEqual(seen, [...range(0, place + 1), ...range(place, 5)].map(Number));
      });
    }
  }
});

async function deadLetters(topic: string): Promise<{ partition: number; key: string; value: string }[]> {
  await using consumer = new Consumer({ bootstrapServers: target.bootstrapServers });
  const partitions = (await consumer.partitionsFor(topic)).map((partition) => ({ topic, partition }));
  consumer.assign(partitions);
  consumer.seekToBeginning();
  const ends = await consumer.endOffsets(partitions);
  let left = [...ends.values()].reduce((sum, end) => sum + end, 0);
  const letters: { partition: number; key: string; value: string }[] = [];
  while (left > 0) {
    for (const { partition, key, value } of await consumer.poll({ timeoutMs: 500 })) {
      left--;
      letters.push({
        partition,
        key: Buffer.from(key ?? "").toString("hex"),
        value: Buffer.from(value ?? "").toString("hex"),
      });
    }
  }
  return letters;
}

/** Sends dead letters at the first failure. */
function toDeadLetters(): AsyncDisposable & { readonly handler: DefaultErrorHandler } {
  const factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
  const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), { logger: silentLogger });
  return {
    handler: new DefaultErrorHandler({ recoverer: recover, backOff: new FixedBackOff(0, 0), logger: silentLogger }),
    [Symbol.asyncDispose]: () => factory.close(),
  };
}

describe("dead letters", { concurrency: AT_ONCE }, () => {
  it("of a topic with fewer partitions: the partitioner chooses where there is none of the same number", async () => {
    await using letters = toDeadLetters();
    const { topic, group, options } = await listenerScene(target, [1, 1, 1], { errorHandler: letters.handler });
    (await target.admin.createTopics([{ name: `${topic}-dlt`, numPartitions: 1 }])).throwIfAnyFailed();
    await using container = listener(options, () => {
      throw new Error("no");
    });
    await container.start();
    await untilCommitted(target, group, { 0: 1, 1: 1, 2: 1 });
    assert.deepEqual(
      (await deadLetters(`${topic}-dlt`)).map((one) => one.partition),
      [0, 0, 0],
    );
  });

  it("that cannot be sent leave the record uncommitted, and it comes again", async () => {
    const sender = { send: () => Promise.reject(new Error("nobody takes it")) };
    const { recover } = new DeadLetterPublishingRecoverer(sender, { logger: silentLogger });
    const errorHandler = new DefaultErrorHandler({
      recoverer: recover,
      backOff: new FixedBackOff(1, 0),
      logger: silentLogger,
    });
    const { group, options } = await listenerScene(target, [2], { errorHandler });
    const seen: number[] = [];
    await using container = listener(options, (_value, { record }) => {
      seen.push(record.offset);
      if (record.offset === 1) throw new Error("no");
    });
    await container.start();
    await until(() => seen.length >= 4, "the record again");
    await container.stop({ immediate: true });
    assert.deepEqual(new Set(seen.slice(1)), new Set([1]));
    assert.deepEqual(await committedBy(target, group), { 0: 1 });
  });

  for (const name of ["no topic's name", "half a character \ud800", "x".repeat(40_000)]) {
    it(`to ${name.slice(0, 30)} fail at once, and the record comes again`, async () => {
      await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
      const failures: unknown[] = [];
      const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(factory), {
        destinationResolver: () => ({ topic: name, partition: 0 }),
        logger: silentLogger,
      });
      const errorHandler = new DefaultErrorHandler({
        recoverer: recover,
        backOff: new FixedBackOff(0, 0),
        retryListeners: [{ recoveryFailed: (_record, _error, failure) => void failures.push(failure) }],
        logger: silentLogger,
      });
      const { group, options } = await listenerScene(target, [1], { errorHandler });
      await using container = listener(options, () => {
        throw new Error("no");
      });
      await container.start();
      // Far sooner than max.block.ms, which a name that is merely unknown is waited for.
      await until(() => failures.length >= 3, "three failed recoveries");
      await container.stop({ immediate: true });
      for (const failure of failures) assert.equal((failure as KafkaError).code, "INVALID_TOPIC_EXCEPTION");
      assert.deepEqual(await committedBy(target, group), {});
    });
  }

  const POISON = Buffer.from([0xff]);
  const failing = (bytes: Uint8Array | null): string | null => {
    if (bytes !== null && bytes[0] === 0xff) throw new Error("nobody reads that");
    return bytes === null ? null : Buffer.from(bytes).toString();
  };
  const poisons: readonly (readonly [string, readonly boolean[]])[] = [
    ["the key", [true]],
    ["the value", [false]],
    ["both", [true]],
  ];
  for (const [what, isKey] of poisons) {
    for (const isBatch of [false, true]) {
      it(`bytes that nobody can read in ${what}, for a ${isBatch ? "batch" : "record"} listener`, async () => {
        await using letters = toDeadLetters();
        const errors: unknown[] = [];
        const errorHandler = new DefaultErrorHandler({
          backOff: new FixedBackOff(0, 5),
          logger: silentLogger,
          recoverer: async (record, error, consumer) => {
            errors.push(error);
            await letters.handler.handleRecord({
              record,
              error,
              failures: 9,
              consumer,
              signal: new AbortController().signal,
            });
          },
        });
        const scene = await listenerScene(target, [0], { errorHandler });
        const { topic, group } = scene;
        (await target.admin.createTopics([{ name: `${topic}-dlt` }])).throwIfAnyFailed();
        await using producer = new Producer<Uint8Array, Uint8Array>({ bootstrapServers: target.bootstrapServers });
        const good = Buffer.from("good");
        await producer.sendBatch([
          { topic, key: good, value: good },
          { topic, key: what === "the value" ? good : POISON, value: what === "the key" ? good : POISON },
          { topic, key: good, value: good },
        ]);
        const properties = { ...scene.options.properties, "key.deserializer": failing, "value.deserializer": failing };
        const options = { ...scene.options, properties };
        const seen: unknown[] = [];
        await using container = isBatch
          ? listener({ ...options, batch: true }, (values) => void seen.push(...values))
          : listener(options, (value) => void seen.push(value));
        await container.start();
        await untilCommitted(target, group, { 0: 3 });
        assert.deepEqual(seen, ["good", "good"]);
        assert.equal(errors.length, 1, "what nobody can read is not tried again");
        assert.ok(errors[0] instanceof DeserializationException);
        assert.equal(errors[0].isKey, isKey[0]);
        const hex = good.toString("hex");
        assert.deepEqual(await deadLetters(`${topic}-dlt`), [
          { partition: 0, key: what === "the value" ? hex : "ff", value: what === "the key" ? hex : "ff" },
        ]);
      });
    }
  }
});

describe("time", { concurrency: AT_ONCE }, () => {
  it("a back-off longer than max.poll.interval.ms, and a handler as well, cost no membership", async () => {
    const errorHandler = new DefaultErrorHandler({ backOff: new FixedBackOff(1_500, 1), logger: silentLogger });
    const scene = await listenerScene(target, [3], { errorHandler });
    const properties = { ...scene.options.properties, "max.poll.interval.ms": 500, "session.timeout.ms": 6_000 };
    const events: string[] = [];
    const consumerRebalanceListener = {
      onPartitionsLost: () => void events.push("lost"),
      onPartitionsRevokedBeforeCommit: () => void events.push("revoked"),
    };
    const seen: number[] = [];
    await using container = listener(
      { ...scene.options, properties, consumerRebalanceListener },
      async (_value, one) => {
        seen.push(one.record.offset);
        if (one.record.offset === 0 && one.deliveryAttempt === 1) throw new Error("not yet");
        // The wait is the thing: longer than the consumer may go without a poll.
        if (one.record.offset === 1) await new Promise((resolve) => setTimeout(resolve, 1_200));
      },
    );
    await container.start();
    await untilCommitted(target, scene.group, { 0: 3 });
    assert.deepEqual(seen, [0, 0, 1, 2]);
    assert.deepEqual(events, []);
  });

  it("silence before the first record counts five times as long", async () => {
    const idleEventInterval = 60;
    const { topic, options } = await listenerScene(target, [0], { idleEventInterval });
    const idle: (ContainerEvent & { readonly type: "ListenerContainerIdle" })[] = [];
    await using container = listener(
      { ...options, onEvent: (event) => void (event.type === "ListenerContainerIdle" && idle.push(event)) },
      () => undefined,
    );
    await container.start();
    await until(() => idle.length > 0, "the first silence");
    assert.ok((idle[0]?.idleTime ?? 0) >= 5 * idleEventInterval);
    await produceTo(target, { topic }, ["1"]);
    await until(() => idle.some((one) => one.idleTime < 5 * idleEventInterval), "a silence behind the first record");
  });
});

const NULLS: readonly AckMode[] = ["BATCH", "MANUAL_IMMEDIATE"];
describe("records without a value", { concurrency: AT_ONCE }, () => {
  for (const ackMode of NULLS) {
    it(`${ackMode}: are given to the listener as null, and done`, async () => {
      const { topic, group, options } = await listenerScene(target, [0], { ackMode });
      await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
      await producer.sendBatch([
        { topic, key: "k", value: "v" },
        { topic, key: "k", value: null },
      ]);
      const seen: unknown[] = [];
      await using container = listener(options, async (value, { acknowledgment }) => {
        seen.push(value);
        await acknowledgment?.acknowledge();
      });
      await container.start();
      await untilCommitted(target, group, { 0: 2 });
      assert.deepEqual(seen, ["v", null]);
    });
  }
});
