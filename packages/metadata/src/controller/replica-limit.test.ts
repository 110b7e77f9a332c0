import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ControllerHarness } from "../testing/controller-harness.ts";

const topic = (name: string, numPartitions: number) => ({
  name,
  numPartitions,
  replicationFactor: 1,
  assignments: [],
  configs: [],
});

function withRoomFor(...most: readonly number[]): ControllerHarness {
  const replicasMax = new Map(most.map((count, index) => [index + 1, count]));
  return ControllerHarness.withBrokers(most.length, {}, { replicasMax });
}

function grow(harness: ControllerHarness, name: string, count: number): [number, string | null] {
  const request = { topics: [{ name, count, assignments: null }], timeoutMs: 1000, validateOnly: false };
  const [result] = harness.run((controller) => controller.handleCreatePartitions(request)).results;
  return [result?.errorCode ?? -1, result?.errorMessage ?? null];
}

describe("a broker holds as many partitions as it can keep files open", () => {
  it("up to the bound, and not one more", () => {
    const harness = withRoomFor(10);
    assert.equal(harness.create("a", { numPartitions: 7 })[0], ErrorCode.NONE);
    const [code, message] = harness.create("b", { numPartitions: 4 });
    assert.equal(code, ErrorCode.POLICY_VIOLATION);
    assert.match(
      message ?? "",
      /^Broker 1 has 7 partition\(s\) and can hold 10, one open file each; 4 more would pass that\./,
    );
    assert.equal(harness.create("b", { numPartitions: 3 })[0], ErrorCode.NONE);
    assert.equal(harness.create("c")[0], ErrorCode.POLICY_VIOLATION);
  });

  it("topics of one request are counted together; one that is refused does not count", () => {
    const harness = withRoomFor(10);
    const { topics } = harness.createAll([topic("a", 6), topic("b", 6), topic("c", 4)]);
    const codes = topics.map(({ errorCode }) => errorCode);
    assert.deepEqual(codes, [ErrorCode.NONE, ErrorCode.POLICY_VIOLATION, ErrorCode.NONE]);
  });

  it("a check without creating is refused too, and counts nothing", () => {
    const harness = withRoomFor(10);
    const check = (count: number): number | undefined =>
      harness.createAll([topic("a", count)], { validateOnly: true }).topics[0]?.errorCode;
    assert.equal(check(11), ErrorCode.POLICY_VIOLATION);
    assert.equal(check(10), ErrorCode.NONE);
    assert.equal(harness.create("a", { numPartitions: 10 })[0], ErrorCode.NONE);
  });

  it("a topic does not grow past it; what is deleted makes room", () => {
    const harness = withRoomFor(10);
    harness.create("a", { numPartitions: 5 });
    assert.equal(grow(harness, "a", 11)[0], ErrorCode.POLICY_VIOLATION);
    assert.equal(grow(harness, "a", 10)[0], ErrorCode.NONE);
    assert.equal(harness.create("b")[0], ErrorCode.POLICY_VIOLATION);
    const request = { topics: [{ name: "a", topicId: "AAAAAAAAAAAAAAAAAAAAAA" }], topicNames: [], timeoutMs: 1000 };
    harness.run((controller) => controller.handleDeleteTopics(request, 6));
    assert.equal(harness.create("b", { numPartitions: 10 })[0], ErrorCode.NONE);
  });

  it("each broker by its own bound, and those of which none is known by none", () => {
    const harness = withRoomFor(2, 10);
    const assignments = [{ partitionIndex: 0, brokerIds: [1, 2] }];
    const manual = { numPartitions: -1, replicationFactor: -1, assignments };
    assert.equal(harness.create("a", manual)[0], ErrorCode.NONE);
    assert.equal(harness.create("b", manual)[0], ErrorCode.NONE);
    const [code, message] = harness.create("c", manual);
    assert.equal(code, ErrorCode.POLICY_VIOLATION);
    assert.match(message ?? "", /^Broker 1 has 2 /);
    harness.addBroker(3);
    const third = [{ partitionIndex: 0, brokerIds: [3] }];
    for (let i = 0; i < 20; i++) assert.equal(harness.create(`d${i}`, { ...manual, assignments: third })[0], 0);
  });

  it("the coordinators' topics are let through", () => {
    const harness = withRoomFor(3);
    harness.create("a", { numPartitions: 3 });
    assert.equal(harness.create("__consumer_offsets", { numPartitions: 50 })[0], ErrorCode.NONE);
    assert.equal(harness.create("b")[0], ErrorCode.POLICY_VIOLATION);
  });
});
