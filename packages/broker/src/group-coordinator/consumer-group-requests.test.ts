import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ErrorCode, type Input } from "@ottla/protocol";
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from "@ottla/protocol/messages/consumer-group-describe";
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { GROUP, GroupBroker } from "../testing/group-broker.ts";

const HEARTBEAT = [ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse] as const;
const DESCRIBE = [ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse] as const;
const DESCRIBE_CLASSIC = [DescribeGroupsRequest, DescribeGroupsResponse] as const;
const LIST = [ListGroupsRequest, ListGroupsResponse] as const;
const ALTER_CONFIGS = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
const CREATE_PARTITIONS = [CreatePartitionsRequest, CreatePartitionsResponse] as const;
const UPDATE_FEATURES = [UpdateFeaturesRequest, UpdateFeaturesResponse] as const;

const GROUP_RESOURCE = 32;
const BROKER_RESOURCE = 4;

async function start(context: TestContext, config: Record<string, string> = {}): Promise<GroupBroker> {
  const fixture = await GroupBroker.start(context, { "group.consumer.assignment.interval.ms": "0", ...config });
  await fixture.prepare();
  return fixture;
}

function heartbeat(
  fixture: GroupBroker,
  request: Input<ConsumerGroupHeartbeatRequest> = {},
  version = 1,
): Promise<ConsumerGroupHeartbeatResponse> {
  return fixture.ask(HEARTBEAT, version, { groupId: GROUP, memberId: "m1", memberEpoch: 0, ...request });
}

function join(
  fixture: GroupBroker,
  memberId = "m1",
  request: Input<ConsumerGroupHeartbeatRequest> = {},
): Promise<ConsumerGroupHeartbeatResponse> {
  const first = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: ["t"], topicPartitions: [] };
  return heartbeat(fixture, { memberId, ...first, ...request });
}

function partitionsOf({ assignment }: ConsumerGroupHeartbeatResponse): number[] | null {
  return assignment && assignment.topicPartitions.flatMap(({ partitions }) => partitions);
}

async function describeOne(
  fixture: GroupBroker,
  version = 1,
): Promise<ConsumerGroupDescribeResponse["groups"][number]> {
  return (await fixture.ask(DESCRIBE, version, { groupIds: [GROUP] })).groups[0]!;
}

/** Sets one config; the error code and message. */
async function alter(
  fixture: GroupBroker,
  resourceType: number,
  resourceName: string,
  [name, value]: readonly [string, string | null],
): Promise<readonly [number, string | null]> {
  const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
  const resources = [{ resourceType, resourceName, configs }];
  const { responses } = await fixture.ask(ALTER_CONFIGS, 1, { resources });
  return [responses[0]!.errorCode, responses[0]!.errorMessage];
}

