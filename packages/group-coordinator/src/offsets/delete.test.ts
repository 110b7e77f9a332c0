import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import { commitTopic, GROUP, GroupFixture, protocols } from "../testing/group-fixture.ts";

const TOPIC_ID = "P0QqXbEeRyaRtqXk1zMvfg";
const OTHER_ID = "RtqXk1zMvfgP0QqXbEeRyQ";

function deleteOffsets(
  fixture: GroupFixture,
  ...topics: readonly (readonly [string, readonly number[]])[]
): Input<OffsetDeleteResponse> {
  const request = {
    groupId: GROUP,
    topics: topics.map(([name, indexes]) => ({
      name,
      partitions: indexes.map((partitionIndex) => ({ partitionIndex })),
    })),
  };
  return fixture.run(fixture.shard.deleteOffsets(request, fixture.time)) ?? {};
}

function errorsOf(response: Input<OffsetDeleteResponse>): number[] {
  return (response.topics ?? []).flatMap(({ partitions }) => (partitions ?? []).map(({ errorCode }) => errorCode ?? 0));
}

describe("offsets are deleted", () => {
  it("of an empty group, whatever it had read", () => {
    const fixture = new GroupFixture();
    fixture.commit({
      topics: [
        commitTopic("t", [
          [0, 1],
          [1, 2],
        ]),
      ],
    });
    assert.deepEqual(errorsOf(deleteOffsets(fixture, ["t", [0, 7]])), [ErrorCode.NONE, ErrorCode.NONE]);
    assert.deepEqual(fixture.offsets(), { "t-1": 2 });
    assert.equal(fixture.metrics.deletions, 1);
  });

  it("of topics that no member subscribes to", () => {
    const fixture = new GroupFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]]), commitTopic("old", [[0, 2]])] });
    fixture.stableGroup(1, { topics: ["t"] });
    const { GROUP_SUBSCRIBED_TO_TOPIC, NONE } = ErrorCode;
    assert.deepEqual(errorsOf(deleteOffsets(fixture, ["t", [0]], ["old", [0]])), [GROUP_SUBSCRIBED_TO_TOPIC, NONE]);
    assert.deepEqual(fixture.offsets(), { "t-0": 1 });
  });

  it("not of a consumer group whose subscription cannot be read", () => {
    const fixture = new GroupFixture();
    fixture.commit();
    fixture.stableGroup(1, { protocols: protocols("range") });
    assert.deepEqual(errorsOf(deleteOffsets(fixture, ["old", [0]])), [ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC]);
  });

  it("not of a group of another kind that has members: NON_EMPTY_GROUP", () => {
    const fixture = new GroupFixture();
    fixture.commit();
    fixture.stableGroup(1, { protocolType: "connect" });
    assert.equal(deleteOffsets(fixture, ["t", [0]]).errorCode, ErrorCode.NON_EMPTY_GROUP);
  });

  it("not of a group that does not exist: GROUP_ID_NOT_FOUND", () => {
    assert.equal(deleteOffsets(new GroupFixture(), ["t", [0]]).errorCode, ErrorCode.GROUP_ID_NOT_FOUND);
  });
});

describe("a topic is deleted", () => {
  it("and what was committed for it goes, in every group", () => {
    const fixture = new GroupFixture();
    for (const groupId of ["a", "b"]) {
      fixture.commit({
        groupId,
        topics: [
          commitTopic(
            "t",
            [
              [0, 1],
              [1, 2],
            ],
            TOPIC_ID,
          ),
          commitTopic("u", [[0, 3]]),
        ],
      });
    }
    fixture.run(fixture.shard.onTopicsDeleted([{ name: "t", topicId: TOPIC_ID }], fixture.time));
    for (const groupId of ["a", "b"]) assert.deepEqual(fixture.offsets(groupId), { "u-0": 3 });
  });

  it("and what was committed for a later topic of the same name stays", () => {
    const fixture = new GroupFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]], OTHER_ID), commitTopic("t", [[1, 2]])] });
    fixture.run(fixture.shard.onTopicsDeleted([{ name: "t", topicId: TOPIC_ID }], fixture.time));
    assert.deepEqual(fixture.offsets(), { "t-0": 1 });
  });
});
