import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { type ConfigResource, ConfigResourceType } from "../image/configs-image.ts";
import { ControllerHarness } from "../testing/controller-harness.ts";
import { AlterConfigOp, type ConfigChange } from "./alter-configs.ts";

const TOPIC: ConfigResource = { type: ConfigResourceType.TOPIC, name: "orders" };

function withTopic(): ControllerHarness {
  const harness = ControllerHarness.withBrokers(1);
  harness.create("orders");
  return harness;
}

function alter(
  harness: ControllerHarness,
  changes: readonly ConfigChange[],
  resource = TOPIC,
  validateOnly = false,
): [number, string | null] {
  const [outcome] = harness.run((controller) =>
    controller.handleIncrementalAlterConfigs([{ resource, changes }], { validateOnly }),
  );
  return [outcome?.error.code ?? -1, outcome?.error.message ?? null];
}

function set(name: string, value: string): ConfigChange {
  return { name, operation: AlterConfigOp.SET, value };
}

test("keys are set and removed, and others stay", () => {
  const harness = withTopic();
  assert.deepEqual(alter(harness, [set("retention.ms", "5"), set("segment.ms", "7")]), [ErrorCode.NONE, null]);
  assert.deepEqual(alter(harness, [{ name: "retention.ms", operation: AlterConfigOp.DELETE, value: null }]), [0, null]);
  assert.deepEqual([...harness.image.configs.topicConfigs("orders")], [["segment.ms", "7"]]);
});

test("lists grow and shrink, from their default where they are not set", () => {
  const harness = withTopic();
  const cleanup = (operation: number, value: string): [number, string | null] =>
    alter(harness, [{ name: "cleanup.policy", operation, value }]);
  const value = (): string | undefined => harness.image.configs.topicConfigs("orders").get("cleanup.policy");
  cleanup(AlterConfigOp.APPEND, "compact");
  assert.equal(value(), "delete,compact");
  cleanup(AlterConfigOp.APPEND, "compact");
  assert.equal(value(), "delete,compact");
  cleanup(AlterConfigOp.SUBTRACT, "delete");
  assert.equal(value(), "compact");
  assert.deepEqual(alter(harness, [{ name: "segment.ms", operation: AlterConfigOp.APPEND, value: "1" }]), [
    ErrorCode.INVALID_CONFIG,
    "Can't APPEND to key segment.ms because its type is not LIST.",
  ]);
});

test("one wrong key and nothing of the resource changes", () => {
  const harness = withTopic();
  assert.deepEqual(alter(harness, [set("retention.ms", "5"), set("segment.ms", "0")]), [
    ErrorCode.INVALID_CONFIG,
    "Invalid value 0 for configuration segment.ms: Value must be at least 1",
  ]);
  assert.equal(harness.image.configs.topicConfigs("orders").size, 0);
});

test("the resource must be one that can have configs", () => {
  const harness = withTopic();
  const change = [set("retention.ms", "5")];
  const resource = (type: number, name: string): [number, string | null] => alter(harness, change, { type, name });
  assert.deepEqual(resource(ConfigResourceType.TOPIC, "missing"), [
    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    "The topic 'missing' does not exist.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.TOPIC, ""), [
    ErrorCode.INVALID_REQUEST,
    "Default topic resources are not allowed.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.BROKER, "x"), [
    ErrorCode.INVALID_REQUEST,
    "Unable to parse broker name as a base 10 number.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.BROKER, "-1"), [
    ErrorCode.INVALID_REQUEST,
    "Invalid negative broker ID.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.BROKER, "9"), [
    ErrorCode.BROKER_ID_NOT_REGISTERED,
    "No node with id 9 found.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.GROUP, ""), [
    ErrorCode.INVALID_REQUEST,
    "Default group resources are not allowed.",
  ]);
  assert.deepEqual(resource(ConfigResourceType.GROUP, "group"), [
    ErrorCode.INVALID_CONFIG,
    "Unknown group config name: retention.ms",
  ]);
  assert.equal(resource(ConfigResourceType.BROKER_LOGGER, "1")[0], ErrorCode.INVALID_REQUEST);
});

test("broker configs are kept for one broker and for all", () => {
  const harness = withTopic();
  const broker = { type: ConfigResourceType.BROKER, name: "1" };
  const everyBroker = { type: ConfigResourceType.BROKER, name: "" };
  alter(harness, [set("log.retention.ms", "5")], everyBroker);
  alter(harness, [set("log.retention.ms", "6")], broker);
  assert.equal(harness.image.configs.brokerConfigs("").get("log.retention.ms"), "5");
  assert.equal(harness.image.configs.brokerConfigs("1").get("log.retention.ms"), "6");
});

test("a value is at most 32767 characters long", () => {
  const harness = withTopic();
  const [code, message] = alter(harness, [set("leader.replication.throttled.replicas", "1:1,".repeat(9000))]);
  assert.equal(code, ErrorCode.INVALID_CONFIG);
  assert.match(String(message), /exceeds the maximum value size of 32767 bytes/);
});

test("validateOnly checks and changes nothing", () => {
  const harness = withTopic();
  assert.deepEqual(alter(harness, [set("retention.ms", "5")], TOPIC, true), [ErrorCode.NONE, null]);
  assert.equal(alter(harness, [set("retention.ms", "-5")], TOPIC, true)[0], ErrorCode.INVALID_CONFIG);
  assert.equal(harness.image.configs.topicConfigs("orders").size, 0);
});

test("the legacy request replaces everything", () => {
  const harness = withTopic();
  alter(harness, [set("retention.ms", "5"), set("segment.ms", "7")]);
  const configs = new Map([["segment.bytes", "2097152"]]);
  const [outcome] = harness.run((controller) =>
    controller.handleLegacyAlterConfigs([{ resource: TOPIC, configs }], { validateOnly: false }),
  );
  assert.equal(outcome?.error.code, ErrorCode.NONE);
  assert.deepEqual([...harness.image.configs.topicConfigs("orders")], [["segment.bytes", "2097152"]]);
});

test("a policy can refuse a change", () => {
  const harness = new ControllerHarness(
    {},
    { alterConfigPolicy: (_, configs) => (configs.has("retention.ms") ? "no" : undefined) },
  );
  harness.addBroker(1);
  harness.create("orders");
  assert.deepEqual(alter(harness, [set("retention.ms", "5")]), [ErrorCode.POLICY_VIOLATION, "no"]);
  assert.equal(alter(harness, [set("segment.ms", "5")])[0], ErrorCode.NONE);
});
