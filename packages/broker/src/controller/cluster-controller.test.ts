import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { MemoryDisk } from "@ottla/storage";
import type { ClusterController } from "./cluster-controller.ts";
import { formatDirectories } from "./format.ts";
import { MemoryMetadataLog } from "./testing/memory-metadata-log.ts";
import { DATA, TestNode as Node } from "./testing/test-node.ts";
import { METADATA_LOG_DIRECTORY } from "./unified-metadata-log.ts";

async function create(controller: ClusterController, name: string, numPartitions = 1): Promise<number | undefined> {
  const topic = { name, numPartitions, replicationFactor: 1 };
  const response = await controller.createTopics({ topics: [topic] }, undefined);
  return response.topics?.[0]?.errorCode;
}

test("a first start writes Apache's bootstrap records and finalizes our features", async () => {
  const log = new MemoryMetadataLog();
  const controller = await new Node().startBroker(log);
  assert.deepEqual(log.recordNames(), [
    "control",
    "BeginTransactionRecord",
    "FeatureLevelRecord",
    "FeatureLevelRecord",
    "FeatureLevelRecord",
    "FeatureLevelRecord",
    "EndTransactionRecord",
    "RegisterControllerRecord",
    "RegisterBrokerRecord",
    "BrokerRegistrationChangeRecord",
  ]);
  assert.equal(controller.image.features.metadataVersion, 30);
  assert.deepEqual(
    [...controller.image.features.finalizedVersions],
    [
      ["group.version", 1],
      ["share.version", 1],
      ["transaction.version", 2],
    ],
  );
  assert.equal(controller.activeControllerId, 1);
  assert.equal(controller.epoch, 1);
});

test("topics are there again after a restart, and their leader epoch rose by two", async () => {
  const node = new Node();
  const first = await node.startBroker();
  assert.equal(await create(first, "orders", 3), ErrorCode.NONE);
  const before = first.image.topics.getByName("orders");
  assert.deepEqual(
    before?.partitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch]),
    [
      [1, 0],
      [1, 0],
      [1, 0],
    ],
  );
  await first.stop();
  const second = await node.startBroker();
  const after = second.image.topics.getByName("orders");
  assert.equal(after?.id, before?.id);
  assert.deepEqual(
    after?.partitions.map(({ leader, leaderEpoch, partitionEpoch }) => [leader, leaderEpoch, partitionEpoch]),
    [
      [1, 2, 2],
      [1, 2, 2],
      [1, 2, 2],
    ],
  );
  assert.equal(second.epoch, 2);
  await second.controlledShutdown();
  assert.equal(second.image.topics.getPartition("orders", 0)?.leader, -1);
  await second.stop();
  const third = await node.startBroker();
  assert.equal(third.image.topics.getPartition("orders", 0)?.leaderEpoch, 4);
});

test("a snapshot and the log behind it make the same image as the whole log", async () => {
  const node = new Node();
  const first = await node.startBroker();
  for (let index = 0; index < 20; index++) await create(first, `before-${index}`, 2);
  await first.deleteTopics({ topicNames: ["before-3"], topics: [], timeoutMs: 1000 }, 5);
  await first.snapshot();
  for (let index = 0; index < 5; index++) await create(first, `after-${index}`);
  const names = [...first.image.topics.names()].toSorted();
  await first.stop();
  const second = await node.start();
  assert.deepEqual([...second.image.topics.names()].toSorted(), names);
  assert.deepEqual(second.image.topics.getByName("before-7"), first.image.topics.getByName("before-7"));
  assert.equal(names.length, 24);
});

test("a snapshot stands for a log that is gone", async () => {
  const node = new Node();
  const first = await node.startBroker();
  await create(first, "orders");
  await first.snapshot();
  await first.stop();
  for (const { name } of await node.disk.list(`${DATA}/${METADATA_LOG_DIRECTORY}`)) {
    if (name.endsWith(".log")) await node.disk.unlink(`${DATA}/${METADATA_LOG_DIRECTORY}/${name}`);
  }
  const second = await node.startBroker();
  assert.equal(second.image.topics.getPartition("orders", 0)?.leader, 1);
  assert.equal(await create(second, "more"), ErrorCode.NONE);
});

test("requests asked at once are committed together, each on the state the one before left", async () => {
  const log = new MemoryMetadataLog();
  const controller = await new Node().startBroker(log);
  const outcomes = await Promise.all([create(controller, "a"), create(controller, "a"), create(controller, "b")]);
  assert.deepEqual(outcomes, [ErrorCode.NONE, ErrorCode.TOPIC_ALREADY_EXISTS, ErrorCode.NONE]);
});

test("an answer waits until every subscriber is done", async () => {
  const controller = await new Node().startBroker(new MemoryMetadataLog());
  const steps: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  controller.subscribe({
    async onMetadataUpdate(delta) {
      if (delta.topicsDelta === undefined) return;
      steps.push(`published ${[...(delta.topicsDelta?.changedTopics.values() ?? [])].map(({ name }) => name).join()}`);
      await promise;
      steps.push("taken over");
    },
  });
  const created = create(controller, "orders").then(() => steps.push("answered"));
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(steps, ["published orders"]);
  resolve();
  await created;
  assert.deepEqual(steps, ["published orders", "taken over", "answered"]);
});

