import assert from "node:assert/strict";
import { test } from "node:test";
import { KafkaConfig } from "@ottla/config";
import type { ClusterController } from "./cluster-controller.ts";
import { TestNode } from "./testing/test-node.ts";
import { metadataLogConfig } from "./unified-metadata-log.ts";

async function createTopics(controller: ClusterController, prefix: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const topics = [{ name: `${prefix}-${index}`, numPartitions: 5, replicationFactor: 1 }];
    await controller.createTopics({ topics }, undefined);
  }
}

/** Lets work that does not wait for the clock go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
}

test("config metadata.log.max.record.bytes.between.snapshots: so many bytes of records, and a snapshot is written", async () => {
  const node = new TestNode({ "metadata.log.max.record.bytes.between.snapshots": "5000" });
  const controller = await node.startBroker();
  await createTopics(controller, "few", 2);
  await settle();
  assert.deepEqual(await node.files(".checkpoint"), []);
  await createTopics(controller, "many", 20);
  await settle();
  assert.ok((await node.files(".checkpoint")).length >= 1);
});

test("config metadata.log.max.snapshot.interval.ms: so much time with new records, and a snapshot is written", async () => {
  const node = new TestNode({ "metadata.log.max.snapshot.interval.ms": "60000" });
  await node.startBroker();
  await node.clock.advanceAsync(59_000);
  await settle();
  assert.deepEqual(await node.files(".checkpoint"), []);
  await node.clock.advanceAsync(2_000);
  await settle();
  assert.equal((await node.files(".checkpoint")).length, 1);
  await node.clock.advanceAsync(120_000);
  await settle();
  assert.equal((await node.files(".checkpoint")).length, 1, "without new records there is no new snapshot");
});

test("config internal.metadata.log.segment.bytes rolls the metadata log, and config metadata.max.retention.bytes drops what snapshots replace", async () => {
  const node = new TestNode({ "internal.metadata.log.segment.bytes": "4000", "metadata.max.retention.bytes": "20000" });
  const controller = await node.startBroker();
  await createTopics(controller, "a", 30);
  assert.ok((await node.files(".log")).length > 2);
  await controller.snapshot();
  await createTopics(controller, "b", 30);
  await controller.snapshot();
  await createTopics(controller, "c", 30);
  await controller.snapshot();
  await settle();
  await node.clock.advanceAsync(120_000);
  await settle();
  assert.equal((await node.files(".checkpoint")).length, 1, "the newest snapshot stays");
  assert.equal((await node.files(".log")).includes("00000000000000000000.log"), false);
  const topics = controller.image.topics.size;
  await controller.stop();
  const again = await node.start();
  assert.equal(again.image.topics.size, topics);
});

test("config metadata.max.retention.ms drops snapshots that are older, but never the newest", async () => {
  const node = new TestNode({ "metadata.max.retention.ms": "10000" });
  const controller = await node.startBroker();
  await controller.snapshot();
  await node.clock.advanceAsync(20_000);
  await createTopics(controller, "a", 1);
  await controller.snapshot();
  assert.equal((await node.files(".checkpoint")).length, 1);
  assert.match((await node.files(".checkpoint"))[0] ?? "", /^0*[1-9]/);
});

test("config metadata.log.segment.bytes, config metadata.log.segment.ms and config internal.metadata.delete.delay.millis are those of the metadata log", () => {
  const config = KafkaConfig.standalone(
    new Map([
      ["metadata.log.segment.bytes", "9000000"],
      ["metadata.log.segment.ms", "77"],
      ["internal.metadata.delete.delay.millis", "5"],
      ["log.segment.bytes", "2000000"],
    ]),
  );
  const { segmentBytes, segmentMs, fileDeleteDelayMs, retentionMs } = metadataLogConfig(config);
  assert.deepEqual([segmentBytes, segmentMs, fileDeleteDelayMs, retentionMs], [9_000_000, 77, 5, -1]);
});

test("config metadata.log.dir keeps the metadata log in a directory of its own", async () => {
  const node = new TestNode({ "metadata.log.dir": "/metadata" });
  await node.startBroker();
  assert.ok((await node.disk.list("/metadata/__cluster_metadata-0")).some(({ name }) => name.endsWith(".log")));
});

test("config metadata.max.idle.interval.ms: an idle controller writes an empty record so often", async () => {
  const node = new TestNode({ "metadata.max.idle.interval.ms": "1000" });
  const controller = await node.startBroker();
  const before = controller.describeQuorum()?.voters[0]?.logEndOffset ?? 0;
  for (let step = 0; step < 10; step++) {
    await node.clock.advanceAsync(500);
    await settle();
  }
  const after = controller.describeQuorum()?.voters[0]?.logEndOffset ?? 0;
  assert.ok(after - before >= 3 && after - before <= 6, `${after - before} records`);
});
