import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { AlterPartitionRequest } from "@ottla/protocol/messages/alter-partition";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import { ControllerHarness } from "../testing/controller-harness.ts";

type Wanted = Partial<AlterPartitionRequest["topics"][0]["partitions"][0]> & { readonly isr?: readonly number[] };

function harness(): ControllerHarness {
  const controller = ControllerHarness.withBrokers(3);
  const assignments = [{ partitionIndex: 0, brokerIds: [1, 2, 3] }];
  assert.deepEqual(controller.create("t", { numPartitions: -1, replicationFactor: -1, assignments }), [0, null]);
  return controller;
}

const partitionOf = (controller: ControllerHarness): PartitionRegistration =>
  controller.image.topics.getPartition("t", 0)!;

/** Broker 1 leads, and asks. Returns the partition's answer, or the error of the whole. */
function ask(
  controller: ControllerHarness,
  wanted: Wanted,
  options: { topicId?: string; brokerId?: number } = {},
): number[] {
  const { leaderEpoch, partitionEpoch } = partitionOf(controller);
  const { isr = [1], ...others } = wanted;
  const brokerId = options.brokerId ?? 1;
  const partition = {
    partitionIndex: 0,
    leaderEpoch,
    partitionEpoch,
    newIsr: [],
    newIsrWithEpochs: isr.map((id) => ({ brokerId: id, brokerEpoch: controller.broker(id).epoch })),
    leaderRecoveryState: 0,
    ...others,
  };
  const topicId = options.topicId ?? controller.image.topics.getByName("t")!.id;
  const request = {
    brokerId,
    brokerEpoch: controller.broker(brokerId).epoch,
    topics: [{ topicId, partitions: [partition] }],
  };
  const response = controller.run((machine) => machine.handleAlterPartition(request));
  const answer = response.topics[0]?.partitions[0];
  return answer === undefined
    ? [response.errorCode]
    : [answer.errorCode, ...(answer.errorCode === 0 ? answer.isr : [])];
}

test("a leader shrinks and expands the in-sync set; only the partition epoch grows", () => {
  const controller = harness();
  const before = partitionOf(controller);
  assert.deepEqual(ask(controller, { isr: [1, 3] }), [0, 1, 3]);
  const shrunk = partitionOf(controller);
  assert.deepEqual([shrunk.isr, shrunk.partitionEpoch], [[1, 3], before.partitionEpoch + 1]);
  assert.equal(shrunk.leaderEpoch, before.leaderEpoch);
  assert.deepEqual(ask(controller, { isr: [1, 3, 2] }), [0, 1, 3, 2]);
});

test("whoever knows less, or more, than the controller is told so", () => {
  const controller = harness();
  const { leaderEpoch, partitionEpoch } = partitionOf(controller);
  assert.deepEqual(ask(controller, { leaderEpoch: leaderEpoch + 1 }), [ErrorCode.NOT_CONTROLLER]);
  assert.deepEqual(ask(controller, { partitionEpoch: partitionEpoch + 1 }), [ErrorCode.NOT_CONTROLLER]);
  ask(controller, { isr: [1, 2] });
  assert.deepEqual(ask(controller, { partitionEpoch, isr: [1] }), [ErrorCode.INVALID_UPDATE_VERSION]);
  assert.deepEqual(ask(controller, { leaderEpoch: leaderEpoch - 1 }), [ErrorCode.FENCED_LEADER_EPOCH]);
});

test("only the leader asks, about a partition that exists, for a set that can be", () => {
  const controller = harness();
  assert.deepEqual(ask(controller, {}, { brokerId: 2 }), [ErrorCode.INVALID_REQUEST]);
  assert.deepEqual(ask(controller, {}, { topicId: "AAAAAAAAAAAAAAAAAAAAZA" }), [ErrorCode.UNKNOWN_TOPIC_ID]);
  assert.deepEqual(ask(controller, { partitionIndex: 5 }), [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]);
  assert.deepEqual(ask(controller, { isr: [2, 3] }), [ErrorCode.INVALID_REQUEST], "the leader is in sync");
  assert.deepEqual(ask(controller, { isr: [1, 2, 2] }), [ErrorCode.INVALID_REQUEST]);
  assert.deepEqual(ask(controller, { leaderRecoveryState: 1 }), [ErrorCode.INVALID_REQUEST]);
});

test("a broker that is fenced, or has registered anew, does not come into the in-sync set", () => {
  const controller = harness();
  ask(controller, { isr: [1] });
  controller.run((machine) => machine.handleFenceBroker(controller.broker(3)));
  assert.deepEqual(ask(controller, { isr: [1, 3] }), [ErrorCode.INELIGIBLE_REPLICA]);
  const stale = [1, 2].map((brokerId) => ({ brokerId, brokerEpoch: controller.broker(brokerId).epoch - 1 }));
  assert.deepEqual(ask(controller, { newIsrWithEpochs: stale }), [ErrorCode.INELIGIBLE_REPLICA]);
  const unknown = [1, 2].map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
  assert.deepEqual(ask(controller, { newIsrWithEpochs: unknown }), [0, 1, 2]);
});

test("a stale broker is refused as a whole", () => {
  const controller = harness();
  const request = { brokerId: 1, brokerEpoch: 0, topics: [] };
  const { errorCode } = controller.run((machine) => machine.handleAlterPartition(request));
  assert.equal(errorCode, ErrorCode.STALE_BROKER_EPOCH);
});
