import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { GroupFixture, protocols } from "../testing/group-fixture.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

const { PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE } = ClassicGroupState;

/** A stable group of two static members, `a` and `b`; `a` is the leader. */
function stable(): { readonly fixture: GroupFixture; readonly a: string; readonly b: string } {
  const fixture = new GroupFixture();
  const joined = ["a", "b"].map((groupInstanceId) => fixture.join({ groupInstanceId }));
  fixture.advance(6_000);
  const [a, b] = joined.map(({ value }) => value.memberId!);
  fixture.syncAll([a!, b!]);
  return { fixture, a: a!, b: b! };
}

describe("a static member", () => {
  it("joins at once, with an id made of its instance id", () => {
    const fixture = new GroupFixture();
    const joining = fixture.join({ groupInstanceId: "my-instance" }, 5);
    fixture.advance(3_000);
    assert.match(joining.value.memberId!, /^my-instance-[0-9a-f-]{36}$/);
    assert.equal(joining.value.members![0]!.groupInstanceId, "my-instance");
  });

  it("that comes back to a stable group gets a new id and nobody else notices", () => {
    const { fixture, b } = stable();
    const { value } = fixture.join({ groupInstanceId: "b" });
    assert.notEqual(value.memberId, b);
    assert.deepEqual([value.errorCode, value.generationId, value.skipAssignment, value.members], [0, 1, false, []]);
    assert.equal(fixture.group().state, STABLE);
    fixture.assertAtRest();
    const synced = fixture.sync(value.memberId!, 1, { groupInstanceId: "b" });
    assert.deepEqual([...(synced.value.assignment as Uint8Array)], [2]);
    assert.equal(fixture.heartbeat(b, 1, { groupInstanceId: "b" }), ErrorCode.FENCED_INSTANCE_ID);
  });

  it("that comes back as the leader is told not to assign again from version 9 on", () => {
    const { fixture } = stable();
    const { value } = fixture.join({ groupInstanceId: "a" }, 9);
    assert.deepEqual([value.skipAssignment, value.leader, value.members!.length], [true, value.memberId, 2]);
  });

  it("that comes back as the leader is told of its old id as the leader below version 9", () => {
    const { fixture, a } = stable();
    const { value } = fixture.join({ groupInstanceId: "a" }, 8);
    assert.deepEqual([value.skipAssignment, value.leader, value.members], [false, a, []]);
    assert.equal(fixture.group().leaderId, value.memberId);
  });

  it("is answered when its new id is committed", () => {
    const { fixture } = stable();
    fixture.holdsAppends = true;
    const returning = fixture.join({ groupInstanceId: "b" });
    assert.equal(returning.isOutstanding, true);
    fixture.holdsAppends = false;
    fixture.settle();
    assert.equal(returning.value.errorCode, ErrorCode.NONE);
  });

  it("whose new id cannot be written keeps the old one", () => {
    const { fixture, a, b } = stable();
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    const { value } = fixture.join({ groupInstanceId: "b", sessionTimeoutMs: 20_000 });
    assert.deepEqual([value.errorCode, value.memberId, value.leader], [ErrorCode.COORDINATOR_NOT_AVAILABLE, "", a]);
    assert.equal(fixture.group().staticMemberId("b"), b);
    assert.equal(fixture.group().member(b)!.sessionTimeoutMs, 10_000);
    assert.equal(fixture.heartbeat(b, 1, { groupInstanceId: "b" }), ErrorCode.NONE);
    fixture.assertAtRest();
  });

  it("whose new id cannot be written may have left meanwhile", () => {
    const { fixture } = stable();
    fixture.holdsAppends = true;
    fixture.join({ groupInstanceId: "b" });
    fixture.leave([{ memberId: "", groupInstanceId: "b" }]);
    fixture.holdsAppends = false;
    fixture.settle(ErrorCode.NOT_ENOUGH_REPLICAS);
    assert.equal(fixture.group().staticMemberId("b"), undefined);
  });

  it("that comes back with protocols that change the choice begins a rebalance", () => {
    const fixture = new GroupFixture();
    const joined = ["a", "b"].map((groupInstanceId) =>
      fixture.join({ groupInstanceId, protocols: protocols("x", "y") }),
    );
    fixture.advance(6_000);
    fixture.syncAll(joined.map(({ value }) => value.memberId!));
    assert.equal(fixture.group().protocolName, "x");
    fixture.join({ groupInstanceId: "b", protocols: protocols("y") });
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("that comes back while the assignment is awaited begins a rebalance", () => {
    const fixture = new GroupFixture();
    ["a", "b"].map((groupInstanceId) => fixture.join({ groupInstanceId }));
    fixture.advance(6_000);
    assert.equal(fixture.group().state, COMPLETING_REBALANCE);
    const returning = fixture.join({ groupInstanceId: "b" });
    assert.equal(returning.isOutstanding, true);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
  });

  it("that comes back while a rebalance is prepared fences the one that waits", () => {
    const { fixture, b } = stable();
    const waiting = fixture.join({ groupInstanceId: "a", memberId: fixture.group().leaderId! });
    assert.equal(waiting.isOutstanding, true);
    const old = fixture.join({ groupInstanceId: "b", memberId: b });
    assert.equal(old.value.errorCode, ErrorCode.NONE);
    const first = fixture.join({ groupInstanceId: "c" });
    const second = fixture.join({ groupInstanceId: "c" });
    assert.deepEqual([first.value.errorCode, first.value.memberId === ""], [ErrorCode.FENCED_INSTANCE_ID, false]);
    assert.equal(second.isOutstanding, true);
  });

  it("that waits for its assignment is fenced by the one that comes back", () => {
    const fixture = new GroupFixture();
    const joined = ["a", "b"].map((groupInstanceId) => fixture.join({ groupInstanceId }));
    fixture.advance(6_000);
    const syncing = fixture.sync(joined[1]!.value.memberId!, 1, { groupInstanceId: "b" });
    fixture.join({ groupInstanceId: "b" });
    assert.equal(syncing.value.errorCode, ErrorCode.FENCED_INSTANCE_ID);
  });

  it("with an id and an instance id that another id holds is fenced", () => {
    const { fixture, a } = stable();
    assert.equal(fixture.join({ groupInstanceId: "b", memberId: a }).value.errorCode, ErrorCode.FENCED_INSTANCE_ID);
    assert.equal(fixture.join({ groupInstanceId: "c", memberId: a }).value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("is found again after a reload", () => {
    const { fixture, a, b } = stable();
    fixture.reload();
    assert.deepEqual([fixture.group().staticMemberId("a"), fixture.group().staticMemberId("b")], [a, b]);
    const { value } = fixture.join({ groupInstanceId: "b" });
    assert.deepEqual([value.errorCode, value.generationId], [ErrorCode.NONE, 1]);
  });
});
