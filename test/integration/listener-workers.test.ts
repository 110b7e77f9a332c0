// Listeners whose handlers run on worker threads, and what is observed of listeners and templates of a whole application.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Admin, Producer } from "@ottla/client";
import {
  DefaultErrorHandler,
  DefaultKafkaConsumerFactory,
  FixedBackOff,
  KafkaApplication,
  silentLogger,
  workerListener,
} from "@ottla/listener";
import type { KafkaObservation } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import { listenerScene, produceTo, range, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();
const directory = mkdtempSync(join(tmpdir(), "ottla-listener-workers-"));
after(() => rmSync(directory, { recursive: true, force: true }));
const module = new URL("./listener-worker-handler.ts", import.meta.url);

describe("handlers on worker threads", () => {
  it("handle records on several threads; what they fail is retried and recovered, what they hang in is ended", async () => {
    const { group, options } = await listenerScene(target, [6, 6], { handlerTimeout: 300 });
    const recovered: string[] = [];
    const events: string[] = [];
    const errorHandler = new DefaultErrorHandler({
      backOff: new FixedBackOff(0, 1),
      logger: silentLogger,
      recoverer: (record, error) => void recovered.push(`${String(record.value)} ${(error.cause as Error).name}`),
    });
    const container = workerListener({
      ...options,
      workers: { module, threads: 3 },
      ackMode: "RECORD",
      errorHandler,
      onEvent: ({ type }) => void events.push(type),
    });
    await container.start();
    await untilCommitted(target, group, { 0: 6, 1: 6 });
    // Value 3 throws and value 7 never ends: twice each.
    assert.deepEqual(recovered.sort(), ["3 KafkaError", "7 HandlerTimeoutException"]);
    await container.stop();
    assert.ok(events.includes("ConcurrentContainerStopped"));
    assert.equal(range(0, 12).length, 12);
  });

  it("of one consumer each: a partition keeps its order and its thread, and threads without one are idle and said to be", async () => {
    const { topic, group, options } = await listenerScene(target, [0, 0]);
    const file = join(directory, "handled");
    const said: string[] = [];
    const container = workerListener({
      ...options,
      logger: { ...silentLogger, warn: (message) => void said.push(message) },
      consumerFactory: new DefaultKafkaConsumerFactory({ "bootstrap.servers": target.bootstrapServers }),
      workers: { module: new URL("./listener-thread-handler.ts", import.meta.url), threads: 3, strategy: "consumers" },
      ackMode: "RECORD",
      errorHandler: new DefaultErrorHandler({ backOff: new FixedBackOff(0, 1), logger: silentLogger }),
    });
    await container.start();
    // A partition keeps its thread when the threads have all joined: the one that joins last may be given another's.
    const assigned = (): number[] => container.health().map((one) => one.assigned.length);
    await until(() => assigned().sort().join() === "0,1,1", "each partition with a consumer of its own");
    await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
    for (const partition of [0, 1]) await produceTo(target, { topic, partition }, range(0, 5));
    await producer.sendBatch([0, 1].map((partition) => ({ topic, partition, value: file })));
    await untilCommitted(target, group, { 0: 6, 1: 6 });
    await until(() => said.length > 0, "the word about the third");
    assert.deepEqual(assigned().sort(), [0, 1, 1]);
    assert.match(said.join(), new RegExp(`One of the 3 threads of ${group} is idle`));
    await container.stop();
    // The last record of each partition has its thread write down what it was given: all of one partition, in order.
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").sort();
    assert.deepEqual(lines.map((line) => line.replace(/^\d+ /, "")).sort(), [
      "0@0 0@1 0@2 0@3 0@4 0@5",
      "1@0 1@1 1@2 1@3 1@4 1@5",
    ]);
    assert.equal(new Set(lines.map((line) => line.split(" ")[0])).size, 2, "two threads");
  });

  it("whose module does not load stop the container, and no record counts as done", async () => {
    const { group, options } = await listenerScene(target, [3]);
    const reasons: string[] = [];
    const recovered: unknown[] = [];
    const container = workerListener({
      ...options,
      workers: { module: new URL("./no-such-handler.ts", import.meta.url), threads: 2 },
      ackMode: "RECORD",
      errorHandler: new DefaultErrorHandler({
        backOff: new FixedBackOff(0, 1),
        logger: silentLogger,
        recoverer: (record) => void recovered.push(record.offset),
      }),
      onEvent: (event) => {
        if (event.type === "ConcurrentContainerStopped") reasons.push(event.reason);
      },
    });
    await container.start();
    await until(() => reasons.length > 0, "the container to stop");
    assert.deepEqual(reasons, ["ERROR"]);
    assert.deepEqual(recovered, []);
    await using admin = new Admin({ bootstrapServers: target.bootstrapServers });
    const [committed] = (await admin.listConsumerGroupOffsets([group])).value(group);
    assert.equal(committed?.committed?.offset ?? 0, 0);
  });

  it("refuse what they cannot have", () => {
    const options = { bootstrapServers: "localhost:1", topics: "t", groupId: "g", workers: { module } };
    assert.throws(
      () => workerListener({ ...options, ackMode: "MANUAL" }),
      /cannot acknowledge by itself: ackMode MANUAL/,
    );
    assert.throws(() => workerListener({ ...options, value: (value) => value }), /cannot have value/);
    assert.throws(() => workerListener({ ...options, workers: { module, threads: 0 } }), /at least 1/);
    assert.throws(() => workerListener({ ...options, errorHandler: () => undefined }), /the container's error handler/);
    const consumers = { module, threads: 2, strategy: "consumers" as const };
    workerListener({ ...options, workers: consumers, concurrency: 2 });
    assert.throws(() => workerListener({ ...options, workers: consumers, concurrency: 3 }), /concurrency is 2, not 3/);
    assert.throws(() => workerListener({ ...options, workers: consumers, maxConcurrency: 2 }), /maxConcurrency is 1/);
    const strategy = "both" as never;
    assert.throws(() => workerListener({ ...options, workers: { module, strategy } }), /pool or consumers, not both/);
  });
});

describe("observation of an application", () => {
  it("is of what the configuration enables", async () => {
    const seen: string[] = [];
    const observation: KafkaObservation = {
      listener: ({ listenerId, records }, call) => {
        seen.push(`${listenerId} ${records.length}`);
        return call();
      },
      template: (name, record, send) => {
        seen.push(`${name} ${record.topic}`);
        return send(record);
      },
    };
    const yaml = (listener: string): string =>
      `spring.kafka:\n  consumer.auto-offset-reset: earliest\n  listener.observation-enabled: ${listener}\n`;
    assert.throws(() => KafkaApplication.fromYaml(yaml("true")), /observation-enabled needs somebody who observes/);
    const topic = await target.topic();
    for (const enabled of ["true", "false"]) {
      const group = target.name("group");
      await using app = KafkaApplication.fromYaml(yaml(enabled), {
        bootstrapServers: target.bootstrapServers,
        observation,
        logger: silentLogger,
      });
      const handled: unknown[] = [];
      await app.listener({ id: enabled, groupId: group, topics: topic }, (value) => void handled.push(value));
      await app.start();
      await app.template.send(topic, "v");
      await until(() => handled.length > 0, "the record");
    }
    assert.deepEqual(
      seen.filter((one) => one.startsWith("kafkaTemplate")),
      [`kafkaTemplate ${topic}`, `kafkaTemplate ${topic}`],
    );
    assert.ok(seen.some((one) => one.startsWith("true")));
    assert.ok(!seen.some((one) => one.startsWith("false")));
  });
});
