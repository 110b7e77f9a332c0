import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from "@ottla/protocol/messages/initialize-share-group-state";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import {
  WriteShareGroupStateRequest,
  WriteShareGroupStateResponse,
} from "@ottla/protocol/messages/write-share-group-state";
import { BatchIterator, compressionAt } from "@ottla/records";
import { GROUP, ShareBroker } from "../testing/share-broker.ts";

const STATE_TOPIC = "__share_group_state";
const ONE_PARTITION = { "share.coordinator.state.topic.num.partitions": "1" };

function start(context: TestContext, config: Record<string, string> = {}): Promise<ShareBroker> {
  return ShareBroker.start(context, { ...ONE_PARTITION, ...config });
}

async function write(broker: ShareBroker, startOffset: number, stateBatches: object[] = []): Promise<number> {
  const partitions = [{ partition: 0, stateEpoch: 0, leaderEpoch: 0, startOffset, stateBatches }];
  const topics = [{ topicId: broker.topicId, partitions }];
  const codecs = [WriteShareGroupStateRequest, WriteShareGroupStateResponse] as const;
  return (await broker.ask(codecs, 1, { groupId: GROUP, topics })).results[0]!.partitions[0]!.errorCode;
}

async function stateLog(broker: ShareBroker, offset = 0): Promise<Uint8Array> {
  const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 1 << 20 }];
  const topics = [{ topic: STATE_TOPIC, partitions }];
  const request = { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, topics };
  return (await broker.ask([FetchRequest, FetchResponse], 12, request)).responses[0]!.partitions[0]!.records!;
}

async function offsetOf(broker: ShareBroker, timestamp: number): Promise<number> {
  const topics = [{ name: STATE_TOPIC, partitions: [{ partitionIndex: 0, timestamp }] }];
  const response = await broker.ask([ListOffsetsRequest, ListOffsetsResponse], 9, { replicaId: -1, topics });
  return response.topics[0]!.partitions[0]!.offset;
}

describe("the topic of share state", () => {
  it("has config share.coordinator.state.topic.num.partitions, config share.coordinator.state.topic.segment.bytes and config share.coordinator.state.topic.min.isr", async (context) => {
    const broker = await start(context, {
      "share.coordinator.state.topic.num.partitions": "3",
      "share.coordinator.state.topic.segment.bytes": "2097152",
      "share.coordinator.state.topic.min.isr": "3",
    });
    await broker.initialize(0);
    const { topics } = await broker.ask([MetadataRequest, MetadataResponse], 12, { topics: [{ name: STATE_TOPIC }] });
    assert.equal(topics[0]!.partitions.length, 3);
    const resources = [{ resourceType: 2, resourceName: STATE_TOPIC, configurationKeys: null }];
    const described = await broker.ask([DescribeConfigsRequest, DescribeConfigsResponse], 4, { resources });
    const configs = new Map(described.results[0]!.configs.map(({ name, value }) => [name, value]));
    assert.deepEqual(
      ["segment.bytes", "min.insync.replicas", "cleanup.policy", "retention.ms"].map((name) => configs.get(name)),
      ["2097152", "3", "delete", "-1"],
    );
  });

  it("needs as many brokers as config share.coordinator.state.topic.replication.factor says", async (context) => {
    const broker = await start(context, { "share.coordinator.state.topic.replication.factor": "2" });
    const request = { keyType: 2, coordinatorKeys: [`${GROUP}:${broker.topicId}:0`] };
    const found = await broker.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, request);
    assert.equal(found.coordinators[0]!.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  });

  it("is waited for config share.coordinator.write.timeout.ms at most", async (context) => {
    const broker = await start(context, {
      "share.coordinator.append.linger.ms": "3000",
      "share.coordinator.write.timeout.ms": "700",
    });
    const request = { keyType: 2, coordinatorKeys: [`${GROUP}:${broker.topicId}:0`] };
    await broker.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, request);
    await broker.clock.advanceAsync(100);
    const startMs = broker.clock.nowMs();
    const partitions = [{ partition: 0, stateEpoch: 0, startOffset: 0 }];
    const topics = [{ topicId: broker.topicId, partitions }];
    const codecs = [InitializeShareGroupStateRequest, InitializeShareGroupStateResponse] as const;
    const { results } = await broker.ask(codecs, 0, { groupId: GROUP, topics });
    assert.equal(results[0]!.partitions[0]!.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    const tookMs = broker.clock.nowMs() - startMs;
    assert.ok(tookMs >= 700 && tookMs < 1000, `${tookMs} ms`);
  });

  it("holds batches in config share.coordinator.state.topic.compression.codec", async (context) => {
    const broker = await start(context, { "share.coordinator.state.topic.compression.codec": "1" });
    await broker.initialize(0);
    const records = await stateLog(broker);
    assert.equal(compressionAt(records, 0), 1);
  });

  it("gets records after config share.coordinator.append.linger.ms", async (context) => {
    const broker = await start(context, { "share.coordinator.append.linger.ms": "300" });
    await broker.initialize(0);
    const startMs = broker.clock.nowMs();
    assert.equal(await write(broker, 0), ErrorCode.NONE);
    assert.ok(broker.clock.nowMs() - startMs >= 300);
  });

  it("gets the whole state after config share.coordinator.snapshot.update.records.per.snapshot updates", async (context) => {
    const broker = await start(context, { "share.coordinator.snapshot.update.records.per.snapshot": "0" });
    await broker.initialize(0);
    const stateBatches = [{ firstOffset: 5, lastOffset: 9, deliveryState: 2, deliveryCount: 1 }];
    await write(broker, 0, stateBatches);
    const before = (await stateLog(broker, 1)).length;
    await write(broker, 0);
    // A whole state holds what no change said again.
    assert.ok((await stateLog(broker, 2)).length >= before);
  });

  it("gets the whole state again after config share.coordinator.cold.partition.snapshot.interval.ms, and loses what is old after config share.coordinator.state.topic.prune.interval.ms", async (context) => {
    const broker = await start(context, {
      "share.coordinator.cold.partition.snapshot.interval.ms": "5000",
      "share.coordinator.state.topic.prune.interval.ms": "9000",
    });
    await broker.initialize(0);
    assert.deepEqual([await offsetOf(broker, -2), await offsetOf(broker, -1)], [0, 1]);
    await broker.clock.advanceAsync(11_000);
    assert.deepEqual([await offsetOf(broker, -2), await offsetOf(broker, -1)], [0, 2]);
    await broker.clock.advanceAsync(8000);
    assert.deepEqual([await offsetOf(broker, -2), await offsetOf(broker, -1)], [1, 2]);
    await broker.restart();
    assert.equal(await broker.initialize(3, 1), ErrorCode.NONE);
    assert.equal(await write(broker, 3), ErrorCode.FENCED_STATE_EPOCH, "what was pruned was not needed");
  });

  it("is read in stretches of config share.coordinator.load.buffer.size bytes", async (context) => {
    const broker = await start(context, { "share.coordinator.load.buffer.size": "100" });
    await broker.initialize(0);
    for (let offset = 1; offset < 20; offset++) await write(broker, offset);
    const batches = new BatchIterator(await stateLog(broker));
    let count = 0;
    while (batches.next()) count++;
    assert.ok(count >= 20, "one batch for each write");
    await broker.restart();
    const member = await broker.member("m");
    await broker.produce(30);
    assert.deepEqual(await member.acquired({ maxWaitMs: 5000 }), ["19-29#1"]);
  });
});
