import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ErrorCode, type Input } from "@ottla/protocol";
import {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
  type DescribeShareGroupOffsetsResponseGroup,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import {
  ShareGroupDescribeRequest,
  ShareGroupDescribeResponse,
  type DescribedGroup,
} from "@ottla/protocol/messages/share-group-describe";
import {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { GROUP, ShareBroker, TOPIC } from "../testing/share-broker.ts";

const NOT_READY: readonly number[] = [
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
];
const GROUP_RESOURCE = 32;
const ACCEPT = 1;

async function start(context: TestContext, config: Record<string, string> = {}): Promise<ShareBroker> {
  const broker = await ShareBroker.start(context, { "group.share.assignment.interval.ms": "0", ...config });
  await broker.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, { keyType: 0, coordinatorKeys: [GROUP] });
  return broker;
}

async function heartbeat(
  broker: ShareBroker,
  request: Input<ShareGroupHeartbeatRequest> = {},
): Promise<ShareGroupHeartbeatResponse> {
  const whole = { groupId: GROUP, memberId: "m1", memberEpoch: 0, ...request };
  for (;;) {
    const answer = await broker.ask([ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse], 1, whole);
    if (!NOT_READY.includes(answer.errorCode)) return answer;
    await broker.clock.advanceAsync(10);
  }
}

function join(broker: ShareBroker, memberId = "m1"): Promise<ShareGroupHeartbeatResponse> {
  return heartbeat(broker, { memberId, subscribedTopicNames: [TOPIC] });
}

/** Heartbeats until the member has partitions. */
async function joinAndGet(broker: ShareBroker, memberId = "m1"): Promise<ShareGroupHeartbeatResponse> {
  let answer = await join(broker, memberId);
  for (let i = 0; i < 50; i++) {
    if ((answer.assignment?.topicPartitions.length ?? 0) > 0) return answer;
    await broker.clock.advanceAsync(100);
    const { memberEpoch } = answer;
    answer = await heartbeat(broker, { memberId, memberEpoch, subscribedTopicNames: [TOPIC] });
  }
  return assert.fail("the member gets no partitions");
}

async function describeOne(broker: ShareBroker): Promise<DescribedGroup> {
  const codecs = [ShareGroupDescribeRequest, ShareGroupDescribeResponse] as const;
  const { groups } = await broker.ask(codecs, 1, { groupIds: [GROUP] });
  return groups[0]!;
}

async function describeOffsets(
  broker: ShareBroker,
  topics: { topicName: string; partitions: number[] }[] | null = null,
): Promise<DescribeShareGroupOffsetsResponseGroup> {
  const codecs = [DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse] as const;
  const { groups } = await broker.ask(codecs, 1, { groups: [{ groupId: GROUP, topics }] });
  return groups[0]!;
}

/** `partition@start offset/lag` */
function offsetsOf({ topics }: DescribeShareGroupOffsetsResponseGroup): string[] {
  return topics.flatMap(({ partitions }) =>
    partitions.map(({ partitionIndex, startOffset, lag }) => `${partitionIndex}@${startOffset}/${lag}`),
  );
}

async function alter(broker: ShareBroker, name: string, value: string): Promise<string | null> {
  const codecs = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
  const configs = [{ name, configOperation: 0, value }];
  const resources = [{ resourceType: GROUP_RESOURCE, resourceName: GROUP, configs }];
  const { responses } = await broker.ask(codecs, 1, { resources });
  return responses[0]!.errorMessage;
}

describe("a share group from its first member to its deletion", () => {
  it("has share state made, hands out partitions, whose records are fetched and acknowledged", async (context) => {
    const broker = await start(context);
    await alter(broker, "share.auto.offset.reset", "earliest");
    await broker.produce(10);
    const { memberEpoch, assignment } = await joinAndGet(broker);
    assert.deepEqual(assignment!.topicPartitions, [{ topicId: broker.topicId, partitions: [0, 1] }]);
    const described = await describeOne(broker);
    assert.deepEqual(
      [described.groupState, described.assignorName, described.members.map((member) => member.memberEpoch)],
      ["Stable", "simple", [memberEpoch]],
    );
    const member = await broker.member("m1");
    assert.deepEqual(await member.acquired({ maxWaitMs: 500 }), ["0-9#1"]);
    await member.acknowledge([{ first: 0, last: 3, types: [ACCEPT] }]);
    assert.deepEqual(offsetsOf(await describeOffsets(broker)), ["0@0/6", "1@-1/-1"]);
  });

  it("is not deleted with members; empty, its state goes with it", async (context) => {
    const broker = await start(context);
    await joinAndGet(broker);
    const remove = async (): Promise<number> => {
      const codecs = [DeleteGroupsRequest, DeleteGroupsResponse] as const;
      return (await broker.ask(codecs, 2, { groupsNames: [GROUP] })).results[0]!.errorCode;
    };
    assert.equal(await remove(), ErrorCode.NON_EMPTY_GROUP);
    assert.equal((await heartbeat(broker, { memberEpoch: -1 })).memberEpoch, -1);
    assert.equal((await describeOne(broker)).groupState, "Empty");
    assert.equal(await remove(), ErrorCode.NONE);
    assert.equal((await describeOne(broker)).errorCode, ErrorCode.GROUP_ID_NOT_FOUND);
    const asked = [{ topicName: TOPIC, partitions: [0] }];
    assert.deepEqual(offsetsOf(await describeOffsets(broker, asked)), ["0@-1/-1"]);
    assert.equal(await remove(), ErrorCode.GROUP_ID_NOT_FOUND);
  });

  it("begins where an operator has set it, and forgets it when told", async (context) => {
    const broker = await start(context);
    await broker.produce(10);
    const set = [AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse] as const;
    const partitions = [
      { partitionIndex: 0, startOffset: 6 },
      { partitionIndex: 7, startOffset: 6 },
    ];
    const altered = await broker.ask(set, 0, { groupId: GROUP, topics: [{ topicName: TOPIC, partitions }] });
    assert.deepEqual(
      altered.responses[0]!.partitions.map(({ errorCode }) => errorCode),
      [ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    );
    assert.deepEqual(offsetsOf(await describeOffsets(broker)), ["0@6/4"]);
    const { memberEpoch } = await joinAndGet(broker);
    assert(memberEpoch > 0);
    const member = await broker.member("m1");
    assert.deepEqual(await member.acquired({ maxWaitMs: 500 }), ["6-9#1"]);
    await heartbeat(broker, { memberEpoch: -1 });
    const codecs = [DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse] as const;
    const topics = [{ topicName: TOPIC }, { topicName: "missing" }];
    const deleted = await broker.ask(codecs, 0, { groupId: GROUP, topics });
    assert.deepEqual(
      deleted.responses.map(({ topicName, errorCode }) => [topicName, errorCode]),
      [
        [TOPIC, ErrorCode.NONE],
        ["missing", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      ],
    );
    assert.deepEqual(offsetsOf(await describeOffsets(broker)), []);
  });

  it("is there after a restart, with its members", async (context) => {
    const broker = await start(context);
    const { memberEpoch } = await joinAndGet(broker);
    await broker.restart();
    const answer = await heartbeat(broker, { memberEpoch });
    assert.deepEqual([answer.errorCode, answer.memberEpoch], [ErrorCode.NONE, memberEpoch]);
  });

  it("is not served while share.version is 0", async (context) => {
    const broker = await start(context);
    await broker.setShareVersion(0);
    assert.equal((await join(broker)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    assert.equal((await describeOne(broker)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
    assert.equal((await describeOffsets(broker)).errorCode, ErrorCode.UNSUPPORTED_VERSION);
  });

  it("takes no member without an id, or with one that is longer than a UUID", async (context) => {
    const broker = await start(context);
    for (const memberId of ["m".repeat(37), ""]) {
      const { errorCode, errorMessage } = await join(broker, memberId);
      assert.deepEqual([errorCode, errorMessage], [ErrorCode.INVALID_REQUEST, null]);
    }
  });
});

async function assertBounds(context: TestContext, name: string, [low, high]: readonly [number, number]): Promise<void> {
  const broker = await start(context, {
    [`group.share.min.${name}`]: String(low),
    [`group.share.max.${name}`]: String(high),
    "group.share.assignment.interval.ms": "1000",
  });
  assert.match((await alter(broker, `share.${name}`, String(low - 1)))!, new RegExp(`group\\.share\\.min\\.${name}`));
  assert.match((await alter(broker, `share.${name}`, String(high + 1)))!, new RegExp(`group\\.share\\.max\\.${name}`));
  assert.equal(await alter(broker, `share.${name}`, String(high)), null);
}

describe("configs of share groups", () => {
  it("config group.share.heartbeat.interval.ms and config group.share.session.timeout.ms: what members are told, and when they are removed", async (context) => {
    const broker = await start(context, {
      "group.share.heartbeat.interval.ms": "6000",
      "group.share.session.timeout.ms": "50000",
    });
    assert.equal((await join(broker)).heartbeatIntervalMs, 6_000);
    await broker.clock.advanceAsync(49_000);
    assert.equal((await describeOne(broker)).members.length, 1);
    await broker.clock.advanceAsync(1_500);
    assert.equal((await describeOne(broker)).members.length, 0);
  });

  it("config share.heartbeat.interval.ms and config share.session.timeout.ms: the same for one group", async (context) => {
    const broker = await start(context);
    assert.equal(await alter(broker, "share.heartbeat.interval.ms", "7000"), null);
    assert.equal(await alter(broker, "share.session.timeout.ms", "60000"), null);
    assert.equal((await join(broker)).heartbeatIntervalMs, 7_000);
    await broker.clock.advanceAsync(59_000);
    assert.equal((await describeOne(broker)).members.length, 1);
    await broker.clock.advanceAsync(1_500);
    assert.equal((await describeOne(broker)).members.length, 0);
  });

  it("config group.share.min.heartbeat.interval.ms and config group.share.max.heartbeat.interval.ms: bounds of a group's own", (context) =>
    assertBounds(context, "heartbeat.interval.ms", [5_000, 15_000]));

  it("config group.share.min.session.timeout.ms and config group.share.max.session.timeout.ms: bounds of a group's own", (context) =>
    assertBounds(context, "session.timeout.ms", [45_000, 60_000]));

  it("config group.share.min.assignment.interval.ms and config group.share.max.assignment.interval.ms: bounds of a group's own", (context) =>
    assertBounds(context, "assignment.interval.ms", [500, 15_000]));

  it("config group.share.assignment.interval.ms and config share.assignment.interval.ms: how long a change may wait for an assignment", async (context) => {
    const broker = await start(context, { "group.share.assignment.interval.ms": "10000" });
    await join(broker);
    await join(broker, "m2");
    assert.deepEqual([(await describeOne(broker)).groupEpoch, (await describeOne(broker)).assignmentEpoch], [3, 2]);
    assert.equal(await alter(broker, "share.assignment.interval.ms", "0"), null);
    await heartbeat(broker, { memberEpoch: 2 });
    assert.equal((await describeOne(broker)).assignmentEpoch, 3);
  });

  it("config group.share.max.size: the most members", async (context) => {
    const broker = await start(context, { "group.share.max.size": "1" });
    await join(broker);
    assert.equal((await join(broker, "m2")).errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
  });

  it("config group.share.assignors: there is one", async (context) => {
    await assert.rejects(
      ShareBroker.start(context, { "group.share.assignors": "com.example.Mine" }),
      /group\.share\.assignors cannot name com\.example\.Mine/,
    );
  });
});
