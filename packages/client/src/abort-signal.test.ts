// An AbortSignal ends the wait of a call, whatever it waits for, and leaves nothing behind.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Admin } from "./admin/admin.ts";
import { ConfigResourceType } from "./admin/types.ts";
import { AbortError } from "./errors.ts";
import { Producer } from "./producer/producer.ts";
import { closed, world } from "./testing/consumer-world.ts";
import { DROP, ScriptedCluster } from "./testing/scripted-broker.ts";
import { shareWorld } from "./testing/share-world.ts";

const T0 = { topic: "t", partition: 0 };

/** Aborts while the call waits, and expects it to end at once, with the reason. */
async function aborted(cluster: ScriptedCluster, call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const outcomes: unknown[] = [];
  void call(controller.signal).then(
    (value) => outcomes.push({ value }),
    (error: unknown) => outcomes.push(error),
  );
  await cluster.advance(100);
  // Admin calls load their code first.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(outcomes.length, 0, `it waits, not: ${String(outcomes[0])}`);
  controller.abort(new Error("enough"));
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  const [outcome] = outcomes;
  assert.ok(outcome instanceof AbortError, String(outcome));
  assert.deepEqual([outcome.name, outcome.code, outcome.retriable], ["AbortError", "ABORT_ERR", false]);
  assert.match(String(outcome.cause), /enough/);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0, "nothing listens any more");
  // A signal that has aborted already lets nothing begin.
  await assert.rejects(call(controller.signal), { name: "AbortError" });
}

describe("an AbortSignal", () => {
  it("ends a poll, which loses nothing by it, and a wait for a position", async () => {
    await using w = await world();
    const consumer = w.consumer({ autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    await aborted(w.cluster, (signal) => consumer.poll({ timeoutMs: 10_000, signal }));
    w.log.append("t", 0, "a");
    assert.deepEqual(await w.poll(consumer, 1_000), ["a"]);
    consumer.assign([{ topic: "other", partition: 0 }]);
    await aborted(w.cluster, (signal) => consumer.position({ topic: "other", partition: 0 }, { signal }));
    await aborted(w.cluster, (signal) => consumer.endOffsets([{ topic: "other", partition: 0 }], { signal }));
    await closed(w, consumer);
  });

  it("ends a poll of a share consumer", async () => {
    await shareWorld({}, async (w) => {
      w.consumer.subscribe("t");
      await aborted(w.cluster, (signal) => w.consumer.poll({ timeoutMs: 10_000, signal }));
    });
  });

  it("ends sends, of which those that waited are not sent", async () => {
    await using cluster = await ScriptedCluster.start();
    const sent: number[] = [];
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body }) => {
      sent.push(body.topicData.length);
      return DROP;
    });
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, lingerMs: 0 }, cluster.ports);
    const record = { topic: "t", value: "x" };
    await aborted(cluster, (signal) => producer.send(record, { signal }));
    await aborted(cluster, (signal) => producer.sendBatch([record, record], { signal }));
    await aborted(cluster, (signal) => producer.partitionsFor("t", { signal }));
    const asked = cluster.seen(MetadataRequest).length;
    assert.ok(asked < 15, `a topic that nobody knows is asked for with pauses, not ${asked} times in 0.3 s`);
    cluster.addTopic("t", [0]);
    await cluster.advance(2_000);
    assert.deepEqual(sent, []);
    // One that is in a batch goes its way unheard.
    await aborted(cluster, (signal) => producer.send(record, { signal }));
    assert.deepEqual(sent, [1]);
    await aborted(cluster, (signal) => producer.flush({ signal }));
    const end = new AbortController();
    const closing = producer.close({ signal: end.signal });
    await cluster.advance(1_000);
    end.abort();
    await closing;
  });

  it("tells nothing of a send that has ended before", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body }) => ({
      responses: body.topicData.map(({ name, topicId, partitionData }) => ({
        ...{ name, topicId },
        partitionResponses: partitionData.map(({ index }) => ({ index, errorCode: 0, baseOffset: 0 })),
      })),
    }));
    const producer = new Producer({ bootstrapServers: cluster.bootstrapServers, lingerMs: 0 }, cluster.ports);
    const { signal } = new AbortController();
    const sending = producer.send({ topic: "t", value: "x" }, { signal });
    await cluster.advance(100);
    assert.equal((await sending).offset, 0);
    assert.equal(getEventListeners(signal, "abort").length, 0);
    const closing = producer.close();
    await cluster.advance(100);
    await closing;
  });

  it("ends calls of an admin: whole ones, and those over many items", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on({ request: CreateTopicsRequest, response: CreateTopicsResponse }, () => DROP);
    cluster.on({ request: DescribeConfigsRequest, response: DescribeConfigsResponse }, () => DROP);
    const admin = new Admin({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    await aborted(cluster, (signal) => admin.createTopics([{ name: "x" }], { signal }));
    const resources = [{ type: ConfigResourceType.TOPIC, name: "t" }];
    await aborted(cluster, (signal) => admin.describeConfigs(resources, { signal }));
    await admin.close();
  });

  it("ends a close", async () => {
    await using w = await world();
    w.log.append("t", 0, "a");
    const consumer = w.consumer({ groupId: "g", autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    await w.poll(consumer, 500);
    // The commit of the close is never answered.
    w.cluster.on({ request: OffsetCommitRequest, response: OffsetCommitResponse }, () => DROP);
    const end = new AbortController();
    let isClosed = false;
    const closing = consumer.close({ signal: end.signal }).then(() => (isClosed = true));
    await w.cluster.advance(1_000);
    assert.equal(isClosed, false);
    end.abort();
    await w.cluster.advance(10);
    await closing;
  });
});
