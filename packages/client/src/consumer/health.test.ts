import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { ScriptedLog } from "../testing/scripted-log.ts";
import { Consumer } from "./consumer.ts";
import type { PartitionHealth } from "./health.ts";

const T0 = { topic: "t", partition: 0 };

interface World {
  readonly cluster: ScriptedCluster;
  readonly log: ScriptedLog;
  readonly consumer: Consumer;
  poll(): Promise<number>;
  now(): PartitionHealth;
}

async function world(test: (w: World) => Promise<void>): Promise<void> {
  await using cluster = await ScriptedCluster.start();
  cluster.addTopic("t", [0]);
  const log = new ScriptedLog(cluster);
  const options = { bootstrapServers: cluster.bootstrapServers, autoOffsetReset: "earliest", requestTimeoutMs: 5_000 };
  const consumer = new Consumer({ ...options, maxPollRecords: 1, defaultApiTimeoutMs: 5_000 }, cluster.ports);
  consumer.assign([T0]);
  await test({
    cluster,
    log,
    consumer,
    async poll() {
      const polled = consumer.poll({ timeoutMs: 50 });
      await cluster.advance(51);
      return (await polled).count;
    },
    now: () => consumer.health().partitions[0] ?? assert.fail(),
  });
  const closing = consumer.close({ timeoutMs: 1_000 });
  await cluster.advance(1_100);
  await closing;
}

describe("the health of a consumer", () => {
  it("tells reading from being caught up, paused, and not polled", () =>
    world(async ({ cluster, log, consumer, poll, now }) => {
      log.append("t", 0, "a", "b", "c");
      assert.equal(now().condition, "NO_LEADER", "nothing is known yet");
      assert.equal(await poll(), 1);
      assert.deepEqual([now().condition, now().lag], ["READING", 2]);
      await cluster.advance(6_000);
      assert.deepEqual([now().condition, now().isHealthy], ["NOT_POLLED", false]);
      assert.match(now().reason, /records wait for a poll; the last one was 60\d\d ms ago/);
      assert.equal(consumer.health().isHealthy, false);
      consumer.pause([T0]);
      assert.deepEqual([now().condition, now().isHealthy], ["PAUSED", true]);
      consumer.resume([T0]);
      await poll();
      await poll();
      await poll();
      assert.deepEqual([now().condition, now().lag], ["CAUGHT_UP", 0]);
      assert.equal(consumer.health().isHealthy, true);
      assert.deepEqual(consumer.health().problems, []);
    }));

  it("says which error a fetch gets", () =>
    world(async ({ cluster, log, poll, now }) => {
      log.append("t", 0, "a");
      cluster.on({ request: FetchRequest, response: FetchResponse }, ({ body }) => ({
        responses: body.topics.map((topic) => ({
          topic: topic.topic,
          topicId: topic.topicId,
          partitions: topic.partitions.map((one) => ({
            partitionIndex: one.partition,
            errorCode: ErrorCode.KAFKA_STORAGE_ERROR,
          })),
        })),
      }));
      await poll();
      assert.equal(now().condition, "REFUSED");
      assert.match(now().reason, /KAFKA_STORAGE_ERROR/);
      assert.equal(now().isHealthy, false);
    }));

  it("says that nothing is subscribed", async () => {
    await using cluster = await ScriptedCluster.start();
    const consumer = new Consumer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    assert.deepEqual(consumer.health(), {
      isHealthy: false,
      problems: ["nothing is subscribed or assigned"],
      partitions: [],
    });
    await consumer.close({ timeoutMs: 0 });
  });
});

describe("the health of a consumer whose cluster cannot be reached", () => {
  it("says so, and where nobody listens, not that its group is busy", async () => {
    await using cluster = await ScriptedCluster.start();
    const consumer = new Consumer({ bootstrapServers: "nowhere:9", groupId: "g" }, cluster.ports);
    consumer.subscribe(["t"]);
    const polled = consumer.poll({ timeoutMs: 500 });
    await cluster.advance(501);
    await polled;
    const { isHealthy, problems } = consumer.health();
    assert.deepEqual([isHealthy, problems.length], [false, 1], problems.join("; "));
    assert.match(problems[0] ?? "", /^the cluster cannot be asked about topics: .*nowhere:9/);
    const closing = consumer.close({ timeoutMs: 100 });
    await cluster.advance(200);
    await closing;
  });
});
