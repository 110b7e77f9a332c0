import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ShareFixture } from "../testing/share-fixture.ts";
import { topicId } from "../testing/topics-image.ts";
import { validateShareGroupHeartbeat } from "./validation.ts";

function withTopics(topics: Readonly<Record<string, number>> = { t: 4 }): ShareFixture {
  const fixture = new ShareFixture();
  fixture.setTopics(topics);
  return fixture;
}

/** A group of these members whose partitions all have state and are assigned. */
function settled(memberIds: readonly string[], fixture: ShareFixture = withTopics()): ShareFixture {
  for (const memberId of memberIds) fixture.joinShare(memberId);
  fixture.initialize();
  for (let round = 0; round < 3; round++) {
    for (const memberId of memberIds) {
      const { memberEpoch } = fixture.shareGroup().members.get(memberId)!;
      assert.equal(fixture.heartbeatShare({ memberId, memberEpoch }).errorCode, ErrorCode.NONE);
    }
  }
  return fixture;
}

describe("a member joins a share group", () => {
  it("gets nothing before there is state, which is asked for once", () => {
    const fixture = withTopics();
    assert.deepEqual(fixture.joinShare(), {
      errorCode: ErrorCode.NONE,
      memberId: "m1",
      memberEpoch: 2,
      heartbeatIntervalMs: 5000,
      assignment: { topicPartitions: [] },
    });
    const partitions = [0, 1, 2, 3].map((partition) => ({ partition, startOffset: -1 }));
    assert.deepEqual(fixture.asked, [
      { groupId: "group", stateEpoch: 2, topics: [{ topicId: topicId("t"), partitions }] },
    ]);
    assert.equal(fixture.heartbeatShare({ memberEpoch: 2 }).errorCode, ErrorCode.NONE);
    assert.equal(fixture.asked.length, 1);
  });

  it("and is written as Kafka writes it", () => {
    const fixture = withTopics();
    fixture.joinShare();
    assert.deepEqual(
      fixture.written.at(-1)!.map(({ type }) => type),
      [
        "share-group-member-metadata",
        "share-group-metadata",
        "share-group-target-assignment-member",
        "share-group-target-assignment-metadata",
        "share-group-current-member-assignment",
        "share-group-state-partition-metadata",
      ],
    );
  });

  it("gets the partitions with the heartbeat after their state is there", () => {
    const fixture = withTopics();
    fixture.joinShare();
    fixture.initialize();
    const answer = fixture.heartbeatShare({ memberEpoch: 2 });
    assert.deepEqual(answer.assignment, { topicPartitions: [{ topicId: topicId("t"), partitions: [0, 1, 2, 3] }] });
    assert.equal(answer.memberEpoch, 3);
    assert.equal(fixture.heartbeatShare({ memberEpoch: 3 }).assignment, undefined);
  });

  it("shares: more members than partitions have one each, fewer have all", () => {
    const fixture = settled(["a", "b", "c"], withTopics({ t: 2 }));
    const all = ["a", "b", "c"].flatMap((memberId) => fixture.assigned(memberId));
    assert.deepEqual(new Set(all), new Set(["t-0", "t-1"]));
    assert.equal(all.length, 4);
    assert.deepEqual(settled(["a"], withTopics({ t: 2 })).assigned("a"), ["t-0", "t-1"]);
  });

  it("has its own subscription", () => {
    const fixture = withTopics({ t: 2, u: 2 });
    fixture.joinShare("a", ["t"]);
    fixture.joinShare("b", ["u"]);
    fixture.initialize();
    for (const memberId of ["a", "b", "a"]) {
      const { memberEpoch } = fixture.shareGroup().members.get(memberId)!;
      fixture.heartbeatShare({ memberId, memberEpoch });
    }
    assert.deepEqual(
      [fixture.assigned("a"), fixture.assigned("b")],
      [
        ["t-0", "t-1"],
        ["u-0", "u-1"],
      ],
    );
    assert.equal(fixture.shareGroup().subscriptionType.get(), "heterogeneous");
  });

  it("not when the group is full", () => {
    const fixture = new ShareFixture({ shareGroupMaxSize: 1 });
    fixture.setTopics({ t: 1 });
    fixture.joinShare("m1");
    const { errorCode, errorMessage } = fixture.joinShare("m2");
    assert.equal(errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
    assert.equal(errorMessage, "The share group has reached its maximum capacity of 1 members.");
    assert.equal(fixture.joinShare("m1").errorCode, ErrorCode.NONE);
  });
});

describe("share state of partitions", () => {
  it("that could not be made is asked for again with the next heartbeat", () => {
    const fixture = withTopics();
    fixture.joinShare();
    fixture.initialize(ErrorCode.NOT_COORDINATOR);
    fixture.heartbeatShare({ memberEpoch: 2 });
    assert.equal(fixture.asked.length, 1);
  });

  it("config group.share.initialize.retry.interval.ms: after it, what nothing is heard of is asked for again", () => {
    const fixture = new ShareFixture({ shareGroupInitializeRetryIntervalMs: 20_000 });
    fixture.setTopics({ t: 4 });
    fixture.joinShare();
    fixture.advance(19_999);
    fixture.heartbeatShare({ memberEpoch: 2 });
    assert.equal(fixture.asked.length, 1);
    fixture.advance(1);
    fixture.heartbeatShare({ memberEpoch: 2 });
    assert.equal(fixture.asked.length, 2);
  });

  it("is asked for of partitions that are new, which are then handed out", () => {
    const fixture = settled(["m1"]);
    fixture.setTopics({ t: 6 });
    const { memberEpoch } = fixture.shareGroup().members.get("m1")!;
    const next = fixture.heartbeatShare({ memberEpoch });
    assert.deepEqual(
      fixture.asked.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions.map((p) => p.partition))),
      [4, 5],
    );
    fixture.initialize();
    fixture.heartbeatShare({ memberEpoch: next.memberEpoch! });
    assert.equal(fixture.assigned("m1").length, 6);
  });

  it("goes with the topic", () => {
    const fixture = settled(["m1"]);
    fixture.run(fixture.shard.onTopicsDeleted([{ name: "t", topicId: topicId("t") }], fixture.time));
    assert.deepEqual(fixture.shareGroup().stateTopics.get(), {
      initializing: new Map(),
      initialized: new Map(),
      deleting: new Set(),
    });
  });
});

