import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { CLUSTER_ID, ControllerHarness } from "../testing/controller-harness.ts";
import type { BrokerRegistrationRequest } from "./broker-registration.ts";
import { SUPPORTED_FEATURES } from "./features.ts";
import type { UpdateFeaturesRequest } from "@ottla/protocol/messages/update-features";

function request(changes: Partial<BrokerRegistrationRequest> = {}): BrokerRegistrationRequest {
  return {
    brokerId: 5,
    clusterId: CLUSTER_ID,
    incarnationId: "incarnation0000000005A",
    endpoints: [],
    features: SUPPORTED_FEATURES,
    rack: null,
    logDirectories: ["directory000000000005A"],
    ...changes,
  };
}

function register(harness: ControllerHarness, changes: Partial<BrokerRegistrationRequest>): unknown {
  return harness.run((controller, context) => controller.handleRegisterBroker(request(changes), context));
}

function states(harness: ControllerHarness, name = "orders"): unknown {
  return harness.image.topics
    .getByName(name)
    ?.partitions.map(({ leader, isr, leaderEpoch, partitionEpoch }) => [leader, isr, leaderEpoch, partitionEpoch]);
}

test("a broker registers fenced, with the offset of its records as epoch", () => {
  const harness = new ControllerHarness();
  const offset = harness.nextOffset;
  assert.deepEqual(register(harness, {}), { brokerEpoch: offset });
  assert.equal(harness.broker(5).fenced, true);
  assert.equal(harness.broker(5).epoch, offset);
  assert.deepEqual(register(harness, {}), { brokerEpoch: offset }, "the same incarnation keeps its epoch");
});

test("what a broker must not be is refused", () => {
  const harness = ControllerHarness.withBrokers(1);
  const refusal = (changes: Partial<BrokerRegistrationRequest>): number =>
    (register(harness, changes) as { code: number }).code;
  assert.equal(refusal({ clusterId: "other" }), ErrorCode.INCONSISTENT_CLUSTER_ID);
  assert.equal(refusal({ logDirectories: [] }), ErrorCode.INVALID_REGISTRATION);
  assert.equal(refusal({ logDirectories: ["AAAAAAAAAAAAAAAAAAAAAQ"] }), ErrorCode.INVALID_REGISTRATION);
  assert.equal(refusal({ logDirectories: ["AAAAAAAAAAAAAAAAAAAAYw"] }), ErrorCode.INVALID_REGISTRATION);
  assert.equal(
    refusal({ logDirectories: ["directory000000000005A", "directory000000000005A"] }),
    ErrorCode.INVALID_REGISTRATION,
  );
  assert.equal(refusal({ logDirectories: harness.broker(1).directories }), ErrorCode.INVALID_REGISTRATION);
  assert.equal(refusal({ features: new Map() }), ErrorCode.INVALID_REGISTRATION);
  const old = new Map([["metadata.version", { min: 1, max: 29 }]]);
  assert.equal(refusal({ features: old }), ErrorCode.UNSUPPORTED_VERSION);
  const lacking = new Map([["metadata.version", { min: 7, max: 30 }]]);
  assert.equal(refusal({ features: lacking }), ErrorCode.UNSUPPORTED_VERSION);
  assert.equal(harness.image.cluster.brokers.size, 1);
});

test("an unclean restart of a single node raises the leader epoch by two, as Apache Kafka's does", () => {
  const harness = ControllerHarness.withBrokers(1);
  harness.create("orders", { numPartitions: 2 });
  assert.deepEqual(states(harness), [
    [1, [1], 0, 0],
    [1, [1], 0, 0],
  ]);
  harness.addBroker(1, { incarnation: "incarnation0000000099A", isFenced: true });
  assert.deepEqual(states(harness), [
    [-1, [1], 1, 1],
    [-1, [1], 1, 1],
  ]);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(1)));
  assert.deepEqual(states(harness), [
    [1, [1], 2, 2],
    [1, [1], 2, 2],
  ]);
});

test("a clean restart of a single node raises it by two, too", () => {
  const harness = ControllerHarness.withBrokers(1);
  harness.create("orders");
  harness.run((controller) => controller.handleBeginControlledShutdown(harness.broker(1)));
  assert.equal(harness.broker(1).inControlledShutdown, true);
  harness.run((controller) => controller.handleFenceBroker(harness.broker(1)));
  assert.deepEqual(states(harness), [[-1, [1], 1, 1]]);
  harness.addBroker(1, { incarnation: "incarnation0000000099A" });
  assert.deepEqual(states(harness), [[1, [1], 2, 2]]);
});

test("with other replicas in sync one of them takes over, and the last one stays in sync without leading", () => {
  const harness = ControllerHarness.withBrokers(3);
  harness.create("orders", {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [2, 3, 1] }],
  });
  harness.run((controller) => controller.handleFenceBroker(harness.broker(2)));
  assert.deepEqual(states(harness), [[3, [3, 1], 1, 1]]);
  harness.run((controller) => controller.handleFenceBroker(harness.broker(1)));
  assert.deepEqual(states(harness), [[3, [3], 1, 2]]);
  harness.run((controller) => controller.handleFenceBroker(harness.broker(3)));
  assert.deepEqual(states(harness), [[-1, [3], 2, 3]]);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(2)));
  assert.deepEqual(states(harness), [[-1, [3], 2, 3]]);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(3)));
  assert.deepEqual(states(harness), [[3, [3], 3, 4]]);
});

