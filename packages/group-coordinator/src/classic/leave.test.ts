import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { GroupFixture } from "../testing/group-fixture.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

const { PREPARING_REBALANCE, STABLE, EMPTY } = ClassicGroupState;

function errorsOf(response: ReturnType<GroupFixture["leave"]>): number[] {
  return (response.members ?? []).map(({ errorCode }) => errorCode ?? ErrorCode.NONE);
}

describe("a member leaves", () => {
  it("a stable group, which rebalances without it", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    assert.deepEqual(errorsOf(fixture.leave([{ memberId: memberIds[0]! }])), [ErrorCode.NONE]);
    assert.equal(fixture.group().state, PREPARING_REBALANCE);
    const rejoining = fixture.join({ memberId: memberIds[1]! });
    assert.deepEqual([rejoining.value.generationId, rejoining.value.leader], [generationId + 1, memberIds[1]]);
  });

  it("as the last one, and an empty generation is written", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    fixture.leave([{ memberId: memberIds[0]! }]);
    assert.equal(fixture.group().state, EMPTY);
    fixture.reload();
    assert.deepEqual([fixture.group().state, fixture.group().generationId], [EMPTY, generationId + 1]);
    assert.equal(fixture.group().protocolType, "consumer");
  });

  it("while the others are waited for, which may end the wait", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    const rejoining = fixture.join({ memberId: memberIds[0]! });
    assert.equal(rejoining.isOutstanding, true);
    fixture.leave([{ memberId: memberIds[1]! }]);
    assert.equal(rejoining.value.generationId, generationId + 1);
  });

  it("while its own JoinGroup waits", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(2);
    const rejoining = fixture.join({ memberId: memberIds[0]! });
    fixture.leave([{ memberId: memberIds[0]! }]);
    assert.equal(rejoining.value.errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("before it has joined with the id it was given", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.join().value;
    assert.deepEqual(errorsOf(fixture.leave([{ memberId: memberId! }])), [ErrorCode.NONE]);
    assert.equal(fixture.group().isPendingMember(memberId!), false);
    assert.deepEqual(
      [...fixture.timers.keys()].filter((key) => key.startsWith("heartbeat")),
      [],
    );
  });
});

describe("leaving is refused", () => {
  it("for each member of a group that does not exist: UNKNOWN_MEMBER_ID", () => {
    const response = new GroupFixture().leave([{ memberId: "a" }, { memberId: "b" }]);
    assert.deepEqual(errorsOf(response), [ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID]);
    assert.equal(response.errorCode ?? ErrorCode.NONE, ErrorCode.NONE);
  });

  it("one by one: the others leave all the same", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(3);
    const errors = errorsOf(
      fixture.leave([
        { memberId: memberIds[0]! },
        { memberId: "x" },
        { memberId: memberIds[0]! },
        { memberId: memberIds[1]! },
      ]),
    );
    const { NONE, UNKNOWN_MEMBER_ID } = ErrorCode;
    assert.deepEqual(errors, [NONE, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, NONE]);
    assert.equal(fixture.group().memberCount, 1);
  });

  it("and nothing else happens when nobody left", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(2);
    fixture.leave([{ memberId: "x" }]);
    assert.equal(fixture.group().state, STABLE);
  });
});

describe("a static member", () => {
  it("is removed by its instance id alone", () => {
    const fixture = new GroupFixture();
    fixture.join({ groupInstanceId: "i" });
    fixture.advance(3_000);
    const response = fixture.leave([
      { memberId: "", groupInstanceId: "i" },
      { memberId: "", groupInstanceId: "j" },
      { memberId: "" },
    ]);
    const { NONE, UNKNOWN_MEMBER_ID } = ErrorCode;
    assert.deepEqual(errorsOf(response), [NONE, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID]);
    assert.equal(response.members![0]!.groupInstanceId, "i");
    assert.equal(fixture.group().state, EMPTY);
  });

  it("is not removed under an id that another one holds: FENCED_INSTANCE_ID", () => {
    const fixture = new GroupFixture();
    fixture.join({ groupInstanceId: "i" });
    fixture.advance(3_000);
    const errors = errorsOf(
      fixture.leave([
        { memberId: "m", groupInstanceId: "i" },
        { memberId: "m", groupInstanceId: "j" },
      ]),
    );
    assert.deepEqual(errors, [ErrorCode.FENCED_INSTANCE_ID, ErrorCode.UNKNOWN_MEMBER_ID]);
  });
});
