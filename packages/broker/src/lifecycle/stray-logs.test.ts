import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, type Uuid, VirtualClock } from "@ottla/base";
import { KafkaConfig } from "@ottla/config";
import { EMPTY_IMAGE, type MetadataImage, NO_LEADER } from "@ottla/metadata";
import { type LogManager, MemoryDisk, openLogManager } from "@ottla/storage";
import type { MetadataPublisher, MetadataSource } from "../services/metadata-source.ts";
import { followWithoutStrays } from "./stray-logs.ts";

const NODE = 1;
const IDS = { orders: "2FvKuJjbRd6TmbVH4WYQBg", other: "4L6g3nShT-eMCtK--X86sw", anew: "qeJh1mOiRDGednLRvgR2RQ" };
const HERE = [NODE, 2];

interface Topic {
  readonly name: string;
  readonly id: Uuid;
  /** One partition each. */
  readonly replicas: readonly (readonly number[])[];
}

function imageOf(topics: readonly Topic[]): MetadataImage {
  const changed = topics.map(({ name, id, replicas }) => ({
    name,
    id,
    partitions: replicas.map((brokers) => ({
      replicas: brokers,
      ...{ directories: [], isr: brokers, removingReplicas: [], addingReplicas: [], elr: [], lastKnownElr: [] },
      ...{ leader: NO_LEADER, leaderRecoveryState: 0, leaderEpoch: 0, partitionEpoch: 0 },
    })),
  }));
  return { ...EMPTY_IMAGE, topics: EMPTY_IMAGE.topics.with(changed, []) };
}

class Source implements MetadataSource {
  image: MetadataImage;
  begunWith: MetadataImage | undefined;

  constructor(image: MetadataImage) {
    this.image = image;
  }

  subscribe(publisher: MetadataPublisher): void {
    assert.equal(publisher, PUBLISHER);
    this.begunWith = this.image;
  }
}

const PUBLISHER: MetadataPublisher = { onMetadataUpdate() {} };

async function openLogs(logs: readonly (readonly [topic: string, partition: number, id: Uuid])[]): Promise<LogManager> {
  const clock = new VirtualClock();
  const manager = await openLogManager({
    disk: new MemoryDisk({ nowMs: () => clock.nowMs() }),
    clock,
    random: new Prng(7),
    logDirectories: ["/a"],
    clusterId: "cluster",
    nodeId: NODE,
    configOf: () => KafkaConfig.standalone(new Map()).logConfig(new Map()),
  });
  for (const [topic, partition, topicId] of logs)
    await manager.getOrCreateLog({ topic, partition }, { topicId, isNew: true });
  return manager;
}

function namesOf(manager: LogManager): readonly string[] {
  return manager.allLogs().map(({ topicPartition: { topic, partition } }) => `${topic}-${partition}`);
}

test("logs of deleted topics, of topics made anew, of partitions that are gone and of replicas that moved away are set aside", async () => {
  const logManager = await openLogs([
    ["orders", 0, IDS.orders],
    ["orders", 1, IDS.orders],
    ["orders", 2, IDS.orders],
    ["deleted", 0, IDS.other],
    ["anew", 0, IDS.other],
  ]);
  const controller = new Source(
    imageOf([
      { name: "orders", id: IDS.orders, replicas: [HERE, [2, 3]] },
      { name: "anew", id: IDS.anew, replicas: [HERE] },
    ]),
  );
  await followWithoutStrays({ nodeId: NODE, controller, logManager, publisher: PUBLISHER });
  assert.deepEqual(namesOf(logManager), ["orders-0"]);
  assert.equal(controller.begunWith, controller.image);
});

test("what is deleted while others are set aside is set aside as well, before anybody follows", async () => {
  const manager = await openLogs([
    ["orders", 0, IDS.orders],
    ["deleted", 0, IDS.other],
  ]);
  const controller = new Source(imageOf([{ name: "orders", id: IDS.orders, replicas: [HERE] }]));
  let calls = 0;
  const logManager: Pick<LogManager, "removeStrayLogs"> = {
    async removeStrayLogs(isStray) {
      assert.equal(controller.begunWith, undefined);
      await manager.removeStrayLogs(isStray);
      if (++calls === 1) controller.image = imageOf([]);
    },
  };
  await followWithoutStrays({ nodeId: NODE, controller, logManager, publisher: PUBLISHER });
  assert.deepEqual(namesOf(manager), []);
  assert.equal(controller.begunWith, controller.image);
});
