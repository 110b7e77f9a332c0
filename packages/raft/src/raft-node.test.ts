import assert from "node:assert/strict";
import { test } from "node:test";
import { formatQuorumState, parseQuorumState, QuorumStateError } from "./election-state.ts";
import type { RaftEvent } from "./raft-event.ts";
import { RaftNode, UNKNOWN_HIGH_WATERMARK } from "./raft-node.ts";

const START: RaftEvent = { type: "start", stored: undefined, logEndOffset: 0, lastEpoch: 0 };

function node(): RaftNode {
  return new RaftNode({ nodeId: 1, voterIds: [1] });
}

test("the first start opens epoch 1, durable before its leader change is appended", () => {
  const raft = node();
  assert.deepEqual(raft.step(START, 0), [
    { type: "persist", state: { epoch: 1, leaderId: 1, votedId: -1 }, voterIds: [1] },
    { type: "append-leader-change", epoch: 1, baseOffset: 0, leaderId: 1, voterIds: [1] },
    { type: "become-leader", epoch: 1, epochStartOffset: 0 },
  ]);
  assert.equal(raft.isLeader, true);
  assert.equal(raft.leaderId, 1);
});

test("each start opens a higher epoch than the stored one", () => {
  const raft = node();
  raft.step({ type: "start", stored: { epoch: 7, leaderId: 1, votedId: -1 }, logEndOffset: 90, lastEpoch: 7 }, 0);
  assert.equal(raft.epoch, 8);
  assert.equal(raft.logEndOffset, 91);
});

test("a lost quorum-state does not bring back an epoch that has records", () => {
  const raft = node();
  raft.step({ type: "start", stored: undefined, logEndOffset: 90, lastEpoch: 7 }, 0);
  assert.equal(raft.epoch, 8);
});

test("the high watermark is unknown until a record of the own epoch is durable", () => {
  const raft = node();
  raft.step({ type: "start", stored: undefined, logEndOffset: 90, lastEpoch: 7 }, 0);
  assert.equal(raft.highWatermark, UNKNOWN_HIGH_WATERMARK);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 90 }, 0), []);
  assert.equal(raft.highWatermark, UNKNOWN_HIGH_WATERMARK);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 91 }, 0), [{ type: "commit", highWatermark: 91 }]);
});

test("batches get consecutive offsets and commit when they are durable, in order and once", () => {
  const raft = node();
  raft.step(START, 0);
  assert.deepEqual(raft.step({ type: "propose", recordCount: 3 }, 0), [
    { type: "append", epoch: 1, baseOffset: 1, recordCount: 3 },
  ]);
  assert.deepEqual(raft.step({ type: "propose", recordCount: 2 }, 0), [
    { type: "append", epoch: 1, baseOffset: 4, recordCount: 2 },
  ]);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 4 }, 0), [{ type: "commit", highWatermark: 4 }]);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 4 }, 0), []);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 6 }, 0), [{ type: "commit", highWatermark: 6 }]);
  assert.deepEqual(raft.describe(5), {
    leaderId: 1,
    leaderEpoch: 1,
    highWatermark: 6,
    voters: [{ replicaId: 1, logEndOffset: 6, lastFetchTimestampMs: 5, lastCaughtUpTimestampMs: 5 }],
    observers: [],
  });
});

test("nothing is durable that was not appended", () => {
  const raft = node();
  raft.step(START, 0);
  assert.throws(() => raft.step({ type: "flushed", endOffset: 9 }, 0), /what is durable was appended/);
});

test("a node that resigned commits nothing more and takes no proposal", () => {
  const raft = node();
  raft.step(START, 0);
  assert.deepEqual(raft.step({ type: "resign" }, 0), [{ type: "resigned", epoch: 1 }]);
  assert.deepEqual(raft.step({ type: "flushed", endOffset: 1 }, 0), []);
  assert.throws(() => raft.step({ type: "propose", recordCount: 1 }, 0), /only a leader appends/);
});

test("quorum-state is the text of data_version 0 and comes back as it was", () => {
  const state = { epoch: 3, leaderId: 1, votedId: -1 };
  const text = formatQuorumState(state, [1]);
  assert.equal(
    text,
    '{"clusterId":"","leaderId":1,"leaderEpoch":3,"votedId":-1,"appliedOffset":0,"currentVoters":[{"voterId":1}],' +
      '"data_version":0}',
  );
  assert.deepEqual(parseQuorumState(text), state);
});

test("quorum-state of data_version 1 is understood", () => {
  const text =
    '{"leaderId":-1,"leaderEpoch":4,"votedId":2,"votedDirectoryId":"AAAAAAAAAAAAAAAAAAAAAA","data_version":1}';
  assert.deepEqual(parseQuorumState(text), { epoch: 4, leaderId: -1, votedId: 2 });
});

test("a quorum-state that is not understood is an error, never a fresh start", () => {
  for (const text of ["", "[]", "null", "{}", '{"leaderId":1,"leaderEpoch":-1,"votedId":-1,"data_version":0}', "{"]) {
    assert.throws(() => parseQuorumState(text), QuorumStateError);
  }
});
