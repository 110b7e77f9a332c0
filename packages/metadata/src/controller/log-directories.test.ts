import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import { DirectoryId } from "../image/partition-registration.ts";
import { CLUSTER_ID, ControllerHarness } from "../testing/controller-harness.ts";
import { SUPPORTED_FEATURES } from "./features.ts";

const FIRST = "directory0000000firstA";
const SECOND = "directory000000secondA";
const NOWHERE = "directory00000nowhereA";
const UNKNOWN_TOPIC = "AAAAAAAAAAAAAAAAAAABAA";

/** Broker 1 has two directories, 2 and 3 one each; 1 leads both partitions. */
function harness(): ControllerHarness {
  const controller = new ControllerHarness();
  const request = {
    brokerId: 1,
    clusterId: CLUSTER_ID,
    incarnationId: "incarnation0000000001A",
    endpoints: [],
    features: SUPPORTED_FEATURES,
    rack: null,
    logDirectories: [FIRST, SECOND],
  };
  controller.run((machine, context) => machine.handleRegisterBroker(request, context));
  controller.run((machine) => machine.handleUnfenceBroker(controller.broker(1)));
  controller.addBroker(2);
  controller.addBroker(3);
  const assignments = [0, 1].map((partitionIndex) => ({ partitionIndex, brokerIds: [1, 2] }));
  assert.deepEqual(controller.create("t", { numPartitions: -1, replicationFactor: -1, assignments }), [0, null]);
  return controller;
}

const partitionOf = (controller: ControllerHarness, partition: number): PartitionRegistration =>
  controller.image.topics.getPartition("t", partition)!;

interface Asked {
  readonly brokerId?: number;
  readonly brokerEpoch?: number;
  readonly topicId?: Uuid;
}

/** The error of the whole, or those of the partitions. */
function assign(controller: ControllerHarness, directory: Uuid, partitions: number[], asked: Asked = {}): number[] {
  const { brokerId = 1, topicId = controller.image.topics.getByName("t")!.id } = asked;
  const { brokerEpoch = controller.broker(brokerId).epoch } = asked;
  const topics = [{ topicId, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }];
  const directories = [{ id: directory, topics }];
  const response = controller.run((machine) =>
    machine.handleAssignReplicasToDirs({ brokerId, brokerEpoch, directories }),
  );
  if (response.errorCode !== ErrorCode.NONE) return [response.errorCode];
  const [answer] = response.directories;
  assert.equal(answer?.id, directory);
  return answer.topics.flatMap((topic) => topic.partitions.map(({ errorCode }) => errorCode));
}

/** Broker 1 says that it has lost these. */
function lose(controller: ControllerHarness, ...offlineLogDirs: Uuid[]): void {
  const { id: brokerId, epoch: brokerEpoch } = controller.broker(1);
  const wants = { wantFence: false, wantShutDown: false, currentMetadataOffset: controller.nextOffset };
  const reply = controller.run((machine, context) =>
    machine.handleBrokerHeartbeat({ brokerId, brokerEpoch, ...wants, offlineLogDirs }, context),
  );
  assert.ok("isFenced" in reply && !reply.isFenced);
}

test("a replica is noted in the directory that its broker says it lies in", () => {
  const controller = harness();
  assert.deepEqual(partitionOf(controller, 0).directories[0], DirectoryId.UNASSIGNED);
  const other = partitionOf(controller, 0).directories[1];
  assert.deepEqual(assign(controller, SECOND, [0]), [ErrorCode.NONE]);
  assert.deepEqual(partitionOf(controller, 0).directories, [SECOND, other]);
  assert.equal(partitionOf(controller, 0).leader, 1);
  assert.equal(partitionOf(controller, 1).directories[0], DirectoryId.UNASSIGNED);
  const before = controller.nextOffset;
  assert.deepEqual(assign(controller, SECOND, [0]), [ErrorCode.NONE]);
  assert.equal(controller.nextOffset, before, "what is known is not written again");
});

test("what does not fit has an error of its own, and the rest is noted", () => {
  const controller = harness();
  assert.deepEqual(assign(controller, FIRST, [7, 0]), [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.NONE]);
  assert.equal(partitionOf(controller, 0).directories[0], FIRST);
  assert.deepEqual(assign(controller, FIRST, [0], { topicId: UNKNOWN_TOPIC }), [ErrorCode.UNKNOWN_TOPIC_ID]);
  assert.deepEqual(assign(controller, FIRST, [0], { brokerId: 3 }), [ErrorCode.NOT_LEADER_OR_FOLLOWER]);
  assert.deepEqual(assign(controller, FIRST, [0], { brokerEpoch: 0 }), [ErrorCode.STALE_BROKER_EPOCH]);
});

test("a replica in a directory that its broker does not have leads no more", () => {
  const controller = harness();
  assert.deepEqual(assign(controller, NOWHERE, [0]), [ErrorCode.NONE]);
  assert.deepEqual(partitionOf(controller, 0).isr, [2]);
  assert.equal(partitionOf(controller, 0).leader, 2);
  assert.equal(partitionOf(controller, 1).leader, 1);
});

test("a replica whose directory its broker does not know any more leads on, one whose directory is lost does not", () => {
  const controller = harness();
  assign(controller, FIRST, [0, 1]);
  assert.deepEqual(assign(controller, DirectoryId.UNASSIGNED, [0]), [ErrorCode.NONE]);
  assert.deepEqual(assign(controller, DirectoryId.LOST, [1]), [ErrorCode.NONE]);
  assert.deepEqual([partitionOf(controller, 0).leader, partitionOf(controller, 0).isr], [1, [1, 2]]);
  assert.deepEqual([partitionOf(controller, 1).leader, partitionOf(controller, 1).isr], [2, [2]]);
});

test("with a directory its replicas go out of sync, once, and those of the others stay", () => {
  const controller = harness();
  assign(controller, FIRST, [0]);
  assign(controller, SECOND, [1]);
  lose(controller, FIRST, NOWHERE);
  assert.deepEqual(controller.broker(1).directories, [SECOND]);
  assert.deepEqual([partitionOf(controller, 0).leader, partitionOf(controller, 0).isr], [2, [2]]);
  assert.deepEqual([partitionOf(controller, 1).leader, partitionOf(controller, 1).isr], [1, [1, 2]]);
  const before = controller.nextOffset;
  lose(controller, FIRST);
  assert.equal(controller.nextOffset, before);
});
