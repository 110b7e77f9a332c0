import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { ControllerOptions } from "./controller-state.ts";
import { ControllerHarness } from "../testing/controller-harness.ts";

function withTopic(
  brokers: readonly number[],
  configs: Readonly<Record<string, string>> = {},
  options: Partial<ControllerOptions> = {},
): ControllerHarness {
  const harness = ControllerHarness.withBrokers(5, {}, options);
  harness.create("orders", {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [...brokers] }],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  });
  return harness;
}

interface Asked {
  readonly name?: string;
  readonly partitionIndex?: number;
  readonly allowReplicationFactorChange?: boolean;
}

/** The error code and message of one partition's reassignment; `null` takes it back. */
function reassign(harness: ControllerHarness, replicas: readonly number[] | null, asked: Asked = {}): unknown {
  const { name = "orders", partitionIndex = 0, allowReplicationFactorChange = true } = asked;
  const partitions = [{ partitionIndex, replicas: replicas === null ? null : [...replicas] }];
  const response = harness.run((controller) =>
    controller.handleAlterPartitionReassignments({
      timeoutMs: 1000,
      allowReplicationFactorChange,
      topics: [{ name, partitions }],
    }),
  );
  const { errorCode, errorMessage } = response.responses[0]!.partitions[0]!;
  return errorCode === ErrorCode.NONE ? "begun" : [errorCode, errorMessage];
}

function stateOf(harness: ControllerHarness): unknown {
  const partition = harness.image.topics.getPartition("orders", 0)!;
  const { replicas, isr, addingReplicas, removingReplicas, leader, leaderEpoch, directories } = partition;
  assert.equal(directories.length, replicas.length);
  for (const [index, replica] of replicas.entries()) {
    assert.equal(directories[index], harness.broker(replica).directories[0], `the directory of replica ${replica}`);
  }
  return { replicas, isr, adding: addingReplicas, removing: removingReplicas, leader, leaderEpoch };
}

/** The leader says who is in sync; returns the error code. */
function setIsr(harness: ControllerHarness, isr: readonly number[]): number {
  const topic = harness.image.topics.getByName("orders")!;
  const { leader, leaderEpoch, partitionEpoch } = topic.partitions[0]!;
  const partition = { partitionIndex: 0, leaderEpoch, partitionEpoch, newIsr: [], leaderRecoveryState: 0 };
  const newIsrWithEpochs = isr.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
  const topics = [{ topicId: topic.id, partitions: [{ ...partition, newIsrWithEpochs }] }];
  const brokerEpoch = harness.broker(leader).epoch;
  const response = harness.run((controller) =>
    controller.handleAlterPartition({ brokerId: leader, brokerEpoch, topics }),
  );
  return response.topics[0]!.partitions[0]!.errorCode;
}

function listed(harness: ControllerHarness, topics: { name: string; partitionIndexes: number[] }[] | null): unknown {
  return harness.run((controller) => controller.handleListPartitionReassignments({ timeoutMs: 1000, topics })).topics;
}

test("replicas come first, and those that go leave when all who come are in sync", () => {
  const harness = withTopic([1, 2]);
  assert.equal(reassign(harness, [4, 3]), "begun");
  const underWay = { replicas: [4, 3, 1, 2], isr: [1, 2], adding: [3, 4], removing: [1, 2], leader: 1, leaderEpoch: 0 };
  assert.deepEqual(stateOf(harness), underWay);
  assert.equal(setIsr(harness, [1, 2, 3]), ErrorCode.NONE);
  assert.deepEqual(stateOf(harness), { ...underWay, isr: [1, 2, 3] });
  assert.equal(setIsr(harness, [1, 2, 3, 4]), ErrorCode.NEW_LEADER_ELECTED);
  assert.deepEqual(stateOf(harness), {
    replicas: [4, 3],
    isr: [3, 4],
    adding: [],
    removing: [],
    leader: 4,
    leaderEpoch: 1,
  });
  assert.deepEqual(listed(harness, null), []);
});

