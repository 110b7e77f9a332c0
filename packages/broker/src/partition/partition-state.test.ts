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
  state.onFollowerFetch(2, { fetchOffset: 4, logStartOffset: 1, leaderEndOffset: 7, nowMs: 0 });
  state.onFollowerFetch(3, { fetchOffset: 1, logStartOffset: 0, leaderEndOffset: 7, nowMs: 0 });
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

test("a follower joins when it has all that is committed and the beginning of the epoch, one change at a time", () => {
  const state = leaderOf({ replicas: [1, 2, 3], isr: [1] }, 5);
  const fetch = (id: number, fetchOffset: number): void =>
    state.onFollowerFetch(id, { fetchOffset, logStartOffset: 0, leaderEndOffset: 9, nowMs: 100 });
  fetch(2, 4);
  assert.equal(state.mayJoinIsr(2, 3), false, "it lacks the beginning of the epoch");
  fetch(2, 6);
  assert.equal(state.mayJoinIsr(2, 7), false, "it lacks what is committed");
  assert.equal(state.mayJoinIsr(2, 6), true);
  fetch(3, 9);
  state.onIsrRequested([1, 2]);
  assert.equal(state.mayJoinIsr(3, 6), false);
  assert.deepEqual(state.maximalIsr, [1, 2]);
  assert.equal(state.highWatermarkCandidate(9, 1), 6, "whoever was asked for counts already");
  state.onIsrRefused();
  assert.equal(state.highWatermarkCandidate(9, 1), 9);
});

test("a shrinking counts when it is confirmed", () => {
  const state = leaderOf({ replicas: [1, 2], isr: [1, 2] });
  state.onIsrRequested([1]);
  assert.equal(state.highWatermarkCandidate(9, 1), 0);
  state.update(registration({ replicas: [1, 2], isr: [1], partitionEpoch: 1 }), 9);
  assert.equal(state.highWatermarkCandidate(9, 1), 9);
});

test("who has not caught up for too long lags; who has what the leader had at its last fetch was caught up then", () => {
  const state = new PartitionState(1);
  state.update(registration({ replicas: [1, 2], isr: [1, 2] }), 0, 1000);
  const laggards = (nowMs: number, logEndOffset: number): number[] =>
    state.laggards({ nowMs, logEndOffset, lagMs: 500 });
  assert.deepEqual(laggards(1500, 10), [], "nobody lags before the leadership is old enough");
  assert.deepEqual(laggards(1501, 10), [2]);
  state.onFollowerFetch(2, { fetchOffset: 5, logStartOffset: 0, leaderEndOffset: 10, nowMs: 1600 });
  assert.deepEqual(laggards(1600, 10), [2]);
  state.onFollowerFetch(2, { fetchOffset: 10, logStartOffset: 0, leaderEndOffset: 20, nowMs: 1700 });
  assert.deepEqual(laggards(2100, 20), [], "it had at 1700 what there was at 1600");
  assert.deepEqual(laggards(2101, 20), [2]);
  assert.deepEqual(laggards(9999, 10), [], "it has everything");
});
