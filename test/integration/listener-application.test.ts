// Applications: templates, retry topics, dead letters, registered functions.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer } from "@ottla/client";
import { KafkaApplication, KafkaHeaders, silentLogger } from "@ottla/listener";
import type { KafkaApplicationOptions } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import { committedBy, produceTo, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();

function application(more: KafkaApplicationOptions = {}): KafkaApplication {
  return new KafkaApplication({
    bootstrapServers: target.bootstrapServers,
    consumer: { "auto.offset.reset": "earliest", "heartbeat.interval.ms": 100, "metadata.max.age.ms": 300 },
    logger: silentLogger,
    ...more,
  });
}

async function readAll(topic: string): Promise<
  {
    readonly key: string;
    readonly value: string;
    readonly partition: number;
    readonly timestamp: number;
    readonly headers: Record<string, string>;
  }[]
> {
  await using consumer = new Consumer({ bootstrapServers: target.bootstrapServers });
  const partitions = (await consumer.partitionsFor(topic)).map((partition) => ({ topic, partition }));
  consumer.assign(partitions);
  consumer.seekToBeginning();
  let left = [...(await consumer.endOffsets(partitions)).values()].reduce((sum, end) => sum + end, 0);
  const all = [];
  while (left > 0) {
    for (const { key, value, partition, timestamp, headers } of await consumer.poll({ timeoutMs: 500 })) {
      left--;
      const pairs = headers.map((one): [string, string] => [one.key, Buffer.from(one.value ?? "").toString()]);
      all.push({ key: String(key), value: String(value), partition, timestamp, headers: Object.fromEntries(pairs) });
    }
  }
  return all;
}

describe("templates", () => {
  it("every overload of send puts the record where it says", async () => {
    const topic = await target.topic({ numPartitions: 3 });
    await using app = application({ template: { defaultTopic: topic } });
    const { template } = app;
    const results = await Promise.all([
      template.send(topic, "value"),
      template.send(topic, "key", "value"),
      template.send(topic, 1, "key", "value"),
      template.send(topic, 2, 1_700_000_000_000, "key", "value"),
      template.send({ topic, partition: 0, key: "k", value: "v", headers: { a: "b" } }),
      template.send({
        payload: "m",
        headers: { [KafkaHeaders.TOPIC]: topic, [KafkaHeaders.PARTITION]: 1, other: { x: 1 } },
      }),
      template.sendDefault("value"),
      template.sendDefault("key", "value"),
      template.sendDefault(0, "key", "value"),
      template.sendDefault(2, 1_700_000_000_001, "key", "value"),
    ]);
    assert.deepEqual(
      results
        .map(({ recordMetadata }) => recordMetadata.partition)
        .filter((_one, index) => [2, 3, 4, 5, 8, 9].includes(index)),
      [1, 2, 0, 1, 0, 2],
    );
    const all = await readAll(topic);
    assert.equal(all.length, 10);
    assert.equal(all.find((one) => one.value === "m")?.headers["other"], '{"x":1}');
    assert.ok(all.some((one) => one.timestamp === 1_700_000_000_000));
    const received = await template.receive(topic, 0, results[4]?.recordMetadata.offset ?? -1);
    assert.equal(received?.value, "v");
  });

  it("a failed send rejects with its record, and the listener hears of it", async () => {
    const errors: unknown[] = [];
    await using app = application({
      producer: { "max.request.size": 200 },
      template: { producerListener: { onError: (_record, error) => errors.push(error) } },
    });
    const topic = await target.topic();
    await assert.rejects(app.template.send(topic, "x".repeat(1_000)), { name: "KafkaProducerException" });
    assert.equal(errors.length, 1);
  });

  it("a transaction is committed with all that was sent in it, and nothing of it is seen when it is aborted", async () => {
    const topic = await target.topic();
    await using app = application({ transactionIdPrefix: target.name("tx") });
    await assert.rejects(app.template.send(topic, "outside"), /No transaction is in process/);
    await app.template.executeInTransaction(async (operations) => {
      void operations.send(topic, "one");
      await app.template.send(topic, "two");
    });
    await assert.rejects(
      app.template.executeInTransaction(async (operations) => {
        await operations.send(topic, "never");
        throw new Error("changed my mind");
      }),
      /changed my mind/,
    );
    await using consumer = new Consumer({
      bootstrapServers: target.bootstrapServers,
      isolationLevel: "read_committed",
      valueDeserializer: "StringDeserializer",
    });
    consumer.assign([{ topic, partition: 0 }]);
    consumer.seekToBeginning();
    const values: unknown[] = [];
    await until(async () => {
      for (const { value } of await consumer.poll({ timeoutMs: 100 })) values.push(value);
      return values.length >= 2;
    }, "the committed records");
    assert.deepEqual(values.sort(), ["one", "two"]);
  });
});

describe("applications", () => {
  it("failed records go through retry topics, on time, to the dead letters", async () => {
    const topic = await target.topic();
    const group = target.name("group");
    const seen: { readonly topic: string; readonly atMs: number }[] = [];
    await using app = application({ retryTopic: { attempts: 3, backOff: { delay: 100, multiplier: 2 } } });
    await app.listener({ id: "pay", groupId: group, topics: topic }, (_value, { record }) => {
      seen.push({ topic: record.topic, atMs: Date.now() });
      throw new Error("declined");
    });

    await app.start();
    await produceTo(target, { topic }, ["1"]);
    await untilCommitted(target, `${group}-dlt`, { 0: 1 });
    assert.deepEqual(
      seen.map((one) => one.topic),
      [topic, `${topic}-retry-100`, `${topic}-retry-200`],
    );
    const waits = seen.slice(1).map(({ atMs }, index) => atMs - (seen[index]?.atMs ?? 0));
    assert.ok((waits[0] ?? 0) >= 100 && (waits[1] ?? 0) >= 200, `too early: ${waits.join(", ")}`);
    const ids = app.registry.getListenerContainerIds();
    assert.deepEqual(
      ids.filter((id) => id.startsWith("pay")),
      ["pay", "pay-retry-100", "pay-retry-200", "pay-dlt"],
    );
    const [letter] = await readAll(`${topic}-dlt`);
    assert.equal(letter?.headers["kafka_original-topic"], topic);
    assert.equal(letter?.headers["kafka_dlt-original-consumer-group"], group);
    await untilCommitted(target, `${group}-retry-200`, { 0: 1 });
    assert.deepEqual(await committedBy(target, group), { 0: 1 });
  });

  it("the registry knows how its listeners do", async () => {
    const topic = await target.topic();
    await using app = application();
    await app.listener({ id: target.name("one"), topics: topic }, () => undefined);
    await app.listener({ id: target.name("late"), topics: topic, autoStartup: false }, () => undefined);
    await app.start();
    await until(() => app.registry.isReady(), "the listeners");
    assert.equal(app.registry.health().status, "UP");
    assert.deepEqual(
      app.registry.getListenerContainers().map((one) => one.isRunning),
      [true, false],
    );
    await assert.rejects(
      app.listener({ id: app.registry.getListenerContainerIds()[0] ?? "", topics: topic }, () => undefined),
      /has the id/,
    );
  });
});
