// What clients measure, seen by a scripted broker on a virtual clock. That the names are Java's is shown by test/interop/client-metrics.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Admin } from "../admin/admin.ts";
import { Consumer } from "../consumer/consumer.ts";
import { Producer } from "../producer/producer.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { ScriptedLog } from "../testing/scripted-log.ts";
import type { Metric } from "./metrics.ts";

const T0 = { topic: "t", partition: 0 };

/** The value of a metric: the first of that name whose tags hold the given ones, and no others than the client's. */
function value(metrics: readonly Metric[], name: string, tags: Readonly<Record<string, string>> = {}): number | string {
  const found = metrics.filter(
    (one) =>
      one.name === name &&
      Object.keys(one.tags).length === Object.keys(tags).length + 1 &&
      Object.entries(tags).every(([tag, wanted]) => one.tags[tag] === wanted),
  );
  assert.equal(found.length, 1, `${name} ${JSON.stringify(tags)}: ${found.length}`);
  return found[0]?.value() ?? assert.fail();
}

describe("the metrics of a consumer", () => {
  it("tell the lag of each partition from the position, whatever is committed", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new ScriptedLog(cluster);
    log.append("t", 0, "a", "b", "c", "d", "e");
    const options = { bootstrapServers: cluster.bootstrapServers, clientId: "c", autoOffsetReset: "earliest" };
    const consumer = new Consumer({ ...options, maxPollRecords: 2 }, cluster.ports);
    consumer.assign([T0]);
    const poll = async (): Promise<number> => {
      const polled = consumer.poll({ timeoutMs: 100 });
      await cluster.advance(101);
      return (await polled).count;
    };
    assert.equal(await poll(), 2);
    const tags = { topic: "t", partition: "0" };
    assert.equal(value(consumer.metrics(), "records-lag", tags), 3);
    assert.equal(value(consumer.metrics(), "records-lead", tags), 2);
    assert.equal(value(consumer.metrics(), "preferred-read-replica", tags), -1);
    assert.equal(await poll(), 2);
    assert.equal(await poll(), 1);
    const metrics = consumer.metrics();
    assert.equal(value(metrics, "records-lag", tags), 0);
    assert.equal(value(metrics, "records-lag-max", tags), 3);
    assert.equal(value(metrics, "records-lag-avg", tags), (3 + 1 + 0) / 3);
    assert.equal(value(metrics, "records-lag-max"), 3);
    assert.equal(value(metrics, "records-lead-min", tags), 2);
    assert.equal(value(metrics, "records-consumed-total"), 5);
    assert.equal(value(metrics, "records-consumed-total", { topic: "t" }), 5);
    assert.equal(consumer.currentLag(T0), 0);
    consumer.assign([]);
    const left = consumer.metrics().filter((one) => "partition" in one.tags);
    assert.deepEqual(left, [], "metrics of partitions that are not assigned go");
    const closing = consumer.close();
    await cluster.advance(1_000);
    await closing;
  });
});

describe("the metrics of a producer", () => {
  it("count records, requests, repetitions and errors", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const codes: number[] = [ErrorCode.NOT_ENOUGH_REPLICAS, 0, ErrorCode.INVALID_RECORD];
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body }) => {
      const errorCode = codes.shift() ?? 0;
      return {
        throttleTimeMs: 7,
        responses: body.topicData.map((topic) => ({
          name: topic.name,
          topicId: topic.topicId,
          partitionResponses: topic.partitionData.map(({ index }) => ({ index, errorCode, baseOffset: 0 })),
        })),
      };
    });
    const options = { bootstrapServers: cluster.bootstrapServers, clientId: "p", lingerMs: 0, bufferMemory: 1_000_000 };
    const producer = new Producer(options, cluster.ports);
    const three = producer.sendBatch([
      { topic: "t", value: "x".repeat(100) },
      { topic: "t", value: "y" },
    ]);
    await cluster.advance(1_000);
    await three;
    const refused = producer.send({ topic: "t", value: "z" });
    refused.catch(() => undefined);
    await cluster.advance(1_000);
    await assert.rejects(refused);
    const metrics = producer.metrics();
    const topic = { topic: "t" };
    assert.equal(value(metrics, "record-send-total"), 5, "two, twice, and one");
    assert.equal(value(metrics, "record-send-total", topic), 5);
    assert.equal(value(metrics, "record-retry-total"), 2);
    assert.equal(value(metrics, "record-error-total", topic), 1);
    assert.equal(value(metrics, "records-per-request-avg"), 5 / 3);
    assert.equal(value(metrics, "produce-throttle-time-max"), 7);
    assert.ok(Number(value(metrics, "record-size-max")) > 100);
    assert.equal(value(metrics, "buffer-total-bytes"), 1_000_000);
    assert.equal(value(metrics, "buffer-available-bytes"), 1_000_000);
    assert.equal(value(metrics, "requests-in-flight"), 0);
    assert.equal(value(metrics, "connection-count"), 2, "the bootstrap address and the broker");
    assert.equal(value(metrics, "count"), metrics.length);
    const closing = producer.close();
    await cluster.advance(100);
    await closing;
  });
});

describe("client config metrics.num.samples and client config metrics.sample.window.ms", () => {
  it("say for how long what was measured counts", async () => {
    await using cluster = await ScriptedCluster.start();
    const most = async (options: object, afterMs: number): Promise<number | string> => {
      const admin = new Admin({ bootstrapServers: cluster.bootstrapServers, ...options }, cluster.ports);
      const listing = admin.listTopics();
      await cluster.advance(10);
      await listing;
      await cluster.advance(afterMs);
      const [metric] = admin.metrics().filter((one) => one.name === "request-size-max");
      const measured = metric?.value() ?? assert.fail();
      await admin.close();
      return measured;
    };
    assert.ok(Number(await most({}, 59_000)) > 0);
    assert.ok(Number.isNaN(await most({}, 61_000)));
    assert.ok(Number.isNaN(await most({ metricsSampleWindowMs: 10_000 }, 21_000)));
    assert.ok(Number(await most({ metricsNumSamples: 5 }, 149_000)) > 0);
  });
});