test("config unclean.leader.election.enable lets a replica lead that is not in sync", () => {
  const harness = ControllerHarness.withBrokers(2);
  const configs = [{ name: "unclean.leader.election.enable", value: "true" }];
  harness.create("orders", {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [1, 2] }],
    configs,
  });
  harness.run((controller) => controller.handleFenceBroker(harness.broker(2)));
  harness.run((controller) => controller.handleFenceBroker(harness.broker(1)));
  assert.deepEqual(states(harness), [[-1, [1], 1, 2]]);
  harness.run((controller) => controller.handleUnfenceBroker(harness.broker(2)));
  assert.deepEqual(states(harness), [[2, [2], 2, 3]]);
  assert.equal(harness.image.topics.getPartition("orders", 0)?.leaderRecoveryState, 1);
});

test("replicas are spread over racks and brokers, and leaders too", () => {
  const harness = new ControllerHarness();
  for (let id = 1; id <= 6; id++) harness.addBroker(id, { rack: `rack${id % 3}` });
  harness.create("orders", { numPartitions: 60, replicationFactor: 3 });
  const leaders = new Map<number, number>();
  for (const { replicas } of harness.image.topics.getByName("orders")?.partitions ?? []) {
    assert.equal(new Set(replicas).size, 3);
    assert.equal(new Set(replicas.map((id) => id % 3)).size, 3, "one replica in each rack");
    leaders.set(replicas[0]!, (leaders.get(replicas[0]!) ?? 0) + 1);
  }
  assert.equal(leaders.size, 6);
  assert.ok(
    [...leaders.values()].every((count) => count >= 5 && count <= 15),
    JSON.stringify([...leaders]),
  );
});

test("producer id blocks follow each other", () => {
  const harness = ControllerHarness.withBrokers(1);
  const next = (): unknown =>
    harness.run((controller) => controller.handleAllocateProducerIds({ brokerId: 1, brokerEpoch: 1 }));
  assert.deepEqual(next(), { firstProducerId: 0n, length: 1000 });
  assert.deepEqual(next(), { firstProducerId: 1000n, length: 1000 });
  assert.equal(harness.image.nextProducerId, 2000n);
});

test("features are finalized only at levels that every node serves", () => {
  const harness = ControllerHarness.withBrokers(1);
  const update = (feature: string, maxVersionLevel: number, upgradeType = 1, version = 2): [number, string | null] => {
    const featureUpdates = [{ feature, maxVersionLevel, allowDowngrade: false, upgradeType }];
    const body: UpdateFeaturesRequest = { timeoutMs: 1, featureUpdates, validateOnly: false };
    const { errorCode, errorMessage } = harness.run((controller) => controller.handleUpdateFeatures(body, version));
    const prefix = "The update failed for all features since the following feature had an error: ";
    assert.equal(errorCode === ErrorCode.NONE, errorMessage === null);
    return [errorCode, errorMessage?.replace(prefix, "") ?? null];
  };
  const invalid = ErrorCode.INVALID_UPDATE_VERSION;
  assert.deepEqual(update("streams.version", 1), [
    invalid,
    "Invalid update version 1 for feature streams.version. Local controller 1 does not support this feature.",
  ]);
  assert.deepEqual(update("transaction.version", 3), [
    invalid,
    "Invalid update version 3 for feature transaction.version. Local controller 1 only supports versions 0-2",
  ]);
  assert.match(
    String(update("transaction.version", 1)[1]),
    /without setting the upgrade type to either safe or unsafe/,
  );
  assert.deepEqual(update("transaction.version", 1, 2), [ErrorCode.NONE, null]);
  assert.equal(harness.image.features.finalizedVersions.get("transaction.version"), 1);
  assert.deepEqual(update("transaction.version", 2), [ErrorCode.NONE, null]);
  assert.deepEqual(update("group.version", 0, 3), [ErrorCode.NONE, null]);
  assert.equal(harness.image.features.finalizedVersions.has("group.version"), false);
  assert.match(String(update("group.version", 1, 0)[1]), /does not support the given upgrade type/);
  assert.match(String(update("metadata.version", 29, 2)[1]), /^Unsupported metadata.version downgrade from 30 to 29/);
  assert.equal(update("kraft.version", 1)[0], invalid);
});

test("a broker that is forgotten leads nothing any more, and cannot be forgotten twice", () => {
  const controller = ControllerHarness.withBrokers(2);
  const assignments = [{ partitionIndex: 0, brokerIds: [1, 2] }];
  controller.create("t", { numPartitions: -1, replicationFactor: -1, assignments });
  assert.equal(controller.run((machine) => machine.handleUnregisterBroker(1)).code, ErrorCode.NONE);
  assert.equal(controller.image.cluster.brokers.has(1), false);
  const partition = controller.image.topics.getPartition("t", 0);
  assert.deepEqual([partition?.leader, partition?.isr, partition?.replicas], [2, [2], [1, 2]]);
  const again = controller.run((machine) => machine.handleUnregisterBroker(1));
  assert.deepEqual(again, {
    code: ErrorCode.BROKER_ID_NOT_REGISTERED,
    message: "Broker ID 1 is not currently registered",
  });
});