test("a leader that stays stays leader, in a new epoch, since a replica left", () => {
  const harness = withTopic([1, 2]);
  assert.equal(reassign(harness, [1, 3]), "begun");
  assert.equal(setIsr(harness, [1, 3]), ErrorCode.NONE);
  assert.deepEqual(stateOf(harness), {
    replicas: [1, 3],
    isr: [1, 3],
    adding: [],
    removing: [],
    leader: 1,
    leaderEpoch: 1,
  });
});

test("another order of the same replicas, and fewer of those in sync, are there at once", () => {
  const harness = withTopic([1, 2, 3]);
  assert.equal(reassign(harness, [3, 1, 2]), "begun");
  assert.deepEqual(stateOf(harness), {
    replicas: [3, 1, 2],
    isr: [1, 2, 3],
    adding: [],
    removing: [],
    leader: 1,
    leaderEpoch: 0,
  });
  assert.equal(reassign(harness, [3]), "begun");
  assert.deepEqual(stateOf(harness), { replicas: [3], isr: [3], adding: [], removing: [], leader: 3, leaderEpoch: 1 });
});

test("with fewer replicas than before, all that stay must be in sync", () => {
  const harness = withTopic([1, 2, 3]);
  assert.equal(setIsr(harness, [1, 2]), ErrorCode.NONE);
  assert.equal(reassign(harness, [2, 3]), "begun");
  const underWay = { replicas: [2, 3, 1], isr: [1, 2], adding: [], removing: [1], leader: 1, leaderEpoch: 0 };
  assert.deepEqual(stateOf(harness), underWay);
  assert.equal(setIsr(harness, [1, 2, 3]), ErrorCode.NEW_LEADER_ELECTED);
  assert.deepEqual(stateOf(harness), {
    replicas: [2, 3],
    isr: [2, 3],
    adding: [],
    removing: [],
    leader: 2,
    leaderEpoch: 1,
  });
});

test("what is under way is listed", () => {
  const harness = withTopic([1, 2]);
  harness.create("calm");
  assert.deepEqual(listed(harness, null), []);
  reassign(harness, [2, 3]);
  const ongoing = { partitionIndex: 0, replicas: [2, 3, 1], addingReplicas: [3], removingReplicas: [1] };
  const expected = [{ name: "orders", partitions: [ongoing] }];
  assert.deepEqual(listed(harness, null), expected);
  assert.deepEqual(listed(harness, [{ name: "orders", partitionIndexes: [0, 5] }]), expected);
  const others = [
    { name: "calm", partitionIndexes: [0] },
    { name: "nope", partitionIndexes: [0] },
  ];
  assert.deepEqual(listed(harness, others), []);
});

test("what is under way can be taken back", () => {
  const harness = withTopic([1, 2]);
  assert.deepEqual(reassign(harness, null), [ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, null]);
  reassign(harness, [3, 4]);
  setIsr(harness, [1, 2, 3]);
  assert.equal(reassign(harness, null), "begun");
  assert.deepEqual(stateOf(harness), {
    replicas: [1, 2],
    isr: [1, 2],
    adding: [],
    removing: [],
    leader: 1,
    leaderEpoch: 1,
  });
});

test("nothing is taken back to replicas that are out of sync, unless an unclean election is allowed", () => {
  for (const isAllowed of [false, true]) {
    const harness = withTopic([1, 2], { "unclean.leader.election.enable": String(isAllowed) });
    reassign(harness, [3, 4]);
    setIsr(harness, [1, 3]);
    harness.run((controller) => controller.handleFenceBroker(harness.broker(1)));
    const isr = harness.image.topics.getPartition("orders", 0)?.isr;
    assert.deepEqual(isr, [3], "the only one in sync is one that comes");
    const outcome = reassign(harness, null);
    const message =
      "Unable to revert partition assignment for orders:0 because it would require an unclean leader election.";
    if (!isAllowed) assert.deepEqual(outcome, [ErrorCode.INVALID_REPLICA_ASSIGNMENT, message]);
    else {
      assert.equal(outcome, "begun");
      const { leader, replicas, leaderRecoveryState } = harness.image.topics.getPartition("orders", 0)!;
      assert.deepEqual([leader, replicas, leaderRecoveryState], [2, [1, 2], 1]);
    }
  }
});