describe("ConsumerGroupHeartbeat", () => {
  it("makes a group, in every version, and assigns what there is", async (context) => {
    const fixture = await start(context);
    const joined = await join(fixture);
    assert.deepEqual([joined.errorCode, joined.memberEpoch, joined.heartbeatIntervalMs], [0, 2, 5_000]);
    assert.deepEqual(partitionsOf(joined), [0, 1]);
    const old = await fixture.ask(HEARTBEAT, 0, {
      groupId: "old",
      memberEpoch: 0,
      rebalanceTimeoutMs: 1_000,
      subscribedTopicNames: ["t"],
      topicPartitions: [],
    });
    assert.equal(old.errorCode, 0);
    assert.equal(old.memberId!.length, 22);
  });

  it("sees topics that are created and partitions that are added", async (context) => {
    const fixture = await start(context);
    await join(fixture, "m1", { subscribedTopicNames: ["t", "later"] });
    const topics = [{ name: "later", numPartitions: 1, replicationFactor: 1 }];
    await fixture.ask([CreateTopicsRequest, CreateTopicsResponse], 7, { topics, timeoutMs: 1000 });
    assert.equal(partitionsOf(await heartbeat(fixture, { memberEpoch: 2 }))!.length, 3);
    await fixture.ask(CREATE_PARTITIONS, 3, {
      topics: [{ name: "later", count: 3, assignments: null }],
      timeoutMs: 1000,
    });
    assert.equal(partitionsOf(await heartbeat(fixture, { memberEpoch: 3 }))!.length, 5);
  });

  it("resolves regular expressions, and again when topics are created", async (context) => {
    const fixture = await start(context);
    const joined = await join(fixture, "m1", { subscribedTopicNames: null, subscribedTopicRegex: "t.*" });
    // Until it is known what the expression stands for there is nothing to have, and no new epoch.
    assert.deepEqual([partitionsOf(joined), joined.memberEpoch], [[], 1]);
    await fixture.clock.advanceAsync(10);
    assert.deepEqual(partitionsOf(await heartbeat(fixture, { memberEpoch: 1 })), [0, 1]);
    const topics = [{ name: "t2", numPartitions: 1, replicationFactor: 1 }];
    await fixture.ask([CreateTopicsRequest, CreateTopicsResponse], 7, { topics, timeoutMs: 1000 });
    await fixture.clock.advanceAsync(10_001);
    await heartbeat(fixture, { memberEpoch: 2 });
    await fixture.clock.advanceAsync(10);
    assert.equal(partitionsOf(await heartbeat(fixture, { memberEpoch: 2 }))!.length, 3);
    const bad = await join(fixture, "m2", { subscribedTopicNames: null, subscribedTopicRegex: "(" });
    assert.equal(bad.errorCode, ErrorCode.INVALID_REGULAR_EXPRESSION);
    assert.match(
      bad.errorMessage!,
      /^SubscribedTopicRegex `\(` is not a valid regular expression: missing closing \)\.$/,
    );
  });

  it("survives a restart of the broker", async (context) => {
    const fixture = await start(context);
    await join(fixture);
    await fixture.restart();
    await fixture.clock.advanceAsync(100);
    const answer = await heartbeat(fixture, { memberEpoch: 2 });
    assert.deepEqual([answer.errorCode, answer.memberEpoch], [0, 2]);
    assert.equal((await describeOne(fixture)).groupState, "Stable");
  });

  it("is refused while group.version is 0, and where config group.coordinator.rebalance.protocols leaves consumer out", async (context) => {
    const fixture = await start(context);
    const featureUpdates = [{ feature: "group.version", maxVersionLevel: 0, upgradeType: 2 }];
    const updated = await fixture.ask(UPDATE_FEATURES, 2, { timeoutMs: 1000, featureUpdates });
    assert.equal(updated.errorCode, 0);
    assert.equal((await join(fixture)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    assert.equal((await describeOne(fixture)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    const classic = await start(context, { "group.coordinator.rebalance.protocols": "classic" });
    assert.equal((await join(classic)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    await assert.rejects(
      GroupBroker.start(context, { "group.coordinator.rebalance.protocols": "consumer" }),
      /Disabling the 'classic' protocol is not supported/,
    );
  });
});

describe("groups of the consumer protocol are shown", () => {
  it("described, listed by type and state, and not as classic groups", async (context) => {
    const fixture = await start(context);
    await join(fixture);
    const group = await describeOne(fixture);
    assert.deepEqual(
      [group.groupState, group.groupEpoch, group.assignmentEpoch, group.assignorName],
      ["Stable", 2, 2, "uniform"],
    );
    const [member] = group.members;
    assert.deepEqual([member!.memberId, member!.memberType, member!.subscribedTopicNames], ["m1", 1, ["t"]]);
    assert.deepEqual(member!.assignment, member!.targetAssignment);
    assert.equal((await describeOne(fixture, 0)).members[0]!.memberType, -1);
    const listed = await fixture.ask(LIST, 5, { typesFilter: ["Consumer"], statesFilter: ["stable"] });
    assert.deepEqual(listed.groups, [
      { groupId: GROUP, protocolType: "consumer", groupState: "Stable", groupType: "consumer" },
    ]);
    assert.deepEqual((await fixture.ask(LIST, 5, { typesFilter: ["classic"] })).groups, []);
    const [classic] = (await fixture.ask(DESCRIBE_CLASSIC, 6, { groups: [GROUP] })).groups;
    assert.deepEqual(
      [classic!.errorCode, classic!.groupState, classic!.errorMessage],
      [ErrorCode.GROUP_ID_NOT_FOUND, "Dead", "Group group is not a classic group."],
    );
    const none = (await fixture.ask(DESCRIBE, 1, { groupIds: ["none"], includeAuthorizedOperations: true })).groups[0]!;
    assert.deepEqual([none.errorCode, none.errorMessage], [ErrorCode.GROUP_ID_NOT_FOUND, "Group none not found."]);
  });
});

/** A group may have what the broker's bounds allow, and the bounds must leave room for what the broker has itself. */
async function assertBounds(context: TestContext, name: string, [low, high]: readonly [number, number]): Promise<void> {
  const bounds = { [`group.consumer.min.${name}`]: String(low), [`group.consumer.max.${name}`]: String(high) };
  const fixture = await start(context, { "group.consumer.assignment.interval.ms": "1000", ...bounds });
  const { INVALID_CONFIG } = ErrorCode;
  const set = (value: number): Promise<readonly [number, string | null]> =>
    alter(fixture, GROUP_RESOURCE, GROUP, [`consumer.${name}`, String(value)]);
  assert.deepEqual(await set(high), [0, null]);
  assert.deepEqual(await set(high + 1), [
    INVALID_CONFIG,
    `consumer.${name} must be less than or equal to group.consumer.max.${name}`,
  ]);
  assert.deepEqual(await set(low - 1), [
    INVALID_CONFIG,
    `consumer.${name} must be greater than or equal to group.consumer.min.${name}`,
  ]);
  await assert.rejects(
    GroupBroker.start(context, { [`group.consumer.min.${name}`]: String(high + 1) }),
    new RegExp(`group\\.consumer\\.max\\.${name} must be greater than or equal to`),
  );
}

describe("configs of the consumer protocol", () => {
  it("config group.consumer.heartbeat.interval.ms and config group.consumer.session.timeout.ms: what members are told, and when they are removed", async (context) => {
    const fixture = await start(context, {
      "group.consumer.heartbeat.interval.ms": "6000",
      "group.consumer.session.timeout.ms": "50000",
    });
    assert.equal((await join(fixture)).heartbeatIntervalMs, 6_000);
    await fixture.clock.advanceAsync(49_000);
    assert.equal((await describeOne(fixture)).members.length, 1);
    await fixture.clock.advanceAsync(1_500);
    assert.equal((await describeOne(fixture)).members.length, 0);
  });

  it("config consumer.heartbeat.interval.ms and config consumer.session.timeout.ms: the same for one group", async (context) => {
    const fixture = await start(context);
    const ok = [0, null] as const;
    assert.deepEqual(await alter(fixture, GROUP_RESOURCE, GROUP, ["consumer.heartbeat.interval.ms", "7000"]), ok);
    assert.deepEqual(await alter(fixture, GROUP_RESOURCE, GROUP, ["consumer.session.timeout.ms", "60000"]), ok);
    assert.equal((await join(fixture)).heartbeatIntervalMs, 7_000);
    await fixture.clock.advanceAsync(59_000);
    assert.equal((await describeOne(fixture)).members.length, 1);
    await fixture.clock.advanceAsync(1_500);
    assert.equal((await describeOne(fixture)).members.length, 0);
    assert.deepEqual(await alter(fixture, GROUP_RESOURCE, GROUP, ["consumer.heartbeat.interval.ms", null]), ok);
    assert.equal((await join(fixture)).heartbeatIntervalMs, 5_000);
  });

  it("config group.consumer.min.heartbeat.interval.ms and config group.consumer.max.heartbeat.interval.ms: bounds of a group's own", (context) =>
    assertBounds(context, "heartbeat.interval.ms", [5_000, 15_000]));

  it("config group.consumer.min.session.timeout.ms and config group.consumer.max.session.timeout.ms: bounds of a group's own", (context) =>
    assertBounds(context, "session.timeout.ms", [45_000, 60_000]));

  it("config group.consumer.min.assignment.interval.ms and config group.consumer.max.assignment.interval.ms: bounds of a group's own", (context) =>
    assertBounds(context, "assignment.interval.ms", [500, 15_000]));

  it("config group.consumer.assignment.interval.ms: how long a change may wait for an assignment; it may change at run time", async (context) => {
    const fixture = await start(context, { "group.consumer.assignment.interval.ms": "10000" });
    await join(fixture);
    await join(fixture, "m2");
    assert.deepEqual(partitionsOf(await heartbeat(fixture, { memberEpoch: 2, topicPartitions: [] })), null);
    assert.equal((await describeOne(fixture)).assignmentEpoch, 2);
    const [errorCode] = await alter(fixture, BROKER_RESOURCE, "", ["group.consumer.assignment.interval.ms", "0"]);
    assert.equal(errorCode, 0);
    await heartbeat(fixture, { memberEpoch: 2, topicPartitions: [] });
    assert.equal((await describeOne(fixture)).assignmentEpoch, 3);
  });

  it("config consumer.assignment.interval.ms: the same for one group", async (context) => {
    const fixture = await start(context);
    await alter(fixture, GROUP_RESOURCE, GROUP, ["consumer.assignment.interval.ms", "10000"]);
    await join(fixture);
    await join(fixture, "m2");
    assert.equal((await describeOne(fixture)).assignmentEpoch, 2);
    await fixture.clock.advanceAsync(10_000);
    await heartbeat(fixture, { memberEpoch: 2, topicPartitions: [] });
    assert.equal((await describeOne(fixture)).assignmentEpoch, 3);
  });

  it("config group.consumer.max.size: the most members", async (context) => {
    const fixture = await start(context, { "group.consumer.max.size": "1" });
    await join(fixture);
    assert.equal((await join(fixture, "m2")).errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
  });

  it("config group.consumer.assignors: what members may ask for, the first when they ask for none", async (context) => {
    const fixture = await start(context, { "group.consumer.assignors": "range" });
    const refused = await join(fixture, "m1", { serverAssignor: "uniform" });
    assert.deepEqual(
      [refused.errorCode, refused.errorMessage],
      [ErrorCode.UNSUPPORTED_ASSIGNOR, "ServerAssignor uniform is not supported. Supported assignors: range."],
    );
    await join(fixture);
    assert.equal((await describeOne(fixture)).assignorName, "range");
    await assert.rejects(
      GroupBroker.start(context, { "group.consumer.assignors": "uniform,com.example.Mine" }),
      /group\.consumer\.assignors cannot name com\.example\.Mine/,
    );
  });

  it("config group.consumer.migration.policy: whether a live classic group may become a consumer group", async (context) => {
    const disabled = await start(context, { "group.consumer.migration.policy": "DISABLED" });
    await disabled.join(3);
    const refused = await join(disabled);
    assert.deepEqual(
      [refused.errorCode, refused.errorMessage],
      [
        ErrorCode.GROUP_ID_NOT_FOUND,
        `Cannot upgrade classic group ${GROUP} to consumer group because online upgrade is disabled.`,
      ],
    );
    const upgrade = await start(context, { "group.consumer.migration.policy": "upgrade" });
    await upgrade.join(3);
    assert.equal((await join(upgrade)).errorCode, 0);
    assert.equal((await describeOne(upgrade)).members.length, 2);
  });

  it("config group.consumer.regex.refresh.interval.ms: how long a resolution is good", async (context) => {
    const fixture = await start(context, { "group.consumer.regex.refresh.interval.ms": "20000" });
    await join(fixture, "m1", { subscribedTopicNames: null, subscribedTopicRegex: "t" });
    await fixture.clock.advanceAsync(10);
    const records = (): Promise<number> => fixture.endOffset("__consumer_offsets");
    await fixture.clock.advanceAsync(19_000);
    const before = await records();
    await heartbeat(fixture, { memberEpoch: 1, topicPartitions: [] });
    const settled = await records();
    assert.ok(settled > before, "the member has got its partitions");
    await heartbeat(fixture, { memberEpoch: 2 });
    assert.equal(await records(), settled);
    await fixture.clock.advanceAsync(2_000);
    await heartbeat(fixture, { memberEpoch: 2 });
    await fixture.clock.advanceAsync(10);
    assert.equal(await records(), settled + 1, "one expression is written again");
  });
});
