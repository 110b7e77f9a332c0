import assert from "node:assert/strict";
import { test } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { CreatableTopic } from "@ottla/protocol/messages/create-topics";
import type { CreatePartitionsTopic } from "@ottla/protocol/messages/create-partitions";
import { ControllerHarness } from "../testing/controller-harness.ts";

function topic(name: string, options: Partial<CreatableTopic> = {}): CreatableTopic {
  return { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...options };
}

test("a created topic has its partitions, its configs and an id of its own", () => {
  const harness = ControllerHarness.withBrokers(1);
  const configs = [{ name: "retention.ms", value: "1000" }];
  const { topics } = harness.createAll([topic("orders", { numPartitions: 3, configs }), topic("other")]);
  assert.deepEqual(
    topics.map(({ name, errorCode, numPartitions, replicationFactor }) => [
      name,
      errorCode,
      numPartitions,
      replicationFactor,
    ]),
    [
      ["orders", ErrorCode.NONE, 3, 1],
      ["other", ErrorCode.NONE, 1, 1],
    ],
  );
  const image = harness.image.topics.getByName("orders");
  assert.equal(image?.id, topics[0]?.topicId);
  assert.notEqual(topics[0]?.topicId, topics[1]?.topicId);
  assert.deepEqual(image?.partitions[2], {
    replicas: [1],
    directories: harness.broker(1).directories,
    isr: [1],
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: 1,
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
  });
  assert.deepEqual([...harness.image.configs.topicConfigs("orders")], [["retention.ms", "1000"]]);
});

test("the answer lists every config in effect with its source, in order", () => {
  const harness = ControllerHarness.withBrokers(1, { "log.retention.hours": "2" });
  const configs = [{ name: "compression.type", value: "zstd" }];
  const [result] = harness.createAll([topic("orders", { configs })]).topics;
  const shown = result?.configs ?? [];
  const of = (name: string): unknown => {
    const config = shown.find((one) => one.name === name);
    return [config?.value, config?.configSource];
  };
  assert.equal(shown.length, 33);
  assert.deepEqual(
    shown.map(({ name }) => name),
    shown.map(({ name }) => name).toSorted(),
  );
  assert.deepEqual(of("compression.type"), ["zstd", 1]);
  assert.deepEqual(of("retention.ms"), ["7200000", 4]);
  assert.deepEqual(of("segment.bytes"), ["1073741824", 5]);
});

test("names are checked in Kafka's words", () => {
  const harness = ControllerHarness.withBrokers(1);
  const invalid = ErrorCode.INVALID_TOPIC_EXCEPTION;
  assert.deepEqual(harness.create(""), [invalid, "Topic name is invalid: the empty string is not allowed"]);
  assert.deepEqual(harness.create("."), [invalid, "Topic name is invalid: '.' is not allowed"]);
  assert.deepEqual(harness.create(".."), [invalid, "Topic name is invalid: '..' is not allowed"]);
  assert.deepEqual(harness.create("a".repeat(249))[0], ErrorCode.NONE);
  assert.match(String(harness.create("a".repeat(250))[1]), /is longer than the max allowed length 249$/);
  assert.deepEqual(harness.create("a b"), [
    invalid,
    "Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
  ]);
  assert.equal(harness.create("__proto__")[0], ErrorCode.NONE);
  assert.equal(harness.create("constructor")[0], ErrorCode.NONE);
});

test("names that metrics cannot tell apart collide, and no longer when the other is gone", () => {
  const harness = ControllerHarness.withBrokers(1);
  assert.equal(harness.create("a.b_c")[0], ErrorCode.NONE);
  assert.deepEqual(harness.create("a_b.c"), [
    ErrorCode.INVALID_TOPIC_EXCEPTION,
    "Topic 'a_b.c' collides with existing topic: a.b_c",
  ]);
  assert.deepEqual(harness.create("a.b_c"), [ErrorCode.TOPIC_ALREADY_EXISTS, "Topic 'a.b_c' already exists."]);
  harness.run((controller) => controller.handleDeleteTopics({ topicNames: ["a.b_c"], topics: [], timeoutMs: 1 }, 5));
  assert.equal(harness.create("a_b.c")[0], ErrorCode.NONE);
});

