// Many threads behind one consumer, and one consumer in each of many threads, on a real broker; handlers that throw, hang and eat memory.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ConsumerWorkers, KafkaError, ParallelConsumer, Producer } from "@ottla/client";
import type { ParallelConsumerOptions } from "@ottla/client";
import { clientTarget } from "./client-target.ts";

const target = clientTarget();
const directory = mkdtempSync(join(tmpdir(), "ottla-workers-"));
after(() => rmSync(directory, { recursive: true, force: true }));

/** What a record says decides what becomes of it. */
const HANDLER = new URL("./client-worker-handler.ts", import.meta.url);

/** Looks again and again, leaving the processor to the workers meanwhile, until the condition holds. Fails after 90 s. */
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadlineMs = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A file of its own for what handlers do. */
function resultsFile(): string {
  return join(directory, randomUUID());
}

/** What handlers have done so far, in the order of their ends. */
function done(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

async function send(
  topic: string,
  records: readonly { key?: string; value: string; partition?: number }[],
): Promise<void> {
  await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
  await producer.sendBatch(records.map((record) => ({ topic, ...record })));
}

function consumerOptions(groupId: string): Exclude<ParallelConsumerOptions["consumer"], ReadonlyMap<string, unknown>> {
  const { bootstrapServers } = target;
  return { bootstrapServers, groupId, autoOffsetReset: "earliest", sessionTimeoutMs: 6_000, heartbeatIntervalMs: 500 };
}

async function committed(groupId: string, topic: string): Promise<number[]> {
  const [offsets = []] = (await target.admin.listConsumerGroupOffsets([groupId])).values();
  const own = offsets.filter((one) => one.topic === topic).sort((left, right) => left.partition - right.partition);
  return own.map((one) => one.committed?.offset ?? -1);
}

/** A handler's instructions, with where to tell what it did. */
function job(results: string, name: string, more: object = {}): string {
  return JSON.stringify({ name, results, ...more });
}

describe("one consumer and a pool of workers", { timeout: 240_000 }, () => {
  for (const order of ["partition", "key", "none"] as const) {
    it(`does every record once, with order by ${order} kept, and commits all of it`, async () => {
      const topic = await target.topic({ numPartitions: 2 });
      const results = resultsFile();
      const records = Array.from({ length: 60 }, (_unused, index) => ({
        key: `k${index % 6}`,
        value: job(results, `k${index % 6}-${String(index).padStart(3, "0")}`, { delayMs: (index * 7) % 5 }),
      }));
      await send(topic, records);
      const groupId = target.name("pool");
      const consumer = consumerOptions(groupId);
      await using parallel = new ParallelConsumer({ consumer, topics: topic, handler: HANDLER, workers: 3, order });
      const running = parallel.run();
      await until(() => done(results).length >= 60, "60 results");
      await parallel.close();
      await running;
      assert.equal(new Set(done(results)).size, 60);
      if (order !== "none") {
        for (let key = 0; key < 6; key++) {
          const own = done(results).filter((value) => value.startsWith(`k${key}-`));
          assert.deepEqual(own, [...own].sort(), `order of k${key}`);
        }
      }
      const offsets = await committed(groupId, topic);
      assert.equal(
        offsets.reduce((sum, offset) => sum + offset, 0),
        60,
      );
    });
  }

  it("never commits past a record that is in work, and does it again after a crash", async () => {
    const topic = await target.topic();
    const results = resultsFile();
    const slow = job(results, "slow", { delayMs: 3_600_000 });
    await send(topic, [{ value: job(results, "a") }, { value: slow }, { value: job(results, "b") }]);
    const groupId = target.name("pool");
    const options = { consumer: consumerOptions(groupId), topics: topic, handler: HANDLER, order: "none" } as const;
    await using parallel = new ParallelConsumer({ ...options, commitIntervalMs: 50, drainTimeoutMs: 100 });
    const running = parallel.run();
    await until(() => done(results).length >= 2, "a and b");
    await until(async () => (await committed(groupId, topic))[0] === 1, "a to be committed");
    await parallel.close();
    await running;
    assert.deepEqual(await committed(groupId, topic), [1], "the slow one is not done, so b is not committed either");
    assert.deepEqual([...done(results)].sort(), ["a", "b"]);
  });

  it("a handler that throws, hangs or eats memory fails its record only, and onError says what becomes of it", async () => {
    const topic = await target.topic();
    const results = resultsFile();
    const jobs = [
      job(results, "first"),
      job(results, "throws", { does: "throw" }),
      job(results, "hangs", { does: "hang" }),
      job(results, "eats", { does: "eat" }),
      job(results, "last"),
    ];
    await send(
      topic,
      jobs.map((value) => ({ value })),
    );
    const groupId = target.name("pool");
    const failures: string[] = [];
    await using parallel = new ParallelConsumer({
      ...{ consumer: consumerOptions(groupId), topics: topic, handler: HANDLER, workers: 2 },
      ...{ handlerTimeoutMs: 8_000, resourceLimits: { maxOldGenerationSizeMb: 40 } },
      onError: (record, error, attempt) => {
        failures.push(`${record.offset} ${error.code} ${attempt}`);
        return attempt === 1 && record.offset === 1 ? "retry" : "skip";
      },
    });
    const running = parallel.run();
    await until(() => done(results).includes("last"), "the last one");
    await parallel.close();
    await running;
    assert.deepEqual(done(results), ["first", "last"]);
    const expected = ["1 HANDLER_FAILED 1", "1 HANDLER_FAILED 2", "2 HANDLER_TIMEOUT 1", "3 WORKER_EXITED 1"];
    assert.deepEqual(failures, expected);
    assert.deepEqual(await committed(groupId, topic), [5]);
  });

  it("ends with the error of a handler unless it is forgiven, with nothing unfinished committed", async () => {
    const topic = await target.topic();
    const results = resultsFile();
    await send(topic, [{ value: job(results, "a") }, { value: job(results, "b", { does: "throw" }) }]);
    const groupId = target.name("pool");
    const consumer = consumerOptions(groupId);
    await using parallel = new ParallelConsumer({ consumer, topics: topic, handler: HANDLER });
    await assert.rejects(parallel.run(), { code: "HANDLER_FAILED", message: "The handler failed: told to" });
    assert.deepEqual(await committed(groupId, topic), [1]);
  });

  it("refuses commits that are not its own, and a module that is no handler", async () => {
    const options = { topics: "t", handler: HANDLER };
    const consumer = { ...consumerOptions("g"), enableAutoCommit: true };
    assert.throws(() => new ParallelConsumer({ ...options, consumer }), { code: "INVALID_CONFIG" });
    const handler = new URL("./no-such-handler.ts", import.meta.url);
    const topic = await target.topic();
    const groupId = target.name("pool");
    await using parallel = new ParallelConsumer({ consumer: consumerOptions(groupId), topics: topic, handler });
    await assert.rejects(parallel.run(), (error: KafkaError) => error.code === "WORKER_EXITED");
  });
});

describe("a consumer in each worker", { timeout: 240_000 }, () => {
  it("shares the partitions, says who is idle, and goes on when one throws", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const results = resultsFile();
    const groupId = target.name("workers");
    await using workers = new ConsumerWorkers({
      ...{ consumer: consumerOptions(groupId), topics: topic, handler: HANDLER, workers: 3, commitIntervalMs: 50 },
    });
    const states = (): string =>
      workers
        .status()
        .map((one) => one.state)
        .sort()
        .join();
    await until(() => states() === "idle,working,working", `two at work, one idle`);
    await send(topic, [
      { partition: 0, value: job(results, "a") },
      { partition: 1, value: job(results, "b") },
    ]);
    await until(() => done(results).length >= 2, "a and b");
    const jobs = [job(results, "c"), job(results, "d", { does: "throwOnce" }), job(results, "e")];
    await send(
      topic,
      jobs.map((value) => ({ partition: 0, value })),
    );
    await until(() => done(results).length >= 5, "c, d and e");
    assert.deepEqual(
      done(results).filter((value) => value > "b"),
      ["c", "d", "e"],
    );
    const [ended] = workers.status().filter((one) => one.state === "ended");
    assert.equal(ended?.error?.code, "HANDLER_FAILED");
    await until(() => states() === "ended,working,working", `the idle one to step in`);
    await workers.close();
    assert.deepEqual(await committed(groupId, topic), [4, 1]);
  });

  it("one that hangs or eats memory is ended, and another takes its place if wanted", async () => {
    const topic = await target.topic();
    const results = resultsFile();
    const jobs = [job(results, "a"), job(results, "b", { does: "hangOnce" }), job(results, "c", { does: "eatOnce" })];
    await send(
      topic,
      jobs.map((value) => ({ value })),
    );
    const ends: string[] = [];
    await using workers = new ConsumerWorkers({
      ...{ consumer: consumerOptions(target.name("workers")), topics: topic, handler: HANDLER, workers: 1 },
      ...{ handlerTimeoutMs: 8_000, commitIntervalMs: 0, resourceLimits: { maxOldGenerationSizeMb: 40 } },
      onWorkerEnd: ({ error }) => {
        ends.push(error?.code ?? "none");
        return true;
      },
    });
    await until(() => done(results).includes("c"), "c");
    assert.deepEqual(ends, ["HANDLER_TIMEOUT", "WORKER_EXITED"]);
    assert.deepEqual([...new Set(done(results))], ["a", "b", "c"]);
    await workers.close();
  });
});
