// Containers against a real broker: ack modes, acknowledgements, errors, lifecycle, rebalances.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TopicPartition } from "@ottla/client";
import {
  BatchListenerFailedException,
  DefaultErrorHandler,
  FixedBackOff,
  listener,
  silentLogger,
} from "@ottla/listener";
import type { Acknowledgment, AckMode, ContainerEvent, ListenerOptions } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import {
  acknowledgmentOf,
  committedBy,
  listenerScene,
  produceTo,
  range,
  tellingRevocations,
  untilCommitted,
} from "./listener-scene.ts";
import type { Scene } from "./listener-scene.ts";

const target = clientTarget();

const scene = (
  counts?: readonly number[],
  more?: Omit<ListenerOptions, "batch" | "topics" | "properties">,
): Promise<Scene> => listenerScene(target, counts, more);
const committed = (group: string): Promise<Record<number, number>> => committedBy(target, group);
const commits = (group: string, expected: Record<number, number>): Promise<void> =>
  untilCommitted(target, group, expected);
const produce = produceTo.bind(undefined, target);
const numbered = range;

describe("record listeners", () => {
  const modes: readonly AckMode[] = ["RECORD", "BATCH", "TIME", "COUNT", "COUNT_TIME"];
  for (const ackMode of modes) {
    it(`${ackMode}: every record once, in order, and everything committed at the stop`, async () => {
      const { group, options } = await scene([20, 20], { ackMode, ackCount: 7, ackTime: 50 });
      const seen: [number, string | null][] = [];
      await using container = listener(options, (value, { record, acknowledgment }) => {
        assert.equal(acknowledgment, undefined);
        seen.push([record.partition, value]);
      });
      await container.start();
      await until(() => seen.length === 40, "40 records");
      const report = await container.stop();
      assert.deepEqual(report, { reason: "NORMAL", undrained: { running: 0, waiting: 0 } });
      for (const partition of [0, 1]) {
        const values = seen.filter(([one]) => one === partition).map(([, value]) => value);
        assert.deepEqual(values, numbered(partition * 20, partition * 20 + 20));
      }
      assert.deepEqual(await committed(group), { 0: 20, 1: 20 });
    });
  }

  it("RECORD: the record before is committed when the next one comes", async () => {
    const { group, options } = await scene([4], { ackMode: "RECORD" });
    const seen: number[] = [];
    await using container = listener(options, async (_value, { record }) => {
      if (record.offset > 0) assert.deepEqual(await committed(group), { 0: record.offset });
      seen.push(record.offset);
    });
    await container.start();
    await until(() => seen.length === 4, "all records");
  });

  it("MANUAL: only what is acknowledged is committed, and again delivered what is not", async () => {
    const { group, options } = await scene([6], { ackMode: "MANUAL" });
    const seen: number[] = [];
    const one = listener(options, async (_value, context) => {
      seen.push(context.record.offset);
      if (context.record.offset <= 3) await acknowledgmentOf(context).acknowledge();
    });
    await one.start();
    await until(() => seen.length === 6, "all records");
    await one.stop();
    assert.deepEqual(await committed(group), { 0: 4 });
    await using two = listener(options, (_value, { record }) => seen.push(record.offset));
    await two.start();
    await until(() => seen.length === 8, "the rest again");
    assert.deepEqual(seen.slice(6), [4, 5]);
  });

  it("MANUAL: an acknowledgement that comes late is committed without another record", async () => {
    const { group, options } = await scene([3], { ackMode: "MANUAL", pollTimeout: 60_000 });
    const acknowledgments: Acknowledgment[] = [];
    await using container = listener(options, (_value, context) => acknowledgments.push(acknowledgmentOf(context)));
    await container.start();
    await until(() => acknowledgments.length === 3, "all records");
    await acknowledgments[1]?.acknowledge();
    await commits(group, { 0: 2 });
  });

  it("MANUAL_IMMEDIATE: an acknowledgement is committed when its promise resolves", async () => {
    const { group, options } = await scene([5], { ackMode: "MANUAL_IMMEDIATE" });
    const seen: number[] = [];
    await using container = listener(options, async (_value, context) => {
      await acknowledgmentOf(context).acknowledge();
      assert.deepEqual(await committed(group), { 0: context.record.offset + 1 });
      seen.push(context.record.offset);
    });
    await container.start();
    await until(() => seen.length === 5, "all records");
  });

  it("asyncAcks: acknowledgements in any order commit up to the first that is missing", async () => {
    const { group, options } = await scene([5], { ackMode: "MANUAL_IMMEDIATE", asyncAcks: true });
    const acknowledgments: Acknowledgment[] = [];
    await using container = listener(options, (_value, context) => acknowledgments.push(acknowledgmentOf(context)));
    await container.start();
    await until(() => acknowledgments.length === 5, "all records");
    for (const index of [4, 1, 2]) await acknowledgments[index]?.acknowledge();
    assert.deepEqual(await committed(group), {});
    await acknowledgments[0]?.acknowledge();
    assert.deepEqual(await committed(group), { 0: 3 });
    await acknowledgments[3]?.acknowledge();
    assert.deepEqual(await committed(group), { 0: 5 });
  });

  it("nack gives the record and those behind it again after the wait", async () => {
    const { group, options } = await scene([4], { ackMode: "MANUAL" });
    const seen: number[] = [];
    let nackedMs = 0;
    await using container = listener(options, async (_value, context) => {
      const { offset } = context.record;
      seen.push(offset);
      if (offset === 2 && nackedMs === 0) {
        nackedMs = performance.now();
        acknowledgmentOf(context).nack(100);
        return;
      }
      if (offset === 2) assert.ok(performance.now() - nackedMs >= 99);
      await acknowledgmentOf(context).acknowledge();
    });
    await container.start();
    await until(() => seen.length === 5, "all records");
    assert.deepEqual(seen, [0, 1, 2, 2, 3]);
    await commits(group, { 0: 4 });
  });

  it("a failing record is given ten times, then passed; its partition waits, the others do not", async () => {
    const { group, options } = await scene([3, 3]);
    const seen: string[] = [];
    await using container = listener(options, (_value, { record, deliveryAttempt }) => {
      seen.push(`${record.partition}@${record.offset}#${deliveryAttempt}`);
      if (record.partition === 0 && record.offset === 1) throw new Error("no");
    });
    await container.start();
    await commits(group, { 0: 3, 1: 3 });
    const ofFirst = seen.filter((one) => one.startsWith("0@"));
    assert.deepEqual(ofFirst, ["0@0#1", ...numbered(1, 11).map((attempt) => `0@1#${attempt}`), "0@2#1"]);
    assert.deepEqual(
      seen.filter((one) => one.startsWith("1@")),
      ["1@0#1", "1@1#1", "1@2#1"],
    );
  });

  it("a back-off is waited for beside the polls", async () => {
    const errorHandler = new DefaultErrorHandler({ backOff: new FixedBackOff(200, 1), logger: silentLogger });
    const { group, options } = await scene([2, 50], { errorHandler });
    const seen: string[] = [];
    const timesMs: number[] = [];
    await using container = listener(options, (_value, { record }) => {
      if (record.partition === 0 && record.offset === 0) {
        timesMs.push(performance.now());
        throw new Error("no");
      }
      seen.push(`${record.partition}@${record.offset}`);
    });
    await container.start();
    await commits(group, { 0: 2, 1: 50 });
    assert.equal(timesMs.length, 2);
    assert.ok((timesMs[1] ?? 0) - (timesMs[0] ?? 0) >= 199);
    // The other partition went on meanwhile; only the record behind the failed one waited.
    assert.equal(seen.at(-1), "0@1");
  });

  it("a pause holds back what is polled later, and survives until it is taken back", async () => {
    const { topic, group, options } = await scene([2], { ackMode: "RECORD" });
    const seen: (string | null)[] = [];
    const events: ContainerEvent["type"][] = [];
    await using container = listener({ ...options, onEvent: (event) => events.push(event.type) }, (value) =>
      seen.push(value),
    );
    await container.start();
    await commits(group, { 0: 2 });
    container.pause();
    await until(() => container.isContainerPaused, "the pause");
    await produce({ topic }, ["later"]);
    const before = container.health()[0]?.lastPollAgeMs ?? 0;
    await until(() => (container.health()[0]?.lastPollAgeMs ?? 0) !== before, "another look");
    assert.deepEqual(seen, ["0", "1"]);
    container.resume();
    await until(() => seen.length === 3, "the record behind the pause");
    await container.stop();
    assert.deepEqual(events, [
      "ConsumerStarting",
      "ConsumerStarted",
      "ConsumerPaused",
      "ConsumerResumed",
      "ConsumerStopping",
      "ConsumerStopped",
      "ContainerStopped",
      "ConcurrentContainerStopped",
    ]);
  });

  it("three consumers share the partitions; the concurrency changes while they run", async () => {
    const { topic, options } = await scene([1, 1, 1], { concurrency: 3 });
    const seen = new Set<string | null>();
    await using container = listener(options, (value) => seen.add(value));
    await container.start();
    await until(() => container.containers.every((one) => one.assignedPartitions().length === 1), "one partition each");
    await until(() => seen.size === 3, "all records");
    await container.setConcurrency(1);
    await until(() => container.assignedPartitions().length === 3, "all partitions for one");
    await produce({ topic, partition: 2 }, ["more"]);
    await until(() => seen.has("more"), "a record after the change");
  });

  it("a rebalance waits for handlers, commits, and only then gives partitions away", async () => {
    const { group, options } = await scene([5, 5], { ackMode: "BATCH" });
    const order: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const consumerRebalanceListener = {
      onPartitionsRevokedBeforeCommit: () => void order.push("before"),
      async onPartitionsRevokedAfterCommit() {
        order.push(`after ${JSON.stringify(await committed(group))}`);
      },
      onPartitionsAssigned: (_consumer: unknown, partitions: readonly TopicPartition[]) =>
        void order.push(`assigned ${partitions.length}`),
    };
    const revoking = Promise.withResolvers<void>();
    const consumerFactory = tellingRevocations(target, () => revoking.resolve());
    await using first = listener({ ...options, consumerFactory, consumerRebalanceListener }, async () => {
      if (order.at(-1) === "in handler") return;
      order.push("in handler");
      await gate;
      order.push("handler done");
    });
    await first.start();
    await until(() => order.includes("in handler"), "the first record");
    await using second = listener(options, () => undefined);
    await second.start();
    await revoking.promise;
    release();
    await until(() => order.filter((one) => one.startsWith("assigned")).length >= 2, "the rebalance");
    const done = order.indexOf("handler done");
    assert.ok(done >= 0 && done < order.indexOf("before"), order.join(" | "));
    assert.match(order[order.indexOf("before") + 1] ?? "", /^after \{"\d":1\}$/);
    await until(() => first.assignedPartitions().length === 1 && second.assignedPartitions().length === 1, "one each");
  });

  it("partitions given by hand begin where they are told, in every start", async () => {
    const { topic, options } = await scene([6, 6]);
    const { topics: _topics, groupId: _groupId, ...rest } = options;
    const seen: string[] = [];
    await using container = listener(
      {
        ...rest,
        topicPartitions: [
          { topic, partitions: ["0"] },
          { topic, partitionOffsets: [{ partition: "1", initialOffset: "-2" }] },
        ],
      },
      (_value, { record }) => seen.push(`${record.partition}@${record.offset}`),
    );
    for (let start = 0; start < 2; start++) {
      seen.length = 0;
      await container.start();
      await until(() => seen.length === 8, "the records");
      assert.deepEqual(seen.sort(), ["0@0", "0@1", "0@2", "0@3", "0@4", "0@5", "1@4", "1@5"]);
      await container.stop();
    }
  });

  it("a pattern reads every topic that matches", async () => {
    const prefix = target.name("pattern");
    (await target.admin.createTopics([{ name: `${prefix}-a` }, { name: `${prefix}-b` }])).throwIfAnyFailed();
    for (const end of ["a", "b"]) await produce({ topic: `${prefix}-${end}` }, [end]);
    const { options } = await scene([0]);
    const { topics: _topics, ...rest } = options;
    const seen = new Set<string | null>();
    await using container = listener({ ...rest, topicPattern: `${prefix}-.*` }, (value) => seen.add(value));
    await container.start();
    await until(() => seen.size === 2, "both topics");
  });

  it("a filter drops records, which count as done", async () => {
    const { group, options } = await scene([6], {
      filter: (record) => Number(record.value) % 2 === 1,
      ackMode: "MANUAL",
    });
    const seen: (string | null)[] = [];
    await using container = listener(options, async (value, context) => {
      seen.push(value);
      await acknowledgmentOf(context).acknowledge();
    });
    await container.start();
    await commits(group, { 0: 6 });
    assert.deepEqual(seen, ["0", "2", "4"]);
  });

  it("silence is told of, and its end", async () => {
    const { topic, options } = await scene([1], { idleEventInterval: 50, idleBeforeDataMultiplier: 1 });
    const events: ContainerEvent[] = [];
    await using container = listener({ ...options, onEvent: (event) => events.push(event) }, () => undefined);
    await container.start();
    await until(() => events.filter((event) => event.type === "ListenerContainerIdle").length >= 2, "two idle events");
    await produce({ topic }, ["again"]);
    await until(() => events.some((event) => event.type === "ListenerContainerNoLongerIdle"), "the end of the silence");
  });
});