test("counts, factors and defaults are checked", () => {
  const harness = ControllerHarness.withBrokers(1, { "num.partitions": "4" });
  assert.deepEqual(harness.create("zero", { numPartitions: 0 }), [
    ErrorCode.INVALID_PARTITIONS,
    "Number of partitions was set to an invalid non-positive value.",
  ]);
  assert.deepEqual(harness.create("none", { replicationFactor: 0 }), [
    ErrorCode.INVALID_REPLICATION_FACTOR,
    "Replication factor must be larger than 0, or -1 to use the default value.",
  ]);
  assert.deepEqual(harness.create("many", { replicationFactor: 3 }), [
    ErrorCode.INVALID_REPLICATION_FACTOR,
    "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached because only 1 " +
      "broker(s) are registered or some brokers have all their log directories cordoned.",
  ]);
  assert.equal(harness.create("defaults", { numPartitions: -1, replicationFactor: -1 })[0], ErrorCode.NONE);
  assert.equal(harness.image.topics.getByName("defaults")?.partitions.length, 4);
  assert.equal(harness.image.topics.size, 1);
});

test("config num.partitions and config default.replication.factor are the defaults of a new topic", () => {
  const harness = ControllerHarness.withBrokers(3, { "num.partitions": "5", "default.replication.factor": "2" });
  harness.create("defaults", { numPartitions: -1, replicationFactor: -1 });
  const partitions = harness.image.topics.getByName("defaults")?.partitions;
  assert.deepEqual([partitions?.length, partitions?.[0]?.replicas.length], [5, 2]);
});

test("without a broker that can lead there is no new topic", () => {
  const harness = new ControllerHarness();
  assert.match(String(harness.create("a")[1]), /All brokers are currently fenced, or have all their log directories/);
  harness.addBroker(1, { isFenced: true });
  assert.equal(harness.create("a")[0], ErrorCode.INVALID_REPLICATION_FACTOR);
});

test("replicas can be assigned by hand, and what is wrong with them is said", () => {
  const harness = ControllerHarness.withBrokers(3);
  harness.addBroker(4, { isFenced: true });
  const assign = (...assignments: [number, number[]][]): [number, string | null] =>
    harness.create("manual", {
      numPartitions: -1,
      replicationFactor: -1,
      assignments: assignments.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds })),
    });
  const invalid = ErrorCode.INVALID_REPLICA_ASSIGNMENT;
  assert.deepEqual(assign([0, []]), [invalid, "The manual partition assignment includes an empty replica list."]);
  assert.deepEqual(assign([0, [9]]), [
    invalid,
    "The manual partition assignment includes broker 9, but no such broker is registered.",
  ]);
  assert.deepEqual(assign([0, [1, 1]]), [
    invalid,
    "The manual partition assignment includes the broker 1 more than once.",
  ]);
  assert.deepEqual(assign([0, [1, 2]], [1, [3]]), [
    invalid,
    "The manual partition assignment includes a partition with 1 replica(s), but this is not consistent with previous " +
      "partitions, which have 2 replica(s).",
  ]);
  assert.deepEqual(assign([0, [1]], [0, [2]]), [
    invalid,
    "Found multiple manual partition assignments for partition 0",
  ]);
  assert.deepEqual(assign([0, [1]], [2, [2]]), [
    invalid,
    "partitions should be a consecutive 0-based integer sequence",
  ]);
  assert.match(String(assign([0, [4]])[1]), /for partition 0 are fenced or in controlled shutdown\.$/);
  assert.equal(
    harness.create("manual", {
      numPartitions: 1,
      replicationFactor: -1,
      assignments: [{ partitionIndex: 0, brokerIds: [1] }],
    })[1],
    "A manual partition assignment was specified, but numPartitions was not set to -1.",
  );
  assert.equal(assign([1, [2, 4]], [0, [3, 1]])[0], ErrorCode.NONE);
  const partitions = harness.image.topics.getByName("manual")?.partitions;
  assert.deepEqual(
    partitions?.map(({ replicas, isr, leader }) => [replicas, isr, leader]),
    [
      [[3, 1], [3, 1], 3],
      [[2, 4], [2], 2],
    ],
  );
});

