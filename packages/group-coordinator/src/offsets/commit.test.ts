import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { commitTopic, GroupFixture } from "../testing/group-fixture.ts";
import { groupRecordSerde } from "../records/serde.ts";

const TOPIC_ID = "P0QqXbEeRyaRtqXk1zMvfg";

describe("offsets are committed", () => {
  it("by anybody for a group that does not exist, which is there from then on", () => {
    const fixture = new GroupFixture();
    assert.equal(fixture.commit(), ErrorCode.NONE);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    assert.equal(fixture.group().isEmpty, true);
    assert.equal(fixture.group().protocolType, null);
    fixture.reload();
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    assert.equal(fixture.metrics.commits, 1);
  });

  it("by anybody for an empty group", () => {
    const fixture = new GroupFixture();
    const { memberIds } = fixture.stableGroup(1);
    fixture.leave([{ memberId: memberIds[0]! }]);
    assert.equal(fixture.commit({ memberId: "whoever" }), ErrorCode.NONE);
  });

  it("by a member in its generation", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    const request = { memberId: memberIds[1]!, generationIdOrMemberEpoch: generationId };
    assert.equal(fixture.commit(request), ErrorCode.NONE);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
  });

  it("by a member of the last generation while the next is prepared", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(2);
    fixture.join({}, 3);
    const request = { memberId: memberIds[1]!, generationIdOrMemberEpoch: generationId };
    assert.equal(fixture.commit(request), ErrorCode.NONE);
  });

  it("each partition anew, the later one counts", () => {
    const fixture = new GroupFixture();
    fixture.commit({
      topics: [
        commitTopic("t", [
          [0, 1],
          [1, 2],
        ]),
        commitTopic("u", [[0, 3]]),
      ],
    });
    fixture.commit({ topics: [commitTopic("t", [[1, 20]])] });
    assert.deepEqual(fixture.offsets(), { "t-0": 1, "t-1": 20, "u-0": 3 });
    assert.equal(fixture.shard.context.offsets.count, 3);
  });

  it("or not at all, when the append fails", () => {
    const fixture = new GroupFixture();
    fixture.commit();
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    assert.equal(fixture.commit({ topics: [commitTopic("t", [[0, 999]])] }), undefined);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    fixture.commit({ groupId: "other" });
    assert.equal(fixture.shard.context.groups.entry("other"), undefined);
  });
});

describe("a commit is refused", () => {
  it("for a group that does not exist, in a generation: GROUP_ID_NOT_FOUND from version 9 on, ILLEGAL_GENERATION before", () => {
    const fixture = new GroupFixture();
    assert.equal(fixture.commit({ generationIdOrMemberEpoch: 1 }, 9), ErrorCode.GROUP_ID_NOT_FOUND);
    assert.equal(fixture.commit({ generationIdOrMemberEpoch: 1 }, 8), ErrorCode.ILLEGAL_GENERATION);
    assert.equal(fixture.log.length, 0);
  });

  it("from nobody, while the group has members: UNKNOWN_MEMBER_ID", () => {
    const fixture = new GroupFixture();
    fixture.stableGroup(1);
    assert.equal(fixture.commit(), ErrorCode.UNKNOWN_MEMBER_ID);
    assert.equal(fixture.commit({ memberId: "m" }), ErrorCode.UNKNOWN_MEMBER_ID);
    assert.equal(fixture.commit({ groupInstanceId: "i" }), ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("in another generation: ILLEGAL_GENERATION", () => {
    const fixture = new GroupFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    const memberId = memberIds[0]!;
    assert.equal(
      fixture.commit({ memberId, generationIdOrMemberEpoch: generationId + 1 }),
      ErrorCode.ILLEGAL_GENERATION,
    );
    assert.equal(fixture.commit({ memberId }), ErrorCode.ILLEGAL_GENERATION);
  });

  it("between join and sync: REBALANCE_IN_PROGRESS", () => {
    const fixture = new GroupFixture();
    const { memberId } = fixture.joinWithId();
    fixture.advance(3_000);
    assert.equal(fixture.commit({ memberId, generationIdOrMemberEpoch: 1 }), ErrorCode.REBALANCE_IN_PROGRESS);
  });

  it("under a static identity that another id holds: FENCED_INSTANCE_ID", () => {
    const fixture = new GroupFixture();
    const old = fixture.join({ groupInstanceId: "i" });
    fixture.advance(3_000);
    const memberId = old.value.memberId!;
    fixture.syncAll([memberId]);
    fixture.join({ groupInstanceId: "i" });
    const request = { memberId, groupInstanceId: "i", generationIdOrMemberEpoch: 1 };
    assert.equal(fixture.commit(request), ErrorCode.FENCED_INSTANCE_ID);
  });

  it("for the partition whose metadata is too large: OFFSET_METADATA_TOO_LARGE (config offset.metadata.max.bytes)", () => {
    const fixture = new GroupFixture({ offsetMetadataMaxSize: 3 });
    const topics = [commitTopic("t", [[0, 1]], undefined, "mmmm"), commitTopic("u", [[0, 2]], undefined, "mmm")];
    assert.equal(fixture.commit({ topics }), ErrorCode.OFFSET_METADATA_TOO_LARGE);
    assert.deepEqual(fixture.offsets(), { "u-0": 2 });
  });
});

describe("the record of a commit", () => {
  it("is version 4 with the topic id, or version 1 with an expiry of its own", () => {
    const fixture = new GroupFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]], TOPIC_ID)] });
    fixture.commit({ topics: [commitTopic("t", [[1, 1]], TOPIC_ID)], retentionTimeMs: 1_000 });
    const [plain, expiring] = fixture.log.map(({ key, value }) => groupRecordSerde.deserialize(key, value));
    assert.deepEqual(
      fixture.log.map(({ value }) => value![1]),
      [4, 1],
    );
    assert.ok(plain?.type === "offset-commit" && plain.value !== null);
    assert.deepEqual(
      [
        plain.value.offset,
        plain.value.leaderEpoch,
        plain.value.metadata,
        plain.value.topicId,
        plain.value.commitTimestamp,
      ],
      [1, 5, "m", TOPIC_ID, fixture.nowMs],
    );
    assert.ok(expiring?.type === "offset-commit" && expiring.value !== null);
    assert.equal(expiring.value.expireTimestamp, fixture.nowMs + 1_000);
  });
});