describe("batch listeners", () => {
  for (const ackMode of ["BATCH", "COUNT", "TIME"] as const) {
    it(`${ackMode}: a poll in one call, and everything committed`, async () => {
      const { group, options } = await scene([10, 10], { ackMode, ackTime: 1 });
      const sizes: number[] = [];
      await using container = listener({ ...options, batch: true }, (values) => sizes.push(values.length));
      await container.start();
      await until(() => sizes.reduce((sum, size) => sum + size, 0) === 20, "all records");
      await container.stop();
      assert.deepEqual(await committed(group), { 0: 10, 1: 10 });
    });
  }

  it("one call for each partition, if asked for", async () => {
    const { options } = await scene([5, 5], { subBatchPerPartition: true });
    const batches: number[][] = [];
    await using container = listener({ ...options, batch: true }, (_values, { records }) =>
      batches.push(records.map((record) => record.partition)),
    );
    await container.start();
    await until(() => batches.flat().length === 10, "all records");
    for (const partitions of batches) assert.equal(new Set(partitions).size, 1);
  });

  it("acknowledges up to a place; nack gives the rest again", async () => {
    const { group, options } = await scene([6], { ackMode: "MANUAL_IMMEDIATE" });
    const batches: (string | null)[][] = [];
    await using container = listener({ ...options, batch: true }, async (values, context) => {
      const acknowledgment = acknowledgmentOf(context);
      batches.push([...values]);
      if (batches.length > 1) {
        await acknowledgment.acknowledge();
        return;
      }
      await acknowledgment.acknowledge(1);
      assert.deepEqual(await committed(group), { 0: 2 });
      await assert.rejects(acknowledgment.acknowledge(1), RangeError);
      await assert.rejects(acknowledgment.acknowledge(6), RangeError);
      acknowledgment.nack(3, 10);
    });
    await container.start();
    await commits(group, { 0: 6 });
    assert.deepEqual(batches, [numbered(0, 6), numbered(3, 6)]);
  });

  it("the record that a batch listener names is tried again; those before it are committed", async () => {
    const { group, options } = await scene([5]);
    const batches: (string | null)[][] = [];
    await using container = listener({ ...options, batch: true }, (values) => {
      batches.push([...values]);
      const index = values.indexOf("2");
      if (index >= 0 && batches.length < 4) throw new BatchListenerFailedException("no", index);
    });
    await container.start();
    await commits(group, { 0: 5 });
    assert.deepEqual(batches, [numbered(0, 5), ...Array.from({ length: 3 }, () => numbered(2, 5))]);
  });

  it("a batch that fails as a whole is given again as a whole, then passed", async () => {
    const errorHandler = new DefaultErrorHandler({ backOff: new FixedBackOff(0, 2), logger: silentLogger });
    const { group, options } = await scene([3], { errorHandler });
    const batches: number[] = [];
    await using container = listener({ ...options, batch: true }, (values) => {
      batches.push(values.length);
      throw new Error("no");
    });
    await container.start();
    await commits(group, { 0: 3 });
    assert.deepEqual(batches, [3, 3, 3]);
  });

  it("the consumer commits what the listener was given", async () => {
    const { group, options } = await scene([4], { ackMode: "MANUAL" });
    await using container = listener({ ...options, batch: true }, (_values, { consumer }) => consumer.commitAsync());
    await container.start();
    await commits(group, { 0: 4 });
  });
});

describe("parallel handlers", () => {
  it("of one key run one after the other, of different keys beside each other; commits never pass an open one", async () => {
    const { topic, group, options } = await scene([0], { ordering: "key", maxConcurrency: 4 });
    const keys = ["a", "b", "c"];
    await produce({ topic }, numbered(0, 30), (index) => keys[index % 3] ?? "");
    const running = new Map<string, number>();
    const done: number[] = [];
    let most = 0;
    await using container = listener(options, async (_value, { record }) => {
      const key = String(record.key);
      assert.equal(running.get(key) ?? 0, 0);
      running.set(key, 1);
      most = Math.max(
        most,
        [...running.values()].reduce((sum, one) => sum + one, 0),
      );
      await new Promise((resolve) => setImmediate(resolve));
      const ofKey = done.filter((offset) => offset % 3 === record.offset % 3);
      assert.ok(ofKey.every((offset) => offset < record.offset));
      running.set(key, 0);
      done.push(record.offset);
    });
    await container.start();
    await commits(group, { 0: 30 });
    assert.equal(most, 3);
  });
});
