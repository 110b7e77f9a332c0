import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { PartitionState } from "./partition-state.ts";
import type { PartitionRegistration } from "./partition-state.ts";

const registration = (change: Partial<PartitionRegistration> = {}): PartitionRegistration => ({
  leader: 1,
  leaderEpoch: 5,
  partitionEpoch: 0,
  isr: [1],
  replicas: [1],
  ...change,
});

function leaderOf(change: Partial<PartitionRegistration> = {}, logEndOffset = 0): PartitionState {
  const state = new PartitionState(1);
  state.update(registration(change), logEndOffset);
  return state;
}

test("the only replica's log end is the high watermark", () => {
  assert.equal(leaderOf().highWatermarkCandidate(7, 1), 7);
});

test("min.insync.replicas beyond the replicas there are asks for no more than those", () => {
  const state = leaderOf();
  assert.equal(state.highWatermarkCandidate(7, 3), 7);
  assert.equal(state.checkMayAppend(-1, 3), ErrorCode.NONE);
});

test("with too few in-sync replicas acks=all is refused and the high watermark stands still", () => {
  const state = leaderOf({ replicas: [1, 2, 3], isr: [1] });
  assert.equal(state.checkMayAppend(-1, 2), ErrorCode.NOT_ENOUGH_REPLICAS);
  assert.equal(state.checkMayAppend(1, 2), ErrorCode.NONE);
  assert.equal(state.highWatermarkCandidate(7, 2), undefined);
  assert.equal(state.checkEnoughReplicas(2), ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
});

test("the high watermark waits for the slowest in-sync follower", () => {
  const state = leaderOf({ replicas: [1, 2, 3], isr: [1, 2] });
  assert.equal(state.highWatermarkCandidate(7, 2), 0);
  state.onFollowerFetch(2, { logEndOffset: 4, logStartOffset: 1, lastCaughtUpMs: 0 });
  state.onFollowerFetch(3, { logEndOffset: 1, logStartOffset: 0, lastCaughtUpMs: 0 });
  assert.equal(state.highWatermarkCandidate(7, 2), 4);
  assert.equal(state.lowWatermark(3), 1);
});

test("epochs fence before leadership is looked at", () => {
  const state = leaderOf({ leader: 2, replicas: [1, 2], isr: [1, 2] });
  assert.equal(state.checkServes(4, true), ErrorCode.FENCED_LEADER_EPOCH);
  assert.equal(state.checkServes(6, true), ErrorCode.UNKNOWN_LEADER_EPOCH);
  assert.equal(state.checkServes(5, true), ErrorCode.NOT_LEADER_OR_FOLLOWER);
  assert.equal(state.checkServes(5, false), ErrorCode.NONE);
  assert.equal(state.checkServes(-1, false), ErrorCode.NONE);
});

test("a new leader epoch starts at the log end, the same one keeps its start", () => {
  const state = leaderOf({}, 10);
  assert.equal(state.leaderEpochStartOffset, 10);
  assert.equal(state.update(registration({ partitionEpoch: 1 }), 20).isNewLeaderEpoch, false);
  assert.equal(state.leaderEpochStartOffset, 10);
  assert.equal(state.update(registration({ leaderEpoch: 6, partitionEpoch: 2 }), 30).isNewLeaderEpoch, true);
  assert.equal(state.leaderEpochStartOffset, 30);
});

test("an epoch that goes back is a broken invariant", () => {
  const state = leaderOf();
  assert.throws(() => state.update(registration({ leaderEpoch: 4 }), 0), /never decreases/);
});
