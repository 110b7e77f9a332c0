import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { commitTopic, GROUP, GroupFixture, protocols } from "../testing/group-fixture.ts";
import { offsetCommitRecord } from "../records/offset-commit-record.ts";

const RETENTION_MS = 100_000;
const CHECK_MS = 10_000;

function newFixture(): GroupFixture {
  return new GroupFixture({ offsetsRetentionMs: RETENTION_MS, offsetsRetentionCheckIntervalMs: CHECK_MS });
}

function keepAlive(fixture: GroupFixture, ms: number, memberId: string, generationId: number): void {
  for (let left = ms; left > 0; left -= 5_000) {
    fixture.advance(5_000);
    fixture.heartbeat(memberId, generationId);
  }
}

describe("offsets expire (config offsets.retention.minutes)", () => {
  it("of a group that only commits: each since its commit, and the group with the last", () => {
    const fixture = newFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]])] });
    fixture.advance(50_000);
    fixture.commit({ topics: [commitTopic("t", [[1, 1]])] });
    fixture.advance(50_000);
    assert.deepEqual(fixture.offsets(), { "t-1": 1 });
    fixture.advance(49_999);
    assert.deepEqual(fixture.offsets(), { "t-1": 1 });
    fixture.advance(1);
    assert.deepEqual(fixture.offsets(), {});
    assert.equal(fixture.shard.context.groups.size, 0);
    assert.equal(fixture.metrics.expirations, 2);
    fixture.reload();
    assert.equal(fixture.shard.context.groups.size, 0);
  });

  it("of a group whose members have left: since it became empty", () => {
    const fixture = newFixture();
    const { memberIds, generationId } = fixture.stableGroup(1);
    const memberId = memberIds[0]!;
    fixture.commit({ memberId, generationIdOrMemberEpoch: generationId });
    keepAlive(fixture, 200_000, memberId, generationId);
    fixture.leave([{ memberId }]);
    fixture.advance(RETENTION_MS - CHECK_MS);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    fixture.reload();
    fixture.advance(2 * CHECK_MS);
    assert.deepEqual(fixture.offsets(), {});
    assert.equal(fixture.shard.context.groups.size, 0);
  });

  it("of a stable consumer group: of topics it no longer subscribes to, since the commit", () => {
    const fixture = newFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]]), commitTopic("old", [[0, 2]])] });
    const { memberIds, generationId } = fixture.stableGroup(1, { topics: ["t"] });
    keepAlive(fixture, RETENTION_MS - CHECK_MS, memberIds[0]!, generationId);
    assert.deepEqual(fixture.offsets(), { "t-0": 1, "old-0": 2 });
    keepAlive(fixture, 2 * CHECK_MS, memberIds[0]!, generationId);
    assert.deepEqual(fixture.offsets(), { "t-0": 1 });
  });

  it("not of a group of another kind while it has members", () => {
    const fixture = newFixture();
    fixture.commit();
    const { memberIds, generationId } = fixture.stableGroup(1, { protocolType: "connect" });
    keepAlive(fixture, 3 * RETENTION_MS, memberIds[0]!, generationId);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
  });

  it("not of a consumer group whose subscription cannot be read", () => {
    const fixture = newFixture();
    fixture.commit();
    const { memberIds, generationId } = fixture.stableGroup(1, { protocols: protocols("range") });
    keepAlive(fixture, 3 * RETENTION_MS, memberIds[0]!, generationId);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
  });

  it("not while a transaction is open on the partition", () => {
    const fixture = newFixture();
    fixture.commit();
    const value = {
      offset: 5,
      leaderEpoch: -1,
      metadata: "",
      commitTimestamp: 0,
      expireTimestamp: -1,
      topicId: ZERO_UUID,
    };
    fixture.append(offsetCommitRecord({ groupId: GROUP, topic: "t", partition: 0 }, value), 9n);
    fixture.reload();
    fixture.advance(3 * RETENTION_MS);
    assert.deepEqual(fixture.shard.context.offsets.count, 1);
    assert.equal(fixture.shard.context.groups.size, 1);
  });

  it("with an expiry of their own at that time, not later and not earlier", () => {
    const fixture = newFixture();
    fixture.commit({ topics: [commitTopic("t", [[0, 1]])], retentionTimeMs: 20_000 });
    fixture.commit({ topics: [commitTopic("t", [[1, 1]])], retentionTimeMs: 500_000 });
    fixture.advance(10_000);
    assert.deepEqual(fixture.offsets(), { "t-0": 1, "t-1": 1 });
    fixture.advance(10_000);
    assert.deepEqual(fixture.offsets(), { "t-1": 1 });
    fixture.advance(470_000);
    assert.deepEqual(fixture.offsets(), { "t-1": 1 });
    fixture.advance(10_000);
    assert.deepEqual(fixture.offsets(), {});
  });

  it("of an empty group without offsets the group itself goes", () => {
    const fixture = newFixture();
    const { memberIds } = fixture.stableGroup(1);
    fixture.leave([{ memberId: memberIds[0]! }]);
    fixture.advance(CHECK_MS);
    assert.equal(fixture.shard.context.groups.size, 0);
  });
});

describe("the search for expired offsets", () => {
  it("comes every interval (config offsets.retention.check.interval.ms)", () => {
    const fixture = newFixture();
    fixture.commit({ retentionTimeMs: 0 });
    fixture.advance(CHECK_MS - 1);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    fixture.advance(1);
    assert.deepEqual(fixture.offsets(), {});
    fixture.commit({ retentionTimeMs: 0 });
    fixture.advance(CHECK_MS);
    assert.deepEqual(fixture.offsets(), {});
  });

  it("looks at many groups in several turns", () => {
    const fixture = newFixture();
    const topics = [
      commitTopic(
        "t",
        Array.from({ length: 100 }, (_, i) => [i, 1] as const),
      ),
    ];
    for (let i = 0; i < 120; i++) fixture.commit({ groupId: `g${i}`, topics, retentionTimeMs: 0 });
    fixture.advance(CHECK_MS - 1);
    fixture.nowMs += 1;
    fixture.monotonicMs += 1;
    let turns = 0;
    for (
      let due = fixture.timers.popDue(fixture.monotonicMs);
      due !== undefined;
      due = fixture.timers.popDue(fixture.monotonicMs)
    ) {
      turns++;
      fixture.run(fixture.shard.onTimer(due.event, fixture.time));
    }
    assert.equal(turns, 3);
    assert.equal(fixture.shard.context.offsets.count, 0);
    assert.equal(fixture.shard.context.groups.size, 0);
  });

  it("whose tombstones cannot be written comes again", () => {
    const fixture = newFixture();
    fixture.commit({ retentionTimeMs: 0 });
    fixture.nextAppendError = 19;
    fixture.advance(CHECK_MS);
    assert.deepEqual(fixture.offsets(), { "t-0": 100 });
    fixture.advance(CHECK_MS);
    assert.deepEqual(fixture.offsets(), {});
  });
});
