// Brokers that go away and come back under a client's feet. Always our broker: an Apache Kafka that others use cannot be restarted here.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { until } from "./client-target.ts";

/** A broker that can be restarted on its port and directory. */
class Restartable implements AsyncDisposable {
  readonly #dataDir: string = mkdtempSync(join(tmpdir(), "ottla-client-"));
  #broker: Broker | undefined;
  #port = 0;

  async start(): Promise<string> {
    this.#broker = await Broker.start({ dataDir: this.#dataDir, port: this.#port });
    this.#port = Number(this.#broker.bootstrapServers.split(":").pop());
    return this.#broker.bootstrapServers;
  }

  async stop(): Promise<void> {
    await this.#broker?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

describe("a client whose broker restarts", () => {
  it("loses nothing, doubles nothing and keeps the order, and its group goes on", { timeout: 120_000 }, async () => {
    await using broker = new Restartable();
    const bootstrapServers = await broker.start();
    await using admin = new Admin({ bootstrapServers });
    (await admin.createTopics([{ name: "t", numPartitions: 2 }])).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers });
    await using consumer = new Consumer<string | null, string | null>({
      bootstrapServers,
      groupId: "g",
      autoOffsetReset: "earliest",
      keyDeserializer: "StringDeserializer",
      valueDeserializer: "StringDeserializer",
      heartbeatIntervalMs: 200,
      autoCommitIntervalMs: 200,
    });
    consumer.subscribe("t");
    const acknowledged = new Map<string, number[]>([
      ["0", []],
      ["1", []],
    ]);
    const sends: Promise<unknown>[] = [];
    const seen = new Map<string, number[]>([
      ["0", []],
      ["1", []],
    ]);
    let isDone = false;
    const consuming = (async () => {
      while (!isDone) {
        for (const { key, value } of await consumer.poll({ timeoutMs: 100 })) seen.get(key ?? "")?.push(Number(value));
      }
    })();
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 500; i++) {
        const value = round * 500 + i;
        const partition = value % 2;
        const sent = producer.send({ topic: "t", partition, key: String(partition), value: String(value) });
        sends.push(sent.then(() => acknowledged.get(String(partition))?.push(value)));
        if (i === 250) {
          await broker.stop();
          await broker.start();
        }
      }
      await Promise.all(sends);
    }
    const expected = (partition: number): number[] => Array.from({ length: 1_000 }, (_unused, i) => 2 * i + partition);
    await until(() => [...seen.values()].every((values) => values.length >= 1_000), "all records");
    isDone = true;
    await consuming;
    for (const partition of [0, 1]) {
      assert.deepEqual(acknowledged.get(String(partition)), expected(partition));
      // The consumer may see records again whose offset was not committed before a restart, but each partition's log holds each once.
      assert.deepEqual([...new Set(seen.get(String(partition)))], expected(partition));
      const end = (await admin.listOffsets([{ topic: "t", partition, spec: -1 }])).value({ topic: "t", partition });
      assert.equal(end.offset, 1_000);
    }
  });

  it("an admin call that began while the broker was away succeeds when it is back", { timeout: 60_000 }, async () => {
    await using broker = new Restartable();
    const bootstrapServers = await broker.start();
    await using admin = new Admin({ bootstrapServers });
    await admin.listTopics();
    await broker.stop();
    const listed = admin.listTopics();
    const created = admin.createTopics([{ name: "later" }]);
    await broker.start();
    // The two may reach the broker in either order.
    const names = (await listed).map((topic) => topic.name);
    assert.ok(
      names.every((name) => name === "later"),
      names.join(),
    );
    (await created).throwIfAnyFailed();
  });
});
