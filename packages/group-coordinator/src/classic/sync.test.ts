import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { GroupFixture, protocols, type Joined } from "../testing/group-fixture.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

const { PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE, EMPTY } = ClassicGroupState;

/** Two dynamic members of generation 1; the first is the leader. */
function completing(config: ConstructorParameters<typeof GroupFixture>[0] = {}): {
  readonly fixture: GroupFixture;
  readonly leader: Joined;
  readonly follower: Joined;
} {
  const fixture = new GroupFixture(config);
  const leader = fixture.joinWithId({ sessionTimeoutMs: 100_000 });
  const follower = fixture.joinWithId({ sessionTimeoutMs: 100_000 });
  fixture.advance(6_000);
  assert.equal(fixture.group().state, COMPLETING_REBALANCE);
  return { fixture, leader, follower };
}

function assign(...members: readonly Joined[]): { readonly memberId: string; readonly assignment: Uint8Array }[] {
  return members.map(({ memberId }, i) => ({ memberId, assignment: Uint8Array.of(10 + i) }));
}

describe("a SyncGroup is refused", () => {
  it("when the group does not exist or is empty: UNKNOWN_MEMBER_ID", () => {
    const fixture = new GroupFixture();
    assert.equal(fixture.sync("m", 1).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
    fixture.join();
    assert.equal(fixture.group().state, EMPTY);
    assert.equal(fixture.sync("m", 0).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("from nobody's id: UNKNOWN_MEMBER_ID", () => {
    const { fixture } = completing();
    assert.equal(fixture.sync("m", 1).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("in another generation: ILLEGAL_GENERATION", () => {
    const { fixture, follower } = completing();
    assert.equal(fixture.sync(follower.memberId, 2).value.errorCode, ErrorCode.ILLEGAL_GENERATION);
  });

  it("with another protocol type or name: INCONSISTENT_GROUP_PROTOCOL; null says nothing", () => {
    const { fixture, follower } = completing();
    const errors = [{ protocolType: "connect" }, { protocolName: "roundrobin" }].map(
      (request) => fixture.sync(follower.memberId, 1, request).value.errorCode,
    );
    assert.deepEqual(errors, [ErrorCode.INCONSISTENT_GROUP_PROTOCOL, ErrorCode.INCONSISTENT_GROUP_PROTOCOL]);
    assert.equal(fixture.sync(follower.memberId, 1, { protocolType: null, protocolName: null }).isOutstanding, true);
  });

  it("while a rebalance is prepared: REBALANCE_IN_PROGRESS", () => {
    const { fixture, leader, follower } = completing();
    fixture.join({ memberId: leader.memberId, topics: ["u"] });
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    assert.equal(fixture.sync(follower.memberId, 1).value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
  });

  it("under a static identity that another id holds: FENCED_INSTANCE_ID", () => {
    const fixture = new GroupFixture();
    const old = fixture.join({ groupInstanceId: "i" });
    fixture.advance(3_000);
    fixture.join({ groupInstanceId: "i" });
    const request = { groupInstanceId: "i" };
    assert.equal(fixture.sync(old.value.memberId!, 1, request).value.errorCode, ErrorCode.FENCED_INSTANCE_ID);
    assert.equal(fixture.sync("m", 1, { groupInstanceId: "j" }).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });
});

describe("the assignment", () => {
  it("is handed out when the leader's is committed, to those who ask before and after", () => {
    const { fixture, leader, follower } = completing();
    const before = fixture.sync(follower.memberId, 1);
    assert.equal(before.isOutstanding, true);
    fixture.holdsAppends = true;
    const leading = fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    assert.equal(leading.isOutstanding, true);
    assert.equal(fixture.group().state, COMPLETING_REBALANCE);
    fixture.holdsAppends = false;
    fixture.settle();
    assert.equal(fixture.group().state, STABLE);
    const { assignment, errorCode, protocolName, protocolType } = leading.value;
    assert.deepEqual(
      [errorCode, protocolName, protocolType, ...(assignment as Uint8Array)],
      [0, "range", "consumer", 10],
    );
    assert.deepEqual([...(before.value.assignment as Uint8Array)], [11]);
    assert.deepEqual([...(fixture.sync(follower.memberId, 1).value.assignment as Uint8Array)], [11]);
    assert.equal(fixture.metrics.rebalances, 1);
    fixture.assertAtRest();
  });

  it("is empty for members the leader left out; strangers in it are ignored", () => {
    const { fixture, leader, follower } = completing();
    const waiting = fixture.sync(follower.memberId, 1);
    const stranger = { memberId: "nobody", assignment: Uint8Array.of(1) };
    fixture.sync(leader.memberId, 1, { assignments: [...assign(leader), stranger] });
    assert.deepEqual([...(waiting.value.assignment as Uint8Array)], []);
    fixture.assertAtRest();
  });

  it("that cannot be written is answered with the error, and everybody has to join again", () => {
    const { fixture, leader, follower } = completing();
    const waiting = fixture.sync(follower.memberId, 1);
    fixture.nextAppendError = ErrorCode.REQUEST_TIMED_OUT;
    const leading = fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    for (const { value } of [waiting, leading]) assert.equal(value.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    const rejoining = [leader, follower].map(({ memberId }) => fixture.join({ memberId }));
    for (const { value } of rejoining) assert.equal(value.generationId, 2);
    fixture.syncAll([leader.memberId, follower.memberId]);
  });

  it("of a generation that is over when it is committed goes to nobody", () => {
    const { fixture, leader, follower } = completing();
    fixture.holdsAppends = true;
    const leading = fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    fixture.join({ memberId: follower.memberId, topics: ["u"] });
    assert.equal(leading.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    fixture.holdsAppends = false;
    fixture.settle();
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    assert.equal(fixture.group().member(leader.memberId)!.assignment.length, 0);
  });

  it("asked for twice is handed to the later of the two", () => {
    const { fixture, leader, follower } = completing();
    const first = fixture.sync(follower.memberId, 1);
    const second = fixture.sync(follower.memberId, 1);
    assert.equal(first.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    assert.deepEqual([...(second.value.assignment as Uint8Array)], [11]);
  });

  it("does not pin the frame it came in", () => {
    const { fixture, leader, follower } = completing();
    const frame = new Uint8Array(4096).fill(7);
    const assignments = [{ memberId: leader.memberId, assignment: frame.subarray(100, 110) }];
    fixture.sync(leader.memberId, 1, { assignments });
    assert.equal(fixture.group().member(leader.memberId)!.assignment.buffer.byteLength, 10);
    assert.equal(fixture.sync(follower.memberId, 1).value.errorCode, ErrorCode.NONE);
  });
});

describe("members that do not sync", () => {
  it("are removed at the rebalance timeout, leader or not", () => {
    const { fixture, leader, follower } = completing();
    const waiting = fixture.sync(follower.memberId, 1);
    fixture.advance(59_999);
    assert.equal(waiting.isOutstanding, true);
    fixture.advance(1);
    assert.equal(waiting.value.errorCode, ErrorCode.REBALANCE_IN_PROGRESS);
    assert.equal(fixture.group().hasMember(leader.memberId), false);
    assert.equal(fixture.group().leaderId, follower.memberId);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("are removed from a stable group too", () => {
    const { fixture, leader, follower } = completing();
    fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    assert.equal(fixture.group().state, STABLE);
    fixture.advance(60_000);
    assert.equal(fixture.group().hasMember(follower.memberId), false);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("do not matter when all have synced", () => {
    const { fixture, leader, follower } = completing();
    fixture.sync(leader.memberId, 1, { assignments: assign(leader, follower) });
    fixture.sync(follower.memberId, 1);
    fixture.advance(60_000);
    assert.equal(fixture.group().state, STABLE);
  });

  it("of an earlier generation do not matter", () => {
    const { fixture, leader, follower } = completing();
    fixture.advance(30_000);
    const sessionTimeoutMs = 100_000;
    const rejoining = fixture.join({ memberId: leader.memberId, topics: ["u"], sessionTimeoutMs });
    fixture.join({ memberId: follower.memberId, sessionTimeoutMs });
    assert.equal(rejoining.value.generationId, 2);
    fixture.syncAll([leader.memberId, follower.memberId]);
    fixture.advance(30_000);
    assert.equal(fixture.group().state, STABLE);
  });
});

describe("the protocol of a generation", () => {
  it("is the one with the most first votes among those that all support", () => {
    const fixture = new GroupFixture();
    const names = [
      ["a", "b", "x"],
      ["b", "a"],
      ["y", "b", "a"],
    ];
    const joined = names.map((list) => fixture.joinWithId({ protocols: protocols(...list) }));
    fixture.advance(9_000);
    assert.equal(joined[0]!.answer.value.protocolName, "b");
    const { members } = joined[0]!.answer.value;
    assert.equal(new TextDecoder().decode(members![0]!.metadata as Uint8Array), "metadata of b");
  });

  it("of a tie is the one that Java's hash map puts first", () => {
    const fixture = new GroupFixture();
    const joined = [
      ["roundrobin", "range"],
      ["range", "roundrobin"],
    ].map((list) => fixture.joinWithId({ protocols: protocols(...list) }));
    fixture.advance(9_000);
    // "range".hashCode() lies in bucket 9 of 16, "roundrobin".hashCode() in bucket 10.
    assert.equal(joined[0]!.answer.value.protocolName, "range");
  });

  it("named twice by one member counts once", () => {
    const fixture = new GroupFixture();
    const { answer } = fixture.joinWithId({ protocols: protocols("a", "a") });
    fixture.advance(3_000);
    assert.equal(answer.value.protocolName, "a");
  });
});
