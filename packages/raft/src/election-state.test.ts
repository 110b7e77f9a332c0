import assert from "node:assert/strict";
import { test } from "node:test";
import { formatQuorumState, parseQuorumState, QuorumStateError } from "./election-state.ts";

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