test("a reassignment can be replaced by another while it is under way", () => {
  const harness = withTopic([1, 2]);
  reassign(harness, [2, 3]);
  assert.equal(reassign(harness, [2, 4]), "begun");
  assert.deepEqual(stateOf(harness), {
    replicas: [2, 4, 1, 3],
    isr: [1, 2],
    adding: [4],
    removing: [1, 3],
    leader: 1,
    leaderEpoch: 0,
  });
});

/**
 * What `PartitionReassignmentReplicas` and `PartitionChangeBuilder` of Apache Kafka 4.3.0 make of the same requests: where nobody new is named, whoever
 * was coming is still coming, although it goes.
 */
test("a replica that was coming and is no longer asked for comes and goes until the reassignment is taken back or replaced", () => {
  const stuck = { replicas: [1, 2, 3], isr: [1, 2], adding: [3], removing: [3], leader: 1, leaderEpoch: 0 };
  for (const before of [
    [1, 2, 3],
    [2, 3],
  ]) {
    const harness = withTopic([1, 2]);
    reassign(harness, before);
    assert.equal(reassign(harness, [1, 2]), "begun");
    assert.deepEqual(stateOf(harness), stuck);
    assert.equal(setIsr(harness, [1, 2, 3]), ErrorCode.NONE);
    assert.deepEqual(stateOf(harness), { ...stuck, isr: [1, 2, 3] }, "in sync, and neither stays nor leaves");
    assert.equal(setIsr(harness, [1, 2]), ErrorCode.NONE);
    assert.equal(reassign(harness, [1, 2, 3]), "begun");
    assert.deepEqual(stateOf(harness), stuck, "who is there already cannot be asked for");
    assert.equal(reassign(harness, null), "begun");
    assert.deepEqual(stateOf(harness), { ...stuck, replicas: [1, 2], adding: [], removing: [], leaderEpoch: 1 });
  }
  const harness = withTopic([1, 2]);
  reassign(harness, [1, 2, 3]);
  reassign(harness, [1, 2]);
  reassign(harness, [1, 2, 4]);
  assert.deepEqual(stateOf(harness), { ...stuck, replicas: [1, 2, 4, 3], adding: [4] });
  assert.equal(setIsr(harness, [1, 2, 4]), ErrorCode.NONE);
  const replaced = { replicas: [1, 2, 4], isr: [1, 2, 4], adding: [], removing: [], leader: 1, leaderEpoch: 1 };
  assert.deepEqual(stateOf(harness), replaced);
});

test("replicas that cannot be are refused", () => {
  const harness = withTopic([1, 2]);
  const invalid = (message: string): unknown => [
    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    `The manual partition assignment includes ${message}`,
  ];
  assert.deepEqual(reassign(harness, []), invalid("an empty replica list."));
  assert.deepEqual(reassign(harness, [1, 9]), invalid("broker 9, but no such broker is registered."));
  assert.deepEqual(reassign(harness, [1, 3, 3]), invalid("the broker 3 more than once."));
  const unknown = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  assert.deepEqual(reassign(harness, [1], { name: "nope" }), [unknown, "Unable to find a topic named nope."]);
  assert.deepEqual(reassign(harness, [1], { partitionIndex: 3 }), [unknown, "Unable to find partition orders:3."]);
});

test("another replication factor can be forbidden; what is under way counts as if it were done", () => {
  const harness = withTopic([1, 2]);
  const fixed = { allowReplicationFactorChange: false };
  const refused = (from: number, to: number): unknown => [
    ErrorCode.INVALID_REPLICATION_FACTOR,
    `The replication factor is changed from ${from} to ${to}`,
  ];
  assert.deepEqual(reassign(harness, [1, 2, 3], fixed), refused(2, 3));
  assert.equal(reassign(harness, [3, 4], fixed), "begun");
  assert.equal(reassign(harness, [4, 5], fixed), "begun", "four replicas, of which two are to stay");
  assert.deepEqual(reassign(harness, [4], fixed), refused(2, 1));
});

test("a broker gets no more partitions than it can keep files open for", () => {
  const harness = withTopic([1, 2], {}, { replicasMax: new Map([[3, 0]]) });
  const [code] = reassign(harness, [1, 3]) as [number];
  assert.equal(code, ErrorCode.POLICY_VIOLATION);
  assert.equal(reassign(harness, [1, 4]), "begun");
});