describe("a member of a share group keeps up", () => {
  it("an unknown one does not, nor one of a group that does not exist", () => {
    const fixture = withTopics();
    const missing = fixture.heartbeatShare({ memberEpoch: 3 });
    assert.deepEqual(
      [missing.errorCode, missing.errorMessage],
      [ErrorCode.GROUP_ID_NOT_FOUND, "Share group group not found."],
    );
    fixture.joinShare("m1");
    const stranger = fixture.heartbeatShare({ memberId: "m2", memberEpoch: 3 });
    assert.deepEqual(
      [stranger.errorCode, stranger.errorMessage],
      [ErrorCode.UNKNOWN_MEMBER_ID, "Member m2 is not a member of group group."],
    );
  });

  it("in its epoch or the one before; others are fenced", () => {
    const fixture = settled(["m1"]);
    const { memberEpoch, previousMemberEpoch } = fixture.shareGroup().members.get("m1")!;
    assert.deepEqual([previousMemberEpoch, memberEpoch], [2, 3]);
    assert.equal(fixture.heartbeatShare({ memberEpoch: 2 }).errorCode, ErrorCode.NONE);
    const ahead = fixture.heartbeatShare({ memberEpoch: 4 });
    assert.equal(ahead.errorCode, ErrorCode.FENCED_MEMBER_EPOCH);
    assert.match(ahead.errorMessage!, /greater member epoch \(4\)/);
    assert.match(fixture.heartbeatShare({ memberEpoch: 1 }).errorMessage!, /does not match the previous.*\(2\)/);
  });

  it("or is gone after its session timeout", () => {
    const fixture = settled(["a", "b"], withTopics({ t: 2 }));
    fixture.advance(44_999);
    const { memberEpoch } = fixture.shareGroup().members.get("a")!;
    fixture.heartbeatShare({ memberId: "a", memberEpoch });
    fixture.advance(1);
    assert.deepEqual([...fixture.shareGroup().members.keys()], ["a"]);
    fixture.heartbeatShare({ memberId: "a", memberEpoch });
    assert.deepEqual(fixture.assigned("a"), ["t-0", "t-1"]);
  });

  it("also when the coordinator has moved", () => {
    const fixture = settled(["m1"]);
    fixture.reload();
    assert.equal(fixture.assigned("m1").length, 4);
    fixture.advance(45_000);
    assert.equal(fixture.shareGroup().state.get(), "Empty");
  });

  it("and stays one while its end cannot be written: the session ends again half a second later", () => {
    const fixture = settled(["m1"]);
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    fixture.advance(45_000);
    assert.equal(fixture.shareGroup().members.size, 1);
    fixture.advance(499);
    assert.equal(fixture.shareGroup().members.size, 1);
    fixture.advance(1);
    assert.equal(fixture.shareGroup().members.size, 0);
  });

  it("or whose departure cannot be written, with a session that ends", () => {
    const fixture = settled(["m1"]);
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    fixture.heartbeatShare({ memberEpoch: -1 });
    fixture.advance(44_999);
    assert.equal(fixture.shareGroup().members.size, 1);
    fixture.advance(1);
    assert.equal(fixture.shareGroup().members.size, 0);
  });

  it("leaves", () => {
    const fixture = settled(["m1"]);
    const answer = fixture.heartbeatShare({ memberEpoch: -1 });
    assert.deepEqual(answer, { errorCode: ErrorCode.NONE, memberId: "m1", memberEpoch: -1 });
    assert.deepEqual(
      fixture.written.at(-1)!.map(({ type }) => type),
      [
        "share-group-current-member-assignment",
        "share-group-target-assignment-member",
        "share-group-member-metadata",
        "share-group-metadata",
      ],
    );
    assert.equal(fixture.shareGroup().isEmpty, true);
  });
});

