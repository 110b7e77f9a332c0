import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { ElectLeadersRequest } from "@ottla/protocol/messages/elect-leaders";
import { ControllerHarness } from "../testing/controller-harness.ts";
import { RequestRefused } from "./api-error.ts";
import { ElectionType } from "./elect-leaders.ts";

const PREFERRED = ElectionType.PREFERRED;
const UNCLEAN = ElectionType.UNCLEAN;

function withTopic(brokers: readonly number[], configs: Readonly<Record<string, string>> = {}): ControllerHarness {
  const harness = ControllerHarness.withBrokers(3);
  harness.create("orders", {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [...brokers] }],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  });
  return harness;
}

function elect(
  harness: ControllerHarness,
  electionType: number,
  topicPartitions: ElectLeadersRequest["topicPartitions"],
): unknown {
  const response = harness.run((controller) =>
    controller.handleElectLeaders({ electionType, topicPartitions, timeoutMs: 1000 }),
  );
  if (response instanceof RequestRefused) return response.error;
  return response.replicaElectionResults.map(({ topic, partitionResult }) => [
    topic,
    partitionResult.map(({ partitionId, errorCode, errorMessage }) => [partitionId, errorCode, errorMessage]),
  ]);
}

const electOne = (harness: ControllerHarness, electionType: number): unknown =>
  elect(harness, electionType, [{ topic: "orders", partitions: [0] }]);

function stateOf(harness: ControllerHarness): unknown {
  const partition = harness.image.topics.getPartition("orders", 0);
  return partition === undefined ? undefined : [partition.leader, partition.isr, partition.leaderEpoch];
}

function fence(harness: ControllerHarness, id: number): void {
  harness.run((controller) => controller.handleFenceBroker(harness.broker(id)));
}

/** The broker is back, and the leader says that it is in sync. */
function comeBack(harness: ControllerHarness, id: number, isr: readonly number[]): void {
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(id)));
  const topic = harness.image.topics.getByName("orders")!;
  const { leader, leaderEpoch, partitionEpoch } = topic.partitions[0]!;
  const partition = { partitionIndex: 0, leaderEpoch, partitionEpoch, newIsr: [], leaderRecoveryState: 0 };
  const newIsrWithEpochs = isr.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
  const topics = [{ topicId: topic.id, partitions: [{ ...partition, newIsrWithEpochs }] }];
  const brokerEpoch = harness.broker(leader).epoch;
  harness.run((controller) => controller.handleAlterPartition({ brokerId: leader, brokerEpoch, topics }));
}

test("the preferred replica gets its leadership back when it is in sync again, not before", () => {
  const harness = withTopic([1, 2, 3]);
  const needless = [
    ["orders", [[0, ErrorCode.ELECTION_NOT_NEEDED, "Leader election not needed for topic partition."]]],
  ];
  assert.deepEqual(electOne(harness, PREFERRED), needless);
  fence(harness, 1);
  assert.deepEqual(stateOf(harness), [2, [2, 3], 1]);
  const unavailable = ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE;
  assert.deepEqual(electOne(harness, PREFERRED), [
    ["orders", [[0, unavailable, "The preferred leader was not available."]]],
  ]);
  comeBack(harness, 1, [2, 3, 1]);
  assert.deepEqual(electOne(harness, PREFERRED), [["orders", [[0, ErrorCode.NONE, null]]]]);
  assert.deepEqual(stateOf(harness), [1, [2, 3, 1], 2]);
});

test("an unclean election makes anybody who is there the leader, and the only one in sync", () => {
  const harness = withTopic([1, 2]);
  fence(harness, 2);
  fence(harness, 1);
  assert.deepEqual(stateOf(harness), [-1, [1], 1]);
  const none = ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE;
  assert.deepEqual(electOne(harness, UNCLEAN), [
    ["orders", [[0, none, "Eligible topic partition leaders are not available."]]],
  ]);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(2)));
  assert.deepEqual(electOne(harness, PREFERRED), [
    ["orders", [[0, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, "The preferred leader was not available."]]],
  ]);
  assert.deepEqual(electOne(harness, UNCLEAN), [["orders", [[0, ErrorCode.NONE, null]]]], "whatever the topic allows");
  assert.deepEqual(stateOf(harness), [2, [2], 2]);
  assert.equal(harness.image.topics.getPartition("orders", 0)?.leaderRecoveryState, 1);
  assert.deepEqual(electOne(harness, UNCLEAN), [
    ["orders", [[0, ErrorCode.ELECTION_NOT_NEEDED, "Leader election not needed for topic partition."]]],
  ]);
});

