import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { GroupFixture } from "../testing/group-fixture.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

const { PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE, EMPTY } = ClassicGroupState;

describe("a heartbeat", () => {
  it("of a member of a stable group is welcome", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    for (const memberId of memberIds) assert.equal(fixture.heartbeat(memberId, generationId), ErrorCode.NONE);
  });

  it("for a group that does not exist: UNKNOWN_MEMBER_ID", () => {
    assert.equal(new GroupFixture().heartbeat("m", 1), ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("of nobody, in an empty group or another: UNKNOWN_MEMBER_ID", () => {
    const fixture = new GroupFixture();
    const { generationId, memberIds } = fixture.stableGroup(1);
    assert.equal(fixture.heartbeat("m", generationId), ErrorCode.UNKNOWN_MEMBER_ID);
    fixture.leave([{ memberId: memberIds[0]! }]);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId + 1), ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("of another generation: ILLEGAL_GENERATION", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId + 1), ErrorCode.ILLEGAL_GENERATION);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId - 1), ErrorCode.ILLEGAL_GENERATION);
  });

  it("while a rebalance is prepared: REBALANCE_IN_PROGRESS, and the session begins anew", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    fixture.join({}, 3);
    for (let i = 0; i < 5; i++) {
      fixture.advance(9_000);
      for (const memberId of memberIds) {
        assert.equal(fixture.heartbeat(memberId, generationId), ErrorCode.REBALANCE_IN_PROGRESS);
      }
    }
    assert.equal(fixture.group().memberCount, 3);
  });

  it("between join and sync is as good as any", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.joinWithId();
    fixture.advance(3_000);
    assert.equal(fixture.group().state, COMPLETING_REBALANCE);
    assert.equal(fixture.heartbeat(memberId, 1), ErrorCode.NONE);
  });

  it("under a static identity that another id holds: FENCED_INSTANCE_ID", () => {
    const fixture = new GroupFixture();
    const old = fixture.join({ groupInstanceId: "i" });
    fixture.advance(3_000);
    fixture.syncAll([old.value.memberId!]);
    const oldId = old.value.memberId!;
    const { memberId } = fixture.join({ groupInstanceId: "i" }).value;
    assert.equal(fixture.heartbeat(oldId, 1, { groupInstanceId: "i" }), ErrorCode.FENCED_INSTANCE_ID);
    assert.equal(fixture.heartbeat(oldId, 1), ErrorCode.UNKNOWN_MEMBER_ID);
    assert.equal(fixture.heartbeat(memberId!, 1, { groupInstanceId: "i" }), ErrorCode.NONE);
    assert.equal(fixture.heartbeat(memberId!, 1, { groupInstanceId: "j" }), ErrorCode.UNKNOWN_MEMBER_ID);
  });
});

describe("a session", () => {
  it("ends after the session timeout of silence, and a rebalance follows", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    fixture.advance(9_999);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId), ErrorCode.NONE);
    assert.equal(fixture.group().state, STABLE);
    fixture.advance(1);
    assert.equal(fixture.group().hasMember(memberIds[1]!), false);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId), ErrorCode.REBALANCE_IN_PROGRESS);
  });

  it("of the last member ends the group's generation", () => {
    const fixture = new GroupFixture();
    const { generationId } = fixture.stableGroup(1);
    fixture.advance(10_000);
    assert.equal(fixture.group().state, EMPTY);
    assert.equal(fixture.group().generationId, generationId + 1);
    fixture.assertAtRest();
  });

  it("does not end while the member waits for the others to join", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(2, { sessionTimeoutMs: 30_000 });
    const rejoining = fixture.join({ memberId: memberIds[0]!, sessionTimeoutMs: 6_000 });
    fixture.advance(20_000);
    assert.equal(rejoining.isOutstanding, true);
    assert.equal(fixture.group().hasMember(memberIds[0]!), true);
  });

  it("begins anew with a commit", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    for (let i = 0; i < 5; i++) {
      fixture.advance(9_000);
      const memberId = memberIds[0]!;
      assert.equal(fixture.commit({ memberId, generationIdOrMemberEpoch: generationId }), ErrorCode.NONE);
    }
    assert.equal(fixture.group().state, STABLE);
  });

  it("of everybody begins when the coordinator has loaded", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    fixture.advance(9_000);
    fixture.reload();
    assert.equal(fixture.group().state, STABLE);
    fixture.advance(9_999);
    assert.equal(fixture.heartbeat(memberIds[0]!, generationId), ErrorCode.NONE);
    fixture.advance(1);
    assert.equal(fixture.group().hasMember(memberIds[1]!), false);
    assert.equal(fixture.group().hasMember(memberIds[0]!), true);
  });
});

describe("a coordinator that resigns", () => {
  it("tells whoever waits to find the new one, and refuses the rest", () => {
    const fixture = new GroupFixture();
    const { memberId, answer } = fixture.joinWithId();
    fixture.shard.onUnloaded();
    assert.equal(answer.value.errorCode, ErrorCode.NOT_COORDINATOR);
    assert.equal(fixture.heartbeat(memberId, 1), ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.join({ memberId }).value.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.sync(memberId, 1).value.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.leave([{ memberId }]).errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assert.equal(fixture.commit(), ErrorCode.COORDINATOR_NOT_AVAILABLE);
  });

  it("answers those who wait for an assignment too", () => {
    const fixture = new GroupFixture();
    fixture.joinWithId();
    const { memberId } = fixture.joinWithId();
    fixture.advance(6_000);
    const syncing = fixture.sync(memberId, 1);
    fixture.shard.onUnloaded();
    assert.equal(syncing.value.errorCode, ErrorCode.NOT_COORDINATOR);
  });
});