test("a failed write refuses its requests, changes nothing, and the next request goes on in a new epoch", async () => {
  const log = new MemoryMetadataLog();
  const controller = await new Node().startBroker(log);
  log.failure = new Error("no space left on device");
  await assert.rejects(create(controller, "lost"), { code: "NOT_CONTROLLER", retriable: true });
  await assert.rejects(create(controller, "lost"), { code: "NOT_CONTROLLER" });
  assert.equal(controller.activeControllerId, -1);
  assert.equal(controller.image.topics.getByName("lost"), undefined);
  log.failure = undefined;
  assert.equal(await create(controller, "found"), ErrorCode.NONE);
  assert.equal(controller.activeControllerId, 1);
  assert.ok(controller.epoch > 1);
  assert.equal(controller.image.topics.getByName("lost"), undefined);
});

test("producer ids come in blocks of a thousand, without gap or repetition after a restart", async () => {
  const node = new Node();
  const first = await node.startBroker();
  assert.deepEqual(await first.allocateProducerIds(), { firstProducerId: 0n, length: 1000 });
  assert.deepEqual(await first.allocateProducerIds(), { firstProducerId: 1000n, length: 1000 });
  await first.stop();
  const second = await node.startBroker();
  assert.deepEqual(await second.allocateProducerIds(), { firstProducerId: 2000n, length: 1000 });
});

test("an idle controller writes empty records only where it is told to", async () => {
  const log = new MemoryMetadataLog();
  const node = new Node({ "metadata.max.idle.interval.ms": "500" });
  const controller = await node.startBroker(log);
  for (let step = 0; step < 8; step++) await node.clock.advanceAsync(250);
  assert.ok(log.recordNames().filter((name) => name === "NoOpRecord").length >= 2);
  await controller.stop();
  const quietLog = new MemoryMetadataLog();
  const quiet = new Node();
  await quiet.startBroker(quietLog);
  for (let step = 0; step < 8; step++) await quiet.clock.advanceAsync(250);
  assert.equal(quietLog.recordNames().includes("NoOpRecord"), false);
});

test("a directory of another node or cluster is refused, and a second start keeps the ids", async () => {
  const disk = new MemoryDisk();
  const random = new Prng(7);
  const base = { disk, random, nowMs: 1, paths: ["/one", "/two"] };
  const first = await formatDirectories({ ...base, nodeId: 1 });
  assert.equal(first.isNew, true);
  const again = await formatDirectories({ ...base, nodeId: 1 });
  assert.deepEqual({ ...again, isNew: true }, first);
  assert.equal(again.isNew, false);
  await assert.rejects(formatDirectories({ ...base, nodeId: 2 }), { code: "INCONSISTENT_NODE_ID" });
  await assert.rejects(formatDirectories({ ...base, nodeId: 1, clusterId: "other" }), {
    code: "INCONSISTENT_CLUSTER_ID",
  });
});

test("a subscriber that comes late first gets everything there is", async () => {
  const controller = await new Node().startBroker(new MemoryMetadataLog());
  await create(controller, "orders", 2);
  const seen: string[] = [];
  controller.subscribe({
    onMetadataUpdate(delta, image) {
      const topics = [...(delta.topicsDelta?.changedTopics.values() ?? [])];
      seen.push(...topics.map((topic) => `${topic.name} ${topic.changedPartitions.size} of ${image.topics.size}`));
    },
  });
  await create(controller, "more");
  assert.deepEqual(seen, ["orders 2 of 1", "more 1 of 2"]);
});

for (const kinds of [["write"], ["sync"], ["write", "sync"]] as const) {
  test(`a full disk (${kinds.join(" and ")} fail) refuses changes, and with room again they go on, also after a restart`, async () => {
    const node = new Node();
    const controller = await node.startBroker();
    await create(controller, "before");
    node.fault = { pathPart: ".log", kinds };
    await assert.rejects(create(controller, "lost"), { code: "NOT_CONTROLLER" });
    await assert.rejects(create(controller, "lost"), { code: "NOT_CONTROLLER" });
    node.fault = undefined;
    let outcome: number | undefined;
    for (let attempt = 0; attempt < 20 && outcome === undefined; attempt++) {
      outcome = await create(controller, "after").catch(() => undefined);
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    }
    assert.equal(outcome, ErrorCode.NONE);
    const names = [...controller.image.topics.names()].toSorted();
    await controller.stop();
    const again = await node.startBroker();
    assert.deepEqual([...again.image.topics.names()].toSorted(), names);
    assert.ok(names.includes("before") && names.includes("after"));
  });
}

test("whatever a crash takes, every answered change is there again, and the log goes on", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const node = new Node();
    const random = new Prng(seed);
    const answered: string[] = [];
    let controller = await node.startBroker();
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 5; index++) {
        const name = `topic-${round}-${index}`;
        await create(controller, name, 3);
        answered.push(name);
      }
      if (round === 1) await controller.snapshot();
      void create(controller, `torn-${round}`).catch(() => {});
      if (random.float() < 0.5) await Promise.resolve();
      node.disk.crash({ random, kind: "power" });
      controller = await node.startBroker();
      for (const name of answered) {
        assert.notEqual(controller.image.topics.getByName(name), undefined, `seed ${seed}: ${name}`);
        assert.equal(controller.image.topics.getPartition(name, 2)?.leader, 1);
      }
    }
  }
});
