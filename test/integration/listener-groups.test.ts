// Spring Kafka's conformance, third part: what becomes of a listener when its group changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TopicPartition } from "@ottla/client";
import {
  DefaultErrorHandler,
  FixedBackOff,
  KafkaApplication,
  KafkaHandler,
  KafkaListener,
  ReplyingKafkaTemplate,
  DefaultKafkaProducerFactory,
  listener,
  silentLogger,
} from "@ottla/listener";
import type { ConsumerAwareRebalanceListener, Logger, MessageListenerContainer } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import { committedBy, listenerScene, produceTo, tellingRevocations, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();
const AT_ONCE = 4;

/** Tells of a group's changes as one line each. */
function told(lines: string[]): ConsumerAwareRebalanceListener {
  const line = (what: string) => (_consumer: unknown, partitions: readonly TopicPartition[]) =>
    void lines.push(
      `${what} ${partitions
        .map(({ partition }) => partition)
        .sort()
        .join()}`,
    );
  return {
    onPartitionsRevokedBeforeCommit: line("revoked"),
    onPartitionsLost: line("lost"),
    onPartitionsAssigned: line("assigned"),
  };
}

/** Resolves when the consumer has begun another poll. */
async function anotherPoll(container: MessageListenerContainer): Promise<void> {
  const ageMs = (): number => container.health()[0]?.lastPollAgeMs ?? 0;
  let before = ageMs();
  await until(() => {
    const now = ageMs();
    const isAnother = now < before;
    before = now;
    return isAnother;
  }, "another poll");
}

describe("listeners in groups that change", { concurrency: AT_ONCE }, () => {
  it("a pause of the container and one of a partition survive a rebalance", async () => {
    const { topic, options } = await listenerScene(target, [0, 0]);
    const seen: string[] = [];
    const lines: string[] = [];
    await using first = listener({ ...options, consumerRebalanceListener: told(lines) }, (value, { record }) => {
      seen.push(`${record.partition} ${value}`);
    });
    await first.start();
    await until(() => first.assignedPartitions().length === 2, "both partitions");
    first.pausePartition({ topic, partition: 1 });
    await until(() => first.isPartitionPaused({ topic, partition: 1 }), "the pause");
    const second = listener(options, () => undefined);
    await second.start();
    await until(() => second.assignedPartitions().length === 1, "one partition each");
    await second.stop();
    await until(() => first.assignedPartitions().length === 2, "both partitions again");
    for (const partition of [0, 1]) await produceTo(target, { topic, partition }, ["a"]);
    await until(() => seen.length > 0, "the record of the other partition");
    await until(() => first.isPartitionPaused({ topic, partition: 1 }), "the pause again");
    assert.deepEqual(seen, ["0 a"]);
    first.pause();
    await until(() => first.isContainerPaused, "the pause of the container");
    const before = lines.length;
    first.enforceRebalance();
    await until(() => lines.length >= before + 2, `another rebalance, ${lines.join(" | ")}`);
    await produceTo(target, { topic, partition: 0 }, ["b"]);
    first.resumePartition({ topic, partition: 1 });
    await anotherPoll(first);
    await anotherPoll(first);
    assert.ok(first.isContainerPaused);
    assert.deepEqual(seen, ["0 a"]);
    first.resume();
    await until(() => seen.length === 3, "what was held back");
    assert.deepEqual([...seen].sort(), ["0 a", "0 b", "1 a"]);
  });

  it("a record that waits for its next attempt when its partition goes comes again when the partition does", async () => {
    const errorHandler = new DefaultErrorHandler({ backOff: new FixedBackOff(60_000, 1), logger: silentLogger });
    const { group, options } = await listenerScene(target, [2], { errorHandler });
    const attempts: string[] = [];
    let fails = true;
    let revocations = 0;
    const consumerFactory = tellingRevocations(target, () => void revocations++);
    await using container = listener({ ...options, consumerFactory }, (_value, { record, deliveryAttempt }) => {
      attempts.push(`${record.offset}#${deliveryAttempt}`);
      if (fails) throw new Error("not yet");
    });
    await container.start();
    await until(() => attempts.length === 1, "the first attempt");
    fails = false;
    container.enforceRebalance();
    // A minute of the wait is left: it belongs to an assignment that is over.
    await untilCommitted(target, group, { 0: 2 });
    assert.ok(revocations >= 1);
    assert.deepEqual(attempts, ["0#1", "0#1", "1#1"]);
  });

  it("with group.protocol=consumer only what moves is given up; what stays goes on meanwhile", async () => {
    const scene = await listenerScene(target, [1, 1]);
    const properties = { "auto.offset.reset": "earliest", "metadata.max.age.ms": 300, "group.protocol": "consumer" };
    const lines: string[] = [];
    const gate = Promise.withResolvers<void>();
    const held = new Set<number>();
    const options = { ...scene.options, properties, maxConcurrency: 2 };
    await using first = listener({ ...options, consumerRebalanceListener: told(lines) }, async (_value, { record }) => {
      held.add(record.partition);
      await gate.promise;
    });
    await first.start();
    await until(() => held.size === 2, "a handler for each partition");
    await using second = listener(options, () => undefined);
    await second.start();
    // The first one gives up one partition, once its handler has ended, and never both.
    gate.resolve();
    await until(() => first.assignedPartitions().length === 1 && second.assignedPartitions().length === 1, "one each");
    const revoked = lines.filter((one) => one.startsWith("revoked"));
    assert.equal(revoked.length, 1, lines.join(" | "));
    assert.match(revoked[0] ?? "", /^revoked \d$/);
    assert.ok(!lines.some((one) => one.startsWith("lost")));
    await untilCommitted(target, scene.group, { 0: 1, 1: 1 });
  });

  it("a static member that restarts has its partitions again, and the others notice nothing", async () => {
    const scene = await listenerScene(target, [0, 0]);
    const lines: string[] = [];
    const member = (name: string): typeof scene.options => ({
      ...scene.options,
      properties: { ...scene.options.properties, "group.instance.id": `${scene.group}-${name}` },
    });
    const one = listener(member("one"), () => undefined);
    await using two = listener({ ...member("two"), consumerRebalanceListener: told(lines) }, () => undefined);
    await one.start();
    await two.start();
    await until(() => one.assignedPartitions().length === 1 && two.assignedPartitions().length === 1, "one each");
    const before = one.assignedPartitions();
    const linesBefore = [...lines];
    await one.stop();
    await one.start();
    await until(() => one.assignedPartitions().length === 1, "its partition again");
    assert.deepEqual(one.assignedPartitions(), before);
    assert.deepEqual(lines, linesBefore);
    await one.stop();
  });

  it("of more consumers than partitions some have none, and the others everything", async () => {
    const { group, options } = await listenerScene(target, [2, 2], { concurrency: 4 });
    const seen: (string | null)[] = [];
    await using container = listener(options, (value) => void seen.push(value));
    await container.start();
    await untilCommitted(target, group, { 0: 2, 1: 2 });
    await until(() => container.assignedPartitions().length === 2, "all partitions");
    assert.equal(container.containers.length, 4);
    const idle = container.containers.filter((one) => one.assignedPartitions().length === 0);
    assert.ok(idle.length >= 2);
    assert.ok(container.health().every((one) => one.isRunning));
    assert.deepEqual(seen.sort(), ["0", "1", "2", "3"]);
  });

  it("two listeners of one group with topics of their own each get theirs", async () => {
    const one = await listenerScene(target, [3]);
    const other = await listenerScene(target, [3]);
    const seen: string[] = [];
    const options = { ...other.options, groupId: one.group };
    await using first = listener(one.options, (value) => void seen.push(`one ${value}`));
    await using second = listener(options, (value) => void seen.push(`other ${value}`));
    await first.start();
    await second.start();
    await until(() => new Set(seen).size === 6, `six records, not ${seen.join()}`);
    await first.stop();
    await second.stop();
    const listing = (await target.admin.listConsumerGroupOffsets([one.group])).value(one.group);
    const committed = new Map(listing.map(({ topic, committed: offset }) => [topic, offset?.offset]));
    assert.deepEqual([committed.get(one.topic), committed.get(other.topic)], [3, 3]);
  });
});

describe("requests and what comes too late", () => {
  it("a reply behind its timeout is logged, and is no reply to the next request", async () => {
    const [requests, replies] = [await target.topic(), await target.topic()];
    const errors: string[] = [];
    const logger: Logger = { ...silentLogger, error: (message) => void errors.push(message) };
    await using factory = new DefaultKafkaProducerFactory({ "bootstrap.servers": target.bootstrapServers });
    await using template = new ReplyingKafkaTemplate(factory, {
      replies: {
        bootstrapServers: target.bootstrapServers,
        topics: replies,
        groupId: target.name("client"),
        properties: ["auto.offset.reset=earliest"],
        logger: silentLogger,
      },
      logger,
    });
    await template.start();
    assert.equal(await template.waitForAssignment(30_000), true);
    const late = template.sendAndReceive({ topic: requests, value: "1" }, 1);
    await assert.rejects(late, { name: "KafkaReplyTimeoutException" });
    const held: (() => Promise<unknown>)[] = [];
    const scene = { bootstrapServers: target.bootstrapServers, groupId: target.name("server"), topics: requests };
    const properties = ["auto.offset.reset=earliest"];
    await using server = listener({ ...scene, properties, logger: silentLogger }, (value, { record }) => {
      const headers = record.headers.filter(({ key }) => key === "kafka_correlationId");
      held.push(() => template.send({ topic: replies, value: `re ${value}`, headers }));
    });
    await server.start();
    await until(() => held.length === 1, "the first request");
    const next = template.sendAndReceive({ topic: requests, value: "2" }, 30_000);
    await until(() => held.length === 2, "the second request");
    for (const send of held) await send();
    assert.equal((await next).value, "re 2");
    assert.deepEqual(
      errors.map((one) => one.replace(/reply .*:/, "reply:")),
      ["No request is waiting for the reply: perhaps it timed out, or the topic is shared"],
    );
  });
});

describe("classes of handlers", () => {
  it("a record without a value goes to the handler for null, one of no other type to the default", async () => {
    const { topic, group } = await listenerScene(target, [0]);
    const seen: string[] = [];
    class Orders {
      text(value: string): void {
        seen.push(`text ${value}`);
      }
      deleted(): void {
        seen.push("deleted");
      }
      other(value: unknown): void {
        seen.push(`other ${JSON.stringify(value)}`);
      }
    }
    const method = (name: keyof Orders, decorator: ReturnType<typeof KafkaHandler>): void => {
      const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, name);
      assert.ok(descriptor !== undefined);
      Reflect.apply(decorator, undefined, [Orders.prototype, name, descriptor]);
    };
    method("text", KafkaHandler({ type: String }));
    method("deleted", KafkaHandler({ isNull: true }));
    method("other", KafkaHandler({ isDefault: true }));
    const value = (given: unknown): unknown => (given === "list" ? [1] : given);
    Reflect.apply(KafkaListener({ topics: topic, groupId: group, value }), undefined, [Orders]);
    await using app = new KafkaApplication({
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    });
    await app.register(new Orders());
    await app.start();
    for (const one of ["text", null, "list"]) await app.template.send(topic, one);
    await until(() => seen.length === 3, "three records");
    assert.deepEqual(seen, ["text text", "deleted", "other [1]"]);
    await app.stop();
    assert.deepEqual(await committedBy(target, group), { 0: 3 });
  });
});