test("a request that names a topic twice, or the metadata log, is refused for those alone", () => {
  const harness = ControllerHarness.withBrokers(1);
  const { topics } = harness.createAll([topic("twice"), topic("once"), topic("twice"), topic("__cluster_metadata")]);
  assert.deepEqual(
    topics.map(({ name, errorCode, errorMessage }) => [name, errorCode, errorMessage]),
    [
      ["once", ErrorCode.NONE, null],
      ["twice", ErrorCode.INVALID_REQUEST, "Duplicate topic name."],
      ["__cluster_metadata", ErrorCode.INVALID_REQUEST, "Creation of internal topic __cluster_metadata is prohibited."],
    ],
  );
});

test("configs of a new topic are checked", () => {
  const harness = ControllerHarness.withBrokers(1);
  const withConfig = (name: string, value: string | null): [number, string | null] =>
    harness.create("configured", { configs: [{ name, value }] });
  assert.deepEqual(withConfig("no.such", "1"), [ErrorCode.INVALID_CONFIG, "Unknown topic config name: no.such"]);
  assert.deepEqual(withConfig("segment.bytes", "1"), [
    ErrorCode.INVALID_CONFIG,
    "Invalid value 1 for configuration segment.bytes: Value must be at least 1048576",
  ]);
  assert.deepEqual(withConfig("segment.bytes", null), [
    ErrorCode.INVALID_CONFIG,
    "Null value not supported for topic configs: segment.bytes",
  ]);
});

test("validateOnly answers as if and changes nothing", () => {
  const harness = ControllerHarness.withBrokers(1);
  const { topics } = harness.createAll([topic("orders", { numPartitions: 2 }), topic("")], { validateOnly: true });
  assert.deepEqual(
    topics.map(({ errorCode }) => errorCode),
    [ErrorCode.NONE, ErrorCode.INVALID_TOPIC_EXCEPTION],
  );
  assert.equal(harness.image.topics.size, 0);
});

test("a request for too many partitions is refused whole", () => {
  const harness = ControllerHarness.withBrokers(1);
  const { topics } = harness.createAll([topic("a", { numPartitions: 10_000 }), topic("b")]);
  assert.deepEqual(
    topics.map(({ errorCode, errorMessage }) => [errorCode, errorMessage]),
    [0, 1].map(() => [ErrorCode.POLICY_VIOLATION, "Excessively large number of partitions per request."]),
  );
});

test("a policy can refuse a topic", () => {
  const harness = new ControllerHarness(
    {},
    { createTopicPolicy: ({ name }) => (name === "bad" ? "not here" : undefined) },
  );
  harness.addBroker(1);
  assert.deepEqual(harness.create("bad"), [ErrorCode.POLICY_VIOLATION, "not here"]);
  assert.equal(harness.create("good")[0], ErrorCode.NONE);
});