describe("what is wrong with a ShareGroupHeartbeat by itself", () => {
  const good = { groupId: "g", memberId: "m", memberEpoch: 0, rackId: null, subscribedTopicNames: ["t"] };
  for (const [message, change] of [
    ["MemberId can't be empty.", { memberId: " " }],
    ["GroupId can't be empty.", { groupId: "" }],
    ["RackId can't be empty.", { rackId: "" }],
    ["SubscribedTopicNames must be set in first request.", { subscribedTopicNames: [] }],
    ["SubscribedTopicNames must be set in first request.", { subscribedTopicNames: null }],
    ["MemberEpoch is invalid.", { memberEpoch: -2 }],
  ] as const) {
    it(`${message} ${JSON.stringify(change)}`, () => {
      const refusal = validateShareGroupHeartbeat({ ...good, ...change } as typeof good);
      assert.deepEqual([refusal?.errorCode, refusal?.message], [ErrorCode.INVALID_REQUEST, message]);
    });
  }

  it("nothing", () => {
    assert.equal(validateShareGroupHeartbeat(good), undefined);
    assert.equal(validateShareGroupHeartbeat({ ...good, memberEpoch: -1, subscribedTopicNames: [] }), undefined);
  });
});

describe("a share group and the other APIs", () => {
  it("is listed, described and deleted as what it is", () => {
    const fixture = settled(["m1"], withTopics({ t: 1 }));
    const epoch = fixture.log.length;
    const listed = (types: string[]) => fixture.shard.listGroups({ states: [], types }, epoch);
    assert.deepEqual(listed(["share"]), [
      { groupId: "group", protocolType: "share", groupState: "Stable", groupType: "share" },
    ]);
    assert.deepEqual(listed(["consumer"]), []);
    const [described] = fixture.shard.describeShareGroups(["group"], epoch);
    assert.deepEqual(described, {
      groupId: "group",
      groupState: "Stable",
      groupEpoch: 3,
      assignmentEpoch: 3,
      assignorName: "simple",
      members: [
        {
          memberId: "m1",
          rackId: null,
          memberEpoch: 3,
          clientId: "client",
          clientHost: "/127.0.0.1",
          subscribedTopicNames: ["t"],
          assignment: { topicPartitions: [{ topicId: topicId("t"), topicName: "t", partitions: [0] }] },
        },
      ],
    });
    const [missing] = fixture.shard.describeShareGroups(["nobody"], epoch);
    assert.deepEqual(missing, {
      groupId: "nobody",
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: "Group nobody not found.",
    });
  });

  it("is deleted when it is empty: first what it has with the share coordinator, then all of it", () => {
    const fixture = settled(["m1"]);
    const start = () => fixture.run(fixture.shard.startShareGroupDeletion(["group"], fixture.time))!.get("group");
    assert.equal((start() as { errorCode: number }).errorCode, ErrorCode.NON_EMPTY_GROUP);
    fixture.heartbeatShare({ memberEpoch: -1 });
    assert.deepEqual(start(), new Map([[topicId("t"), new Set([0, 1, 2, 3])]]));
    // Again after a failure: what is being deleted is still to be deleted.
    assert.deepEqual(start(), new Map([[topicId("t"), new Set([0, 1, 2, 3])]]));
    const deleted = fixture.run(fixture.shard.deleteGroups(["group"], fixture.time));
    assert.deepEqual(deleted, [{ groupId: "group", errorCode: ErrorCode.NONE }]);
    assert.equal(fixture.shard.context.groups.entry("group"), undefined);
  });

  it("gives its offsets for others to set and to delete only when it is empty", () => {
    const fixture = settled(["m1"], withTopics({ t: 2 }));
    const request = {
      groupId: "group",
      topics: [
        {
          topicName: "t",
          partitions: [
            { partitionIndex: 1, startOffset: 7n },
            { partitionIndex: 2, startOffset: 7n },
          ],
        },
        { topicName: "x", partitions: [{ partitionIndex: 0, startOffset: 7n }] },
      ],
    };
    const alter = () => fixture.run(fixture.shard.alterShareGroupOffsets(request as never, fixture.time))!;
    assert.equal((alter() as { errorCode: number }).errorCode, ErrorCode.NON_EMPTY_GROUP);
    fixture.heartbeatShare({ memberEpoch: -1 });
    const altered = alter();
    assert("topics" in altered);
    assert.deepEqual(
      altered.topics.map(({ partitions }) => partitions!.map(({ errorCode }) => errorCode)),
      [[undefined, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION], [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]],
    );
    assert.deepEqual(altered.initialization.topics, [
      { topicId: topicId("t"), partitions: [{ partition: 1, startOffset: 7n }] },
    ]);
    const deletion = fixture.run(fixture.shard.startShareOffsetDeletion("group", ["t", "x"], fixture.time))!;
    assert("partitions" in deletion);
    assert.deepEqual(deletion.partitions, new Map([[topicId("t"), new Set([0, 1])]]));
    assert.deepEqual(
      deletion.refused.map(({ topicName, errorCode }) => [topicName, errorCode]),
      [["x", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]],
    );
    assert.deepEqual(fixture.shareGroup().stateTopics.get()!.deleting, new Set([topicId("t")]));
    fixture.run(fixture.shard.completeShareOffsetDeletion("group", new Set([topicId("t")]), fixture.time));
    assert.deepEqual(fixture.shareGroup().stateTopics.get()!.deleting, new Set());
  });
});
