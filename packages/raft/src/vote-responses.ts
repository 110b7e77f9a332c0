/** The votes of others: enough of them make a prospective node a candidate, and a candidate the leader. */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { NO_NODE } from "./election-state.ts";
import { majorityOf } from "./leader-state.ts";
import type { Quorum } from "./quorum.ts";
import type { VoteRequest, VoteResponse } from "./raft-message.ts";

/** Counts one answer; returns whether it was one that is counted. */
export function onVoteResponse(
  quorum: Quorum,
  exchange: { readonly voterId: number; readonly request: VoteRequest; readonly response: VoteResponse },
  nowMs: number,
): boolean {
  const { role } = quorum;
  const { voterId, request, response } = exchange;
  if (role.name !== "prospective" && role.name !== "candidate") return true;
  // The answer to an earlier election, or to the question that came before this one.
  const isAnswer = request.isPreVote === (role.name === "prospective") && request.epoch === quorum.epoch;
  if (!isAnswer) return true;
  if (response.errorCode !== ErrorCode.NONE) {
    role.asked.delete(voterId);
    return false;
  }
  assert(quorum.options.voterIds.includes(voterId), "votes of voters count");
  (response.isVoteGranted ? role.granting : role.rejecting).add(voterId);
  const majority = majorityOf(quorum.options.voterIds.length);
  if (role.granting.size >= majority) {
    if (role.name === "prospective") quorum.becomeCandidate(nowMs);
    else quorum.becomeLeader([...role.granting], nowMs);
  } else if (role.name === "prospective" && quorum.options.voterIds.length - role.rejecting.size < majority) {
    onElectionLost(quorum, nowMs);
  }
  return true;
}

/** A pre-vote without a majority: back to the leader that is known, or to waiting for one. */
export function onElectionLost(quorum: Quorum, nowMs: number): void {
  const { epoch, leaderId } = quorum;
  if (leaderId === NO_NODE || leaderId === quorum.options.nodeId) quorum.becomeUnattached(epoch, nowMs);
  else quorum.becomeFollower(epoch, leaderId, nowMs);
}
