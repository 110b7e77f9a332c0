import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";
import { commitTopic, GROUP, GroupFixture } from "../testing/group-fixture.ts";
import { offsetCommitRecord } from "../records/offset-commit-record.ts";

const TOPIC_ID = "P0QqXbEeRyaRtqXk1zMvfg";
const OTHER_ID = "RtqXk1zMvfgP0QqXbEeRyQ";

function fetch(
  fixture: GroupFixture,
  topics: readonly (readonly [string, readonly number[], string?])[] | null,
  epoch?: number,
): Input<OffsetFetchResponseGroup> {
  const asked =
    topics?.map(([name, partitionIndexes, topicId = ZERO_UUID]) => ({
      name,
      topicId,
      partitionIndexes: [...partitionIndexes],
    })) ?? null;
  return fixture.shard.fetchOffsets({ groupId: GROUP, memberId: null, memberEpoch: -1, topics: asked }, epoch);
}

function rows(response: Input<OffsetFetchResponseGroup>): unknown[] {
  return (response.topics ?? []).flatMap(({ name, partitions }) =>
    (partitions ?? []).map(({ partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }) => [
      name,
      partitionIndex,
      committedOffset,
      committedLeaderEpoch,
      metadata,
      errorCode ?? 0,
    ]),
  );
}

describe("committed offsets are fetched", () => {
  it("for the partitions asked for; −1 and no error where there is none", () => {
    const fixture = new GroupFixture();
    fixture.commit({
      topics: [
        commitTopic("t", [
          [0, 1],
          [1, 2],
        ]),
      ],
    });
    assert.deepEqual(
      rows(
        fetch(fixture, [
          ["t", [1, 9]],
          ["u", [0]],
        ]),
      ),
      [
        ["t", 1, 2, 5, "m", 0],
        ["t", 9, -1, -1, "", 0],
        ["u", 0, -1, -1, "", 0],
      ],
    );
  });

  it("for all partitions", () => {
    const fixture = new GroupFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]]), commitTopic("u", [[3, 2]])] });
    assert.deepEqual(rows(fetch(fixture, null)), [
      ["t", 0, 1, 5, "m", 0],
      ["u", 3, 2, 5, "m", 0],
    ]);
  });

  it("of a group that does not exist: −1 for each, nothing for all", () => {
    const fixture = new GroupFixture();
    assert.deepEqual(rows(fetch(fixture, [["t", [0]]])), [["t", 0, -1, -1, "", 0]]);
    assert.deepEqual(rows(fetch(fixture, null)), []);
  });

  it("not for a later topic of the same name", () => {
    const fixture = new GroupFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]], TOPIC_ID), commitTopic("u", [[0, 2]])] });
    const asked = fetch(fixture, [
      ["t", [0], OTHER_ID],
      ["t", [0], TOPIC_ID],
      ["t", [0]],
      ["u", [0], OTHER_ID],
    ]);
    assert.deepEqual(
      rows(asked).map((row) => (row as unknown[])[2]),
      [-1, 1, 1, 2],
    );
  });

  it("as they were at a snapshot, by readers of committed state", () => {
    const fixture = new GroupFixture();
    fixture.commit();
    const epoch = fixture.log.length;
    fixture.holdsAppends = true;
    fixture.commit({
      topics: [
        commitTopic("t", [
          [0, 200],
          [1, 1],
        ]),
      ],
    });
    assert.deepEqual(
      rows(fetch(fixture, [["t", [0, 1]]], epoch)).map((row) => (row as unknown[])[2]),
      [100, -1],
    );
    assert.deepEqual(rows(fetch(fixture, null, epoch)).length, 1);
    assert.deepEqual(
      rows(fetch(fixture, [["t", [0, 1]]])).map((row) => (row as unknown[])[2]),
      [200, 1],
    );
  });

  it("of a group that is not committed yet are none", () => {
    const fixture = new GroupFixture();
    fixture.holdsAppends = true;
    fixture.commit();
    assert.deepEqual(rows(fetch(fixture, [["t", [0]]], 0)), [["t", 0, -1, -1, "", 0]]);
  });
});

describe("offsets of a transaction", () => {
  function withTransaction(): GroupFixture {
    const fixture = new GroupFixture();
    fixture.commit();
    const value = {
      offset: 500,
      leaderEpoch: -1,
      metadata: "",
      commitTimestamp: 0,
      expireTimestamp: -1,
      topicId: ZERO_UUID,
    };
    fixture.append(offsetCommitRecord({ groupId: GROUP, topic: "t", partition: 0 }, value), 9n);
    fixture.append(offsetCommitRecord({ groupId: GROUP, topic: "t", partition: 1 }, value), 9n);
    fixture.reload();
    return fixture;
  }

  it("do not count while it is open, and are told to whoever requires stable ones", () => {
    const fixture = withTransaction();
    const epoch = fixture.log.length;
    assert.deepEqual(
      rows(fetch(fixture, [["t", [0, 1]]], epoch)).map((row) => (row as unknown[])[2]),
      [100, -1],
    );
    assert.deepEqual(rows(fetch(fixture, [["t", [0, 1]]])), [
      ["t", 0, -1, -1, "", ErrorCode.UNSTABLE_OFFSET_COMMIT],
      ["t", 1, -1, -1, "", ErrorCode.UNSTABLE_OFFSET_COMMIT],
    ]);
    assert.deepEqual(rows(fetch(fixture, null)), [["t", 0, -1, -1, "", ErrorCode.UNSTABLE_OFFSET_COMMIT]]);
  });

  it("count once it is committed", () => {
    const fixture = withTransaction();
    fixture.shard.replayEndTransactionMarker(9n, "commit");
    assert.deepEqual(fixture.offsets(), { "t-0": 500, "t-1": 500 });
    assert.equal(fixture.shard.context.offsets.count, 2);
  });

  it("never count when it is aborted", () => {
    const fixture = withTransaction();
    fixture.shard.replayEndTransactionMarker(9n, "abort");
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
  });

  it("do not count after a later plain commit", () => {
    const fixture = withTransaction();
    fixture.commit({ topics: [commitTopic("t", [[0, 700]])] });
    fixture.shard.replayEndTransactionMarker(9n, "commit");
    assert.deepEqual(fixture.offsets(), { "t-0": 700, "t-1": 500 });
  });

  it("go with the tombstone of their partition", () => {
    const fixture = withTransaction();
    fixture.run(
      fixture.shard.deleteOffsets(
        { groupId: GROUP, topics: [{ name: "t", partitions: [{ partitionIndex: 1 }] }] },
        fixture.time,
      ),
    );
    fixture.shard.replayEndTransactionMarker(9n, "commit");
    assert.deepEqual(fixture.offsets(), { "t-0": 500 });
  });
});
