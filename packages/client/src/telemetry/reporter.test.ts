import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { ErrorCode } from "@ottla/protocol";
import {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import { PushTelemetryRequest, PushTelemetryResponse } from "@ottla/protocol/messages/push-telemetry";
import { Consumer } from "../consumer/consumer.ts";
import { Producer } from "../producer/producer.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { attributeName, encodeMetrics, telemetryName } from "./otlp.ts";

const GET = { request: GetTelemetrySubscriptionsRequest, response: GetTelemetrySubscriptionsResponse };
const PUSH = { request: PushTelemetryRequest, response: PushTelemetryResponse };
const CLIENT_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

async function started(wanted: readonly string[] = [""]): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start();
  cluster.addTopic("t", [0]);
  cluster.on(GET, () => ({
    clientInstanceId: CLIENT_ID,
    subscriptionId: 7,
    acceptedCompressionTypes: [4, 1],
    pushIntervalMs: 10_000,
    telemetryMaxBytes: 1_000_000,
    deltaTemporality: true,
    requestedMetrics: [...wanted],
  }));
  cluster.on(PUSH, () => ({}));
  return cluster;
}

async function withProducer(cluster: ScriptedCluster, options: object, test: (producer: Producer) => Promise<void>) {
  const producer = new Producer(
    { bootstrapServers: cluster.bootstrapServers, clientId: "p", ...options },
    cluster.ports,
  );
  const partitions = producer.partitionsFor("t");
  await cluster.advance(100);
  await partitions;
  await test(producer);
  const closing = producer.close();
  await cluster.advance(2_000);
  await closing;
}

function texts(cluster: ScriptedCluster): string[] {
  return cluster.seen(PushTelemetryRequest).map(({ body }) => zstdDecompressSync(body.metrics).toString("latin1"));
}

describe("producer config enable.metrics.push and consumer config enable.metrics.push", () => {
  it("tell brokers what they want to know, when they want to know it, and at the end", async () => {
    const cluster = await started(["org.apache.kafka.producer.connection."]);
    await withProducer(cluster, {}, async (producer) => {
      assert.equal(producer.clientInstanceId(), CLIENT_ID);
      await cluster.advance(15_100);
      const first = cluster.seen(PushTelemetryRequest).length;
      assert.ok(first >= 1, "between half and one and a half of the interval");
      await cluster.advance(10_000);
      assert.equal(cluster.seen(PushTelemetryRequest).length, first + 1);
    });
    const pushes = cluster.seen(PushTelemetryRequest).map(({ body }) => body);
    assert.ok(pushes.every((one) => one.subscriptionId === 7 && one.clientInstanceId === CLIENT_ID));
    assert.deepEqual(
      pushes.map((one) => one.terminating),
      pushes.map((_one, index) => index === pushes.length - 1),
    );
    const [text = ""] = texts(cluster);
    assert.ok(text.includes("org.apache.kafka.producer.connection.creation.total"));
    assert.ok(!text.includes("record.send"), "only what is wanted");
    assert.ok(!text.includes("client_id"), "the broker knows that");
    await cluster[Symbol.asyncDispose]();
  });

  it("ask again when the subscription is another one, or nothing is wanted", async () => {
    const cluster = await started();
    cluster.on(PUSH, () => ({ errorCode: ErrorCode.UNKNOWN_SUBSCRIPTION_ID }));
    await withProducer(cluster, {}, async () => {
      await cluster.advance(16_000);
      assert.equal(cluster.seen(GetTelemetrySubscriptionsRequest).length, 2);
    });
    await cluster[Symbol.asyncDispose]();
    const silent = await started([]);
    await withProducer(silent, {}, async () => {
      await silent.advance(40_000);
      assert.ok(silent.seen(GetTelemetrySubscriptionsRequest).length >= 2);
    });
    assert.equal(silent.seen(PushTelemetryRequest).length, 0);
    await silent[Symbol.asyncDispose]();
  });

  it("tell all where everything is wanted, as * or as the empty prefix", async () => {
    for (const all of ["*", ""]) {
      const cluster = await started([all]);
      await withProducer(cluster, {}, async () => await cluster.advance(16_000));
      for (const name of ["producer.record.send.total", "producer.connection.count"]) {
        assert.ok(texts(cluster)[0]?.includes(`org.apache.kafka.${name}`), `${all}: ${name}`);
      }
      await cluster[Symbol.asyncDispose]();
    }
  });

  it("tell of what options make of a client what it is, once for all metrics", async () => {
    const cluster = await started();
    await withProducer(cluster, { transactionalId: "tx" }, async () => await cluster.advance(16_000));
    const [text = ""] = texts(cluster);
    assert.equal(text.split("transactional_id").length, 2);
    assert.ok(text.includes("tx") && !text.includes("group_id"));
    await cluster[Symbol.asyncDispose]();
  });

  it("say nothing when switched off, or where no broker serves it", async () => {
    const cluster = await started();
    await withProducer(cluster, { enableMetricsPush: false }, async (producer) => {
      await cluster.advance(30_000);
      assert.equal(producer.clientInstanceId(), undefined);
    });
    const options = { bootstrapServers: cluster.bootstrapServers, enableMetricsPush: false };
    const consumer = new Consumer(options, cluster.ports);
    consumer.assign([{ topic: "t", partition: 0 }]);
    await cluster.advance(30_000);
    await consumer.close({ timeoutMs: 0 });
    assert.equal(cluster.seen(GetTelemetrySubscriptionsRequest).length, 0);
    await cluster[Symbol.asyncDispose]();
  });
});

describe("metrics as OTLP", () => {
  it("have Kafka's names", () => {
    assert.equal(
      telemetryName("producer-metrics", "request-latency-avg"),
      "org.apache.kafka.producer.request.latency.avg",
    );
    assert.equal(
      telemetryName("consumer-fetch-manager-metrics", "fetch-latency-max"),
      "org.apache.kafka.consumer.fetch.manager.fetch.latency.max",
    );
    assert.equal(telemetryName("kafka-metrics-count", "count"), "org.apache.kafka.kafka.count.count");
    assert.equal(attributeName("node-id"), "node_id");
  });

  it("have labels that all have in common in the resource", () => {
    const times = { startMs: 1, nowMs: 2, isDelta: true };
    assert.equal(Buffer.from(encodeMetrics([], times, { a: "b" })).toString("hex"), "0a0e0a0a0a080a016112030a01621200");
  });

  it("are the bytes that the protocol buffers of OpenTelemetry make", () => {
    const times = { startMs: 1, nowMs: 2, isDelta: true };
    const gauge = encodeMetrics([{ name: "g", attributes: {}, value: 1, isSum: false }], times);
    const point = "19" + "80841e0000000000" + "21" + "000000000000f03f";
    assert.equal(Buffer.from(gauge).toString("hex"), `0a1d121b1219` + `0a0167` + `2a14` + `0a12` + point);
    const sum = encodeMetrics([{ name: "s", attributes: { a: "b" }, value: 1, isSum: true }], times);
    const sumPoint = `11` + "40420f0000000000" + point + "3a08" + "0a0161" + "1203" + "0a0162";
    assert.equal(Buffer.from(sum).toString("hex"), `0a34123212300a01733a2b0a25${sumPoint}10011801`);
  });
});