test("topics are deleted by name or id, each once, with their configs", () => {
  const harness = ControllerHarness.withBrokers(1);
  for (const name of ["a", "b", "c"]) harness.create(name, { configs: [{ name: "retention.ms", value: "5" }] });
  const id = (name: string): string => harness.image.topics.getByName(name)?.id ?? "";
  const [idA, idB, idC] = [id("a"), id("b"), id("c")];
  const unknown = "AAAAAAAAAAAAAAAAAAABAA";
  const { responses } = harness.run((controller) =>
    controller.handleDeleteTopics(
      {
        topicNames: [],
        topics: [
          { name: "a", topicId: ZERO_UUID },
          { name: null, topicId: idB },
          { name: null, topicId: unknown },
          { name: "missing", topicId: ZERO_UUID },
          { name: "twice", topicId: ZERO_UUID },
          { name: "twice", topicId: ZERO_UUID },
          { name: null, topicId: ZERO_UUID },
          { name: "c", topicId: ZERO_UUID },
          { name: null, topicId: idC },
          { name: "both", topicId: unknown },
        ],
        timeoutMs: 1,
      },
      6,
    ),
  );
  const shown = responses.map(({ name, topicId, errorCode, errorMessage }) => [name, topicId, errorCode, errorMessage]);
  const expected = [
    [null, ZERO_UUID, ErrorCode.INVALID_REQUEST, "Neither topic name nor id were specified."],
    ["both", unknown, ErrorCode.INVALID_REQUEST, "You may not specify both topic name and topic id."],
    ["twice", ZERO_UUID, ErrorCode.INVALID_REQUEST, "Duplicate topic name."],
    [null, unknown, ErrorCode.UNKNOWN_TOPIC_ID, "This server does not host this topic ID."],
    ["missing", ZERO_UUID, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition."],
    ["c", idC, ErrorCode.INVALID_REQUEST, "The provided topic name maps to an ID that was already supplied."],
    ["b", idB, ErrorCode.NONE, null],
    ["a", idA, ErrorCode.NONE, null],
  ];
  assert.deepEqual(
    new Set(shown.map((one) => JSON.stringify(one))),
    new Set(expected.map((one) => JSON.stringify(one))),
  );
  assert.deepEqual([...harness.image.topics.names()], ["c"]);
  assert.equal(harness.image.configs.topicConfigs("a").size, 0);
  assert.equal(harness.image.configs.topicConfigs("c").size, 1);
});

test("config delete.topic.enable: switched off, nothing is deleted", () => {
  const harness = ControllerHarness.withBrokers(1, { "delete.topic.enable": "false" });
  harness.create("a");
  const remove = (version: number): unknown => {
    const request = { topicNames: ["a"], topics: [], timeoutMs: 1 };
    return harness.run((controller) => controller.handleDeleteTopics(request, version)).responses[0]?.errorCode;
  };
  assert.equal(remove(2), ErrorCode.INVALID_REQUEST);
  assert.equal(remove(3), ErrorCode.TOPIC_DELETION_DISABLED);
  assert.equal(harness.image.topics.size, 1);
});

test("a topic grows and never shrinks", () => {
  const harness = ControllerHarness.withBrokers(2);
  harness.create("orders", { numPartitions: 2, replicationFactor: 2 });
  const grow = (options: Partial<CreatePartitionsTopic>, validateOnly = false): unknown => {
    const topics = [{ name: "orders", count: 3, assignments: null, ...options }];
    const { results } = harness.run((controller) =>
      controller.handleCreatePartitions({ topics, timeoutMs: 1, validateOnly }),
    );
    return [results[0]?.errorCode, results[0]?.errorMessage];
  };
  assert.deepEqual(grow({ name: "missing" }), [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null]);
  assert.deepEqual(grow({ count: 2 }), [ErrorCode.INVALID_PARTITIONS, "Topic already has 2 partition(s)."]);
  assert.deepEqual(grow({ count: 1 }), [
    ErrorCode.INVALID_PARTITIONS,
    "The topic orders currently has 2 partition(s); 1 would not be an increase.",
  ]);
  assert.deepEqual(grow({ assignments: [] }), [
    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    "Attempted to add 1 additional partition(s), but only 0 assignment(s) were specified.",
  ]);
  assert.match(String((grow({ assignments: [{ brokerIds: [1] }] }) as string[])[1]), /which have 2 replica\(s\)\.$/);
  assert.deepEqual(grow({}, true), [ErrorCode.NONE, null]);
  assert.equal(harness.image.topics.getByName("orders")?.partitions.length, 2);
  assert.deepEqual(grow({ count: 4, assignments: [{ brokerIds: [2, 1] }, { brokerIds: [1, 2] }] }), [
    ErrorCode.NONE,
    null,
  ]);
  assert.deepEqual(grow({ count: 6 }), [ErrorCode.NONE, null]);
  const partitions = harness.image.topics.getByName("orders")?.partitions ?? [];
  assert.equal(partitions.length, 6);
  assert.deepEqual(partitions[2]?.replicas, [2, 1]);
  assert.ok(partitions.every(({ replicas, leader }) => replicas.length === 2 && replicas[0] === leader));
});
