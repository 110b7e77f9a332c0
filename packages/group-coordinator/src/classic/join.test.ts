import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { GROUP, GroupFixture, protocols } from "../testing/group-fixture.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

const { PREPARING_REBALANCE, COMPLETING_REBALANCE, EMPTY, STABLE } = ClassicGroupState;

describe("a dynamic member joins", () => {
  it("from version 4 on it is given an id first and has to come again with it", () => {
    const fixture = new GroupFixture();
    const given = fixture.join({}, 4, "my-client").value;
    assert.equal(given.errorCode, ErrorCode.MEMBER_ID_REQUIRED);
    assert.match(given.memberId!, /^my-client-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(fixture.group().state, EMPTY);
    const joining = fixture.join({ memberId: given.memberId! }, 4);
    assert.equal(joining.isOutstanding, true);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("below version 4 it joins at once", () => {
    const fixture = new GroupFixture();
    const joining = fixture.join({}, 3);
    assert.equal(joining.isOutstanding, true);
    fixture.advance(3_000);
    const { errorCode, generationId, leader, memberId, members, protocolName, protocolType } = joining.value;
    assert.deepEqual([errorCode, generationId, protocolName, protocolType], [0, 1, "range", "consumer"]);
    assert.equal(leader, memberId);
    assert.deepEqual(
      members!.map((member) => member.memberId),
      [memberId],
    );
  });

  it("an id that was handed out expires after the session timeout", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.join({ sessionTimeoutMs: 7_000 }).value;
    fixture.advance(6_999);
    assert.equal(fixture.group().isPendingMember(memberId!), true);
    fixture.advance(1);
    assert.equal(fixture.group().isPendingMember(memberId!), false);
    assert.equal(fixture.join({ memberId: memberId! }).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("an id that was handed out belongs to no static member", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.join().value;
    const { errorCode } = fixture.join({ memberId: memberId!, groupInstanceId: "i" }).value;
    assert.equal(errorCode, ErrorCode.UNKNOWN_SERVER_ERROR);
  });

  it("a pending member is waited for, until its id expires", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    fixture.join({ sessionTimeoutMs: 6_000 });
    const rejoining = fixture.join({ memberId: memberIds[0]! });
    assert.equal(rejoining.isOutstanding, true);
    fixture.advance(6_000);
    assert.equal(rejoining.value.generationId, generationId + 1);
  });
});

describe("a join is refused", () => {
  it("with an id, when the group does not exist: UNKNOWN_MEMBER_ID", () => {
    const fixture = new GroupFixture();
    const { errorCode, memberId } = fixture.join({ memberId: "m" }).value;
    assert.deepEqual([errorCode, memberId], [ErrorCode.UNKNOWN_MEMBER_ID, "m"]);
    assert.equal(fixture.log.length, 0);
  });

  it("with an id nobody has: UNKNOWN_MEMBER_ID", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(1);
    assert.equal(fixture.join({ memberId: "m" }).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("without a protocol type or protocols: INCONSISTENT_GROUP_PROTOCOL", () => {
    const fixture = new GroupFixture();
    assert.equal(fixture.join({ protocolType: "" }).value.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    assert.equal(fixture.join({ protocols: [] }).value.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  });

  it("with another protocol type, or no protocol that all share: INCONSISTENT_GROUP_PROTOCOL", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(2, { protocols: protocols("a", "b") });
    const refused = [fixture.join({ protocols: protocols("c") }), fixture.join({ protocolType: "connect" })];
    for (const { value } of refused) assert.equal(value.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    assert.equal(fixture.join({ protocols: protocols("c", "b") }).value.errorCode, ErrorCode.MEMBER_ID_REQUIRED);
  });

  it("when the group is full: GROUP_MAX_SIZE_REACHED (config group.max.size)", () => {
    const fixture = new GroupFixture({ groupMaxSize: 2 });
    fixture.stableGroup(2);
    const { errorCode, memberId } = fixture.join().value;
    assert.deepEqual([errorCode, memberId], [ErrorCode.GROUP_MAX_SIZE_REACHED, ""]);
  });

  it("when as many as fit have joined the rebalance that goes on", () => {
    const fixture = new GroupFixture({ groupMaxSize: 1 });
    const first = fixture.join({}, 3);
    assert.equal(fixture.join({}, 3).value.errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
    fixture.advance(3_000);
    assert.equal(first.value.errorCode, ErrorCode.NONE);
  });

  it("a group that has become too large turns away whoever rejoins last", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(3);
    fixture.reload({ groupMaxSize: 2 });
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    const answers = memberIds.map((memberId) => fixture.join({ memberId }));
    assert.equal(answers[2]!.value.errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
    fixture.advance(60_000);
    assert.deepEqual(
      answers.slice(0, 2).map(({ value }) => value.errorCode),
      [0, 0],
    );
    assert.equal(fixture.group().memberCount, 2);
  });
});

describe("the initial rebalance (config group.initial.rebalance.delay.ms)", () => {
  it("waits the delay for more members", () => {
    const fixture = new GroupFixture({ groupInitialRebalanceDelayMs: 2_000 });
    const joining = fixture.join({}, 3);
    fixture.advance(1_999);
    assert.equal(joining.isOutstanding, true);
    fixture.advance(1);
    assert.equal(joining.value.generationId, 1);
  });

  it("waits as long again for each round in which somebody came, up to the rebalance timeout", () => {
    const fixture = new GroupFixture({ groupInitialRebalanceDelayMs: 3_000 });
    const rebalanceTimeoutMs = 7_000;
    const first = fixture.join({ rebalanceTimeoutMs }, 3);
    fixture.advance(2_999);
    fixture.join({ rebalanceTimeoutMs }, 3);
    fixture.advance(1);
    assert.equal(first.isOutstanding, true);
    fixture.advance(2_999);
    fixture.join({ rebalanceTimeoutMs }, 3);
    fixture.advance(1);
    assert.equal(first.isOutstanding, true);
    fixture.join({ rebalanceTimeoutMs }, 3);
    // The remaining time is 7,000 - 3,000 - 3,000.
    fixture.advance(999);
    assert.equal(first.isOutstanding, true);
    fixture.advance(1);
    assert.equal(first.value.members!.length, 4);
  });

  it("ends after one round when nobody else came", () => {
    const fixture = new GroupFixture({ groupInitialRebalanceDelayMs: 3_000 });
    const first = fixture.join({}, 3);
    fixture.advance(1_000);
    fixture.join({}, 3);
    fixture.advance(2_000);
    assert.equal(first.isOutstanding, true);
    fixture.advance(2_999);
    assert.equal(first.isOutstanding, true);
    fixture.advance(1);
    assert.equal(first.value.members!.length, 2);
  });

  it("does not end early when all who are there have joined", () => {
    const fixture = new GroupFixture();
    const { memberId, answer } = fixture.joinWithId();
    const again = fixture.join({ memberId });
    assert.equal(answer.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    assert.equal(again.isOutstanding, true);
  });

  it("of a group that everybody has left ends in an empty generation", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.joinWithId();
    fixture.leave([{ memberId }]);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    fixture.advance(3_000);
    assert.equal(fixture.group().state, EMPTY);
    assert.equal(fixture.group().generationId, 1);
    fixture.assertAtRest();
  });
});

describe("a later rebalance", () => {
  it("ends as soon as all members have joined", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    const newcomer = fixture.join({}, 3);
    const rejoining = memberIds.map((memberId) => fixture.join({ memberId }));
    for (const { value } of [newcomer, ...rejoining]) assert.equal(value.generationId, generationId + 1);
    assert.equal(rejoining[0]!.value.members!.length, 3);
    assert.deepEqual(newcomer.value.members, []);
  });

  it("goes on without the dynamic members that have not joined at the rebalance timeout", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2, { sessionTimeoutMs: 300_000 });
    const newcomer = fixture.join({ sessionTimeoutMs: 300_000 }, 3);
    const rejoining = fixture.join({ memberId: memberIds[1]!, sessionTimeoutMs: 300_000 });
    fixture.advance(59_999);
    assert.equal(newcomer.isOutstanding, true);
    fixture.advance(1);
    assert.equal(newcomer.value.generationId, generationId + 1);
    assert.equal(rejoining.value.leader, memberIds[1]);
    assert.equal(fixture.group().hasMember(memberIds[0]!), false);
  });

  it("waits for the longest rebalance timeout of the members", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(1, { sessionTimeoutMs: 300_000, rebalanceTimeoutMs: 90_000 });
    const newcomer = fixture.join({ rebalanceTimeoutMs: 5_000 }, 3);
    fixture.advance(89_999);
    assert.equal(newcomer.isOutstanding, true);
    fixture.advance(1);
    assert.equal(newcomer.value.errorCode, ErrorCode.NONE);
  });

  it("keeps static members that have not joined until their sessions end", () => {
    const fixture = new GroupFixture();
    const first = fixture.join({ groupInstanceId: "i1", sessionTimeoutMs: 100_000 });
    fixture.advance(3_000);
    fixture.syncAll([first.value.memberId!]);
    const newcomer = fixture.join({ groupInstanceId: "i2", sessionTimeoutMs: 100_000 });
    fixture.advance(60_000);
    assert.deepEqual(newcomer.value.members!.length, 2);
    assert.equal(fixture.group().staticMemberId("i1"), first.value.memberId);
    assert.equal(newcomer.value.leader, newcomer.value.memberId);
  });

  it("is put off while only static members are left and none of them joins", () => {
    const fixture = new GroupFixture();
    const [a, b] = [
      fixture.join({ groupInstanceId: "a", sessionTimeoutMs: 100_000 }),
      fixture.join({ groupInstanceId: "b", sessionTimeoutMs: 100_000 }),
    ];
    fixture.advance(6_000);
    const { generationId } = fixture.syncAll([a.value.memberId!, b.value.memberId!]);
    fixture.leave([{ memberId: "", groupInstanceId: "a" }]);
    fixture.advance(60_000);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    fixture.advance(60_000);
    assert.equal(fixture.group().state, EMPTY);
    assert.equal(fixture.group().generationId, generationId + 1);
  });
});

describe("a member joins again", () => {
  it("the leader of a stable group begins a rebalance, whatever it says", () => {
    const fixture = new GroupFixture();
    const { leaderId, generationId } = fixture.stableGroup(1);
    assert.equal(fixture.join({ memberId: leaderId }).value.generationId, generationId + 1);
  });

  it("a follower of a stable group that says nothing new is told the present generation", () => {
    const fixture = new GroupFixture();
    const { memberIds, leaderId, generationId } = fixture.stableGroup(2);
    const { value } = fixture.join({ memberId: memberIds[1]! });
    assert.deepEqual([value.generationId, value.leader, value.members], [generationId, leaderId, []]);
    assert.equal(fixture.group().state, STABLE);
  });

  it("a follower of a stable group that says something new begins a rebalance", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(2);
    assert.equal(fixture.join({ memberId: memberIds[1]!, topics: ["t", "u"] }).isOutstanding, true);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("while the assignment is awaited and says nothing new, it is told the generation again", () => {
    const fixture = new GroupFixture();
    const first = fixture.joinWithId();
    const second = fixture.joinWithId();
    fixture.advance(6_000);
    assert.equal(fixture.group().state, COMPLETING_REBALANCE);
    assert.equal(fixture.join({ memberId: first.memberId }).value.members!.length, 2);
    assert.equal(fixture.join({ memberId: second.memberId }).value.members!.length, 0);
    assert.equal(fixture.group().generationId, 1);
  });

  it("while the assignment is awaited and says something new, whoever syncs has to join again", () => {
    const fixture = new GroupFixture();
    const first = fixture.joinWithId();
    const second = fixture.joinWithId();
    fixture.advance(6_000);
    const syncing = fixture.sync(second.memberId, 1);
    fixture.join({ memberId: first.memberId, topics: ["u"] });
    assert.equal(syncing.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("from another connection takes the place of what it waited for before", () => {
    const fixture = new GroupFixture();
    const { memberId, answer } = fixture.joinWithId();
    const again = fixture.join({ memberId });
    assert.equal(answer.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    fixture.advance(3_000);
    assert.equal(again.value.errorCode, ErrorCode.NONE);
  });
});

describe("the first join of a group", () => {
  it("writes the group, so that it is there", () => {
    const fixture = new GroupFixture();
    fixture.join();
    assert.equal(fixture.log.length, 1);
    fixture.reload();
    assert.equal(fixture.group().state, EMPTY);
    assert.equal(fixture.group().generationId, 0);
  });

  it("that cannot be written is answered with the error, and the group is gone", () => {
    const fixture = new GroupFixture();
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    const joining = fixture.join({}, 3);
    assert.equal(joining.value.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.shard.context.groups.size, 0);
    fixture.advance(600_000);
    const second = fixture.join({}, 3);
    fixture.advance(3_000);
    assert.equal(second.value.generationId, 1);
  });

  it("that cannot be written takes along whoever has joined meanwhile", () => {
    const fixture = new GroupFixture();
    fixture.holdsAppends = true;
    const first = fixture.join({}, 3);
    const second = fixture.join({}, 3);
    fixture.settle(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    for (const { value } of [first, second]) assert.equal(value.errorCode, ErrorCode.NOT_COORDINATOR);
    assert.deepEqual(
      [...fixture.timers.keys()].filter((key) => key.startsWith("join")),
      [],
    );
  });
});

describe("a new member that waits", () => {
  it("is taken for gone after five minutes", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(1, { sessionTimeoutMs: 1_000_000, rebalanceTimeoutMs: 1_000_000 });
    const newcomer = fixture.join({ rebalanceTimeoutMs: 1_000_000 }, 3);
    fixture.advance(299_999);
    assert.equal(newcomer.isOutstanding, true);
    fixture.advance(1);
    assert.equal(newcomer.value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
    assert.deepEqual(
      [...fixture.group().members()].map(({ memberId }) => memberId),
      memberIds,
    );
  });
});

describe("a group id or member id from outside", () => {
  it("is data, whatever it spells", () => {
    const fixture = new GroupFixture();
    for (const groupId of ["__proto__", "constructor", "a\nb"]) {
      const { value } = fixture.join({ groupId, memberId: "" });
      assert.equal(value.errorCode, ErrorCode.MEMBER_ID_REQUIRED);
    }
    assert.equal(fixture.shard.context.groups.size, 3);
    assert.notEqual(GROUP, "__proto__");
  });
});
