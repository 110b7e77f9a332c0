import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DescribedGroup } from "@ottla/protocol/messages/describe-groups";
import { commitTopic, GROUP, GroupFixture } from "./testing/group-fixture.ts";

function describeGroup(fixture: GroupFixture, groupId: string = GROUP, apiVersion = 6): Input<DescribedGroup> {
  return fixture.shard.describeGroups([groupId], apiVersion, fixture.log.length)[0]!;
}

function list(fixture: GroupFixture, filter: { states?: string[]; types?: string[] } = {}): string[] {
  return fixture.shard
    .listGroups({ states: filter.states ?? [], types: filter.types ?? [] }, fixture.log.length)
    .map(({ groupId, groupState, groupType, protocolType }) => [groupId, groupState, groupType, protocolType].join(":"))
    .sort();
}

describe("a group is described", () => {
  it("stable: with its protocol, its members, their metadata and assignments", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(2);
    const group = describeGroup(fixture);
    assert.deepEqual([group.groupState, group.protocolType, group.protocolData], ["Stable", "consumer", "range"]);
    assert.deepEqual(
      group.members!.map(({ memberId }) => memberId),
      memberIds,
    );
    const [first] = group.members!;
    assert.deepEqual([first!.clientId, first!.clientHost, first!.groupInstanceId], ["client", "/127.0.0.1", null]);
    assert.deepEqual([...(first!.memberAssignment as Uint8Array)], [1]);
    assert.ok((first!.memberMetadata as Uint8Array).length > 0);
  });

  it("while it rebalances: without metadata", () => {
    const fixture = new GroupFixture();
    fixture.joinWithId();
    const group = describeGroup(fixture);
    assert.deepEqual([group.groupState, group.protocolData, group.members!.length], ["PreparingRebalance", "", 1]);
    assert.equal(group.members![0]!.memberMetadata, undefined);
  });

  it("that does not exist: Dead, an error from version 6 on", () => {
    const fixture = new GroupFixture();
    const { groupState, errorCode, errorMessage } = describeGroup(fixture, "none");
    assert.deepEqual(
      [groupState, errorCode, errorMessage],
      ["Dead", ErrorCode.GROUP_ID_NOT_FOUND, "Group none not found."],
    );
    assert.deepEqual(describeGroup(fixture, "none", 5), { groupId: "none", groupState: "Dead" });
  });

  it("that is not committed yet: as one that does not exist", () => {
    const fixture = new GroupFixture();
    fixture.holdsAppends = true;
    fixture.commit();
    assert.equal(describeGroup(fixture, GROUP, 5).groupState, "Dead");
  });

  it("whose deletion is not committed yet: as it was", () => {
    const fixture = new GroupFixture();
    fixture.commit();
    fixture.holdsAppends = true;
    fixture.run(fixture.shard.deleteGroups([GROUP], fixture.time));
    assert.equal(describeGroup(fixture).groupState, "Empty");
  });
});

describe("groups are listed", () => {
  function several(): GroupFixture {
    const fixture = new GroupFixture();
    fixture.commit({ groupId: "simple" });
    fixture.stableGroup(1);
    fixture.join({ groupId: "joining" }, 3);
    return fixture;
  }

  it("with state and type", () => {
    assert.deepEqual(list(several()), [
      "group:Stable:classic:consumer",
      "joining:PreparingRebalance:classic:consumer",
      "simple:Empty:classic:",
    ]);
  });

  it("in the states asked for, in any case", () => {
    const fixture = several();
    assert.deepEqual(list(fixture, { states: ["preparingREBALANCE", " empty "] }), [
      "joining:PreparingRebalance:classic:consumer",
      "simple:Empty:classic:",
    ]);
    assert.deepEqual(list(fixture, { states: ["asleep"] }), []);
  });

  it("of the types asked for, in any case", () => {
    const fixture = several();
    assert.equal(list(fixture, { types: ["Classic"] }).length, 3);
    assert.deepEqual(list(fixture, { types: ["consumer"] }), []);
    assert.deepEqual(list(fixture, { types: ["none"] }), []);
    assert.equal(list(fixture, { types: ["none", "classic"], states: ["Stable"] }).length, 1);
  });
});

describe("a group is deleted", () => {
  function deleteGroups(fixture: GroupFixture, ...groupIds: string[]): number[] {
    const results = fixture.run(fixture.shard.deleteGroups(groupIds, fixture.time)) ?? [];
    return results.map(({ errorCode }) => errorCode ?? 0);
  }

  it("with all it has committed", () => {
    const fixture = new GroupFixture();
    fixture.commit({
      topics: [
        commitTopic("t", [
          [0, 1],
          [1, 2],
        ]),
      ],
    });
    assert.deepEqual(deleteGroups(fixture, GROUP), [ErrorCode.NONE]);
    assert.equal(fixture.shard.context.groups.size, 0);
    assert.equal(fixture.shard.context.offsets.count, 0);
    fixture.reload();
    assert.equal(fixture.shard.context.groups.size, 0);
    assert.equal(fixture.commit(), ErrorCode.NONE);
  });

  it("not while it has members, not when it does not exist; the others are", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(1);
    fixture.commit({ groupId: "other" });
    const { NON_EMPTY_GROUP, GROUP_ID_NOT_FOUND, NONE } = ErrorCode;
    assert.deepEqual(deleteGroups(fixture, GROUP, "none", "other"), [NON_EMPTY_GROUP, GROUP_ID_NOT_FOUND, NONE]);
    assert.equal(fixture.shard.context.groups.size, 1);
  });

  it("and is there again when the deletion cannot be written", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    fixture.leave([{ memberId: memberIds[0]! }]);
    fixture.commit();
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    deleteGroups(fixture, GROUP);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    assert.equal(fixture.group().generationId, generationId + 1);
  });
});
