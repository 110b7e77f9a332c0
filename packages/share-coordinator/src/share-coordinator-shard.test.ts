import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { KEY, ShareFixture, TOPIC } from "./testing/share-fixture.ts";

const UPDATE = { stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: 0, stateBatches: [] };

function initialized(config = {}): ShareFixture {
  const fixture = new ShareFixture(config);
  const outcome = fixture.run(fixture.shard.initializeState(KEY, { stateEpoch: 0, startOffset: 0 }, fixture.time));
  assert.equal(outcome.errorCode, ErrorCode.NONE);
  return fixture;
}

function acknowledged(firstOffset: number, lastOffset: number): (typeof UPDATE)["stateBatches"] {
  return [{ firstOffset, lastOffset, deliveryState: 2, deliveryCount: 1 }] as never[];
}

describe("initialized share state", () => {
  it("begins with a snapshot of epoch 0", () => {
    const fixture = initialized();
    const [record] = fixture.records();
    assert.ok(record?.type === "share-snapshot" && record.value !== null);
    const { nowMs } = fixture;
    assert.deepEqual(record.value, {
      snapshotEpoch: 0,
      stateEpoch: 0,
      leaderEpoch: 0,
      startOffset: 0,
      deliveryCompleteCount: 0,
      createTimestamp: nowMs,
      writeTimestamp: nowMs,
      stateBatches: [],
    });
  });

  it("without a start offset does not know how much is complete", () => {
    const fixture = new ShareFixture();
    fixture.run(fixture.shard.initializeState(KEY, { stateEpoch: 3, startOffset: -1 }, fixture.time));
    const summary = fixture.run(fixture.shard.readStateSummary(KEY));
    assert.deepEqual([summary.startOffset, summary.deliveryCompleteCount, summary.stateEpoch], [-1, -1, 3]);
  });

  it("is initialized again with the next snapshot epoch, and fences lower state epochs", () => {
    const fixture = initialized();
    fixture.run(fixture.shard.initializeState(KEY, { stateEpoch: 5, startOffset: 7 }, fixture.time));
    assert.equal(fixture.shard.stateOf(KEY)?.snapshotEpoch, 1);
    const fenced = fixture.run(fixture.shard.initializeState(KEY, { stateEpoch: 4, startOffset: 0 }, fixture.time));
    assert.equal(fenced.errorCode, ErrorCode.FENCED_STATE_EPOCH);
    const write = fixture.run(fixture.shard.writeState(KEY, { ...UPDATE, stateEpoch: 4 }, fixture.time));
    assert.equal(write.errorCode, ErrorCode.FENCED_STATE_EPOCH);
    const unchecked = fixture.run(fixture.shard.writeState(KEY, { ...UPDATE, stateEpoch: -1 }, fixture.time));
    assert.equal(unchecked.errorCode, ErrorCode.NONE);
  });

  it("is that of partitions that exist", () => {
    const fixture = initialized();
    const { shard, time } = fixture;
    const outcomes = [-1, 3].map((partition) => {
      const key = { ...KEY, partition };
      return [
        shard.initializeState(key, { stateEpoch: 0, startOffset: 0 }, time),
        shard.deleteState(key),
        shard.readStateSummary(key),
      ].map((result) => fixture.run<{ errorCode: number }>(result as never).errorCode);
    });
    const { INVALID_REQUEST, UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode;
    assert.deepEqual(outcomes, [
      [INVALID_REQUEST, INVALID_REQUEST, INVALID_REQUEST],
      [UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_OR_PARTITION],
    ]);
    fixture.partitionCounts.delete(TOPIC);
    assert.equal(fixture.run(shard.readState(KEY, 0, time)).errorCode, UNKNOWN_TOPIC_OR_PARTITION);
    assert.equal(fixture.run(shard.writeState(KEY, UPDATE, time)).errorCode, UNKNOWN_TOPIC_OR_PARTITION);
  });
});

describe("share state that was never initialized", () => {
  it("is neither read nor written, but summed up and deleted", () => {
    const fixture = new ShareFixture();
    const { shard, time } = fixture;
    assert.equal(fixture.run(shard.readState(KEY, 0, time)).errorCode, ErrorCode.INVALID_REQUEST);
    assert.equal(fixture.run(shard.writeState(KEY, UPDATE, time)).errorCode, ErrorCode.INVALID_REQUEST);
    assert.equal(fixture.run(shard.readStateSummary(KEY)).startOffset, -1);
    assert.equal(fixture.run(shard.deleteState(KEY)).errorCode, ErrorCode.NONE);
    assert.deepEqual(fixture.records(), []);
  });
});

describe("a leader of a share partition", () => {
  it("is known from its first read on, and the one before it is fenced", () => {
    const fixture = initialized();
    const { shard, time } = fixture;
    fixture.run(shard.readState(KEY, 2, time));
    const [record] = fixture.records(1);
    assert.ok(record?.type === "share-update");
    assert.deepEqual([record.value.leaderEpoch, record.value.startOffset, record.value.stateBatches], [2, 0, []]);
    fixture.run(shard.readState(KEY, 2, time));
    assert.equal(fixture.log.length, 2, "the same epoch is not written again");
    assert.equal(fixture.run(shard.readState(KEY, 1, time)).errorCode, ErrorCode.FENCED_LEADER_EPOCH);
    const write = fixture.run(shard.writeState(KEY, { ...UPDATE, leaderEpoch: 1 }, time));
    assert.equal(write.errorCode, ErrorCode.FENCED_LEADER_EPOCH);
    assert.equal(fixture.run(shard.writeState(KEY, { ...UPDATE, leaderEpoch: -1 }, time)).errorCode, ErrorCode.NONE);
  });

  it("reads what was written, from the start offset on", () => {
    const fixture = initialized();
    const { shard, time } = fixture;
    fixture.run(shard.writeState(KEY, { ...UPDATE, stateBatches: acknowledged(3, 9) }, time));
    fixture.run(shard.writeState(KEY, { ...UPDATE, startOffset: 5, stateBatches: acknowledged(12, 13) }, time));
    const read = fixture.run(shard.readState(KEY, 0, time));
    assert.deepEqual(read.stateBatches, [...acknowledged(5, 9), ...acknowledged(12, 13)]);
    assert.equal(read.startOffset, 5);
  });

  it("loses nothing acknowledged, and gets nothing of a failed write", () => {
    const fixture = initialized();
    fixture.fail(fixture.shard.writeState(KEY, { ...UPDATE, startOffset: 5 }, fixture.time));
    assert.equal(fixture.shard.stateOf(KEY)?.startOffset, 0);
  });
});

describe("the log of share state", () => {
  it("has a snapshot after so many updates", () => {
    const fixture = initialized({ updatesPerSnapshot: 2 });
    for (let offset = 0; offset < 6; offset++) {
      const change = { ...UPDATE, stateBatches: acknowledged(offset * 2, offset * 2) };
      fixture.run(fixture.shard.writeState(KEY, change, fixture.time));
    }
    const types = fixture.records().map((record) => record.type.slice("share-".length));
    assert.deepEqual(types, ["snapshot", "update", "update", "snapshot", "update", "update", "snapshot"]);
    const last = fixture.records().at(-1)!;
    assert.ok(
      last.type === "share-snapshot" && last.value?.stateBatches.length === 6 && last.value.snapshotEpoch === 2,
    );
  });

  it("is not needed before the oldest snapshot in use", () => {
    const fixture = initialized({ updatesPerSnapshot: 1 });
    const other = { ...KEY, partition: 1 };
    assert.equal(fixture.run(fixture.shard.lastRedundantOffset()), undefined);
    fixture.run(fixture.shard.initializeState(other, { stateEpoch: 0, startOffset: 4 }, fixture.time));
    fixture.run(fixture.shard.writeState(KEY, { ...UPDATE, startOffset: 1 }, fixture.time));
    fixture.run(fixture.shard.writeState(KEY, { ...UPDATE, startOffset: 2 }, fixture.time));
    assert.equal(fixture.run(fixture.shard.lastRedundantOffset()), 1);
    const before = [...fixture.shard.states()];
    fixture.prune(1);
    fixture.reload();
    assert.equal(fixture.shard.stateOf(KEY)?.startOffset, 2);
    assert.equal([...fixture.shard.states()].length, before.length);
    fixture.run(fixture.shard.deleteState(KEY));
    fixture.run(fixture.shard.deleteState(other));
    assert.equal(fixture.run(fixture.shard.lastRedundantOffset()), 5, "the last tombstone");
  });

  it("gets snapshots of states that nobody writes, as long as there is one that was not", () => {
    const fixture = initialized({ coldPartitionSnapshotIntervalMs: 1000 });
    fixture.advance(1000);
    assert.equal(fixture.log.length, 2);
    const state = fixture.shard.stateOf(KEY);
    assert.deepEqual([state?.snapshotEpoch, state?.writeTimestamp], [1, fixture.nowMs]);
    fixture.advance(3000);
    assert.equal(fixture.log.length, 2, "all are cold and written");
  });

  it("forgets deleted topics", () => {
    const fixture = initialized();
    fixture.run(fixture.shard.onTopicsDeleted(new Set([TOPIC])));
    assert.equal(fixture.shard.stateOf(KEY), undefined);
    fixture.reload();
    assert.equal(fixture.shard.stateOf(KEY), undefined);
  });
});