test("what does not exist is told, and so is an election of a kind that does not", () => {
  const harness = withTopic([1, 2]);
  const asked = [
    { topic: "nope", partitions: [0] },
    { topic: "orders", partitions: [7] },
  ];
  assert.deepEqual(elect(harness, PREFERRED, asked), [
    ["nope", [[0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "No such topic as nope"]]],
    ["orders", [[7, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "No such partition as orders-7"]]],
  ]);
  assert.deepEqual(elect(harness, 7, asked), { code: ErrorCode.INVALID_REQUEST, message: "Unknown election type 7" });
});

test("of all partitions, those that needed no election are left out", () => {
  const harness = withTopic([1, 2, 3]);
  harness.create("calm");
  fence(harness, 1);
  comeBack(harness, 1, [2, 3, 1]);
  const results = elect(harness, PREFERRED, null) as unknown[];
  assert.deepEqual(results.toSorted(), [
    ["calm", []],
    ["orders", [[0, ErrorCode.NONE, null]]],
  ]);
});

test("the controller gives leaderships back by itself, as many at once as it may", () => {
  const harness = withTopic([1, 2, 3]);
  harness.create("many", { numPartitions: 2500, replicationFactor: 3 });
  for (const id of [1, 2]) {
    fence(harness, id);
    harness.run((controller) => controller.handleUnfenceBroker(harness.broker(id)));
  }
  const topic = harness.image.topics.getByName("many")!;
  const partitions = topic.partitions.map(({ leaderEpoch, partitionEpoch, replicas }, partitionIndex) => ({
    partitionIndex,
    leaderEpoch,
    partitionEpoch,
    newIsr: [],
    newIsrWithEpochs: replicas.map((brokerId) => ({ brokerId, brokerEpoch: -1 })),
    leaderRecoveryState: 0,
  }));
  for (const brokerId of [1, 2, 3]) {
    const brokerEpoch = harness.broker(brokerId).epoch;
    const request = { brokerId, brokerEpoch, topics: [{ topicId: topic.id, partitions }] };
    harness.run((controller) => controller.handleAlterPartition(request));
  }
  const imbalanced = (): number =>
    harness.image.topics.getByName("many")!.partitions.filter(({ leader, replicas }) => leader !== replicas[0]).length;
  const before = imbalanced();
  assert.ok(before > 1000 && before < 2000, `${before} are led by others`);
  assert.equal(
    harness.run((controller) => controller.handleBalanceLeaders()),
    true,
  );
  assert.equal(imbalanced(), before - 1000);
  assert.equal(
    harness.run((controller) => controller.handleBalanceLeaders()),
    false,
  );
  assert.equal(imbalanced(), 0);
});

test("a partition without a leader gets one uncleanly when its topic allows that", () => {
  const harness = withTopic([1, 2]);
  fence(harness, 2);
  fence(harness, 1);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(2)));
  harness.run((controller) => controller.handleElectUncleanLeaders());
  assert.deepEqual(stateOf(harness), [-1, [1], 1]);
  const resource = { type: 2, name: "orders" };
  const changes = [{ name: "unclean.leader.election.enable", operation: 0, value: "true" }];
  harness.run((controller) =>
    controller.handleIncrementalAlterConfigs([{ resource, changes }], { validateOnly: false }),
  );
  assert.deepEqual(stateOf(harness), [-1, [1], 1], "a config alone elects nobody");
  assert.equal(
    harness.run((controller) => controller.handleElectUncleanLeaders()),
    false,
  );
  assert.deepEqual(stateOf(harness), [2, [2], 2]);
});
