/**
 * Requests for votes. A vote goes to a log that has everything this one has, once an epoch, and is durable before it is
 * answered. A pre-vote changes nothing here: it is refused while a leader answers this node, so that a node which was cut
 * off does not depose a working leader when it comes back (KIP-996).
 */

import { ErrorCode } from "@ottla/protocol";
import { NO_NODE } from "./election-state.ts";
import type { Quorum } from "./quorum.ts";
import type { VoteRequest, VoteResponse } from "./raft-message.ts";

/** Answers a vote request. */
export function handleVote(quorum: Quorum, request: VoteRequest, nowMs: number): VoteResponse {
  const { lastEpoch, lastOffset, epoch, candidateId, isPreVote } = request;
  const isImpossible = isPreVote ? lastEpoch > epoch : lastEpoch >= epoch;
  if (isImpossible || lastEpoch < 0 || lastOffset < 0 || candidateId < 0) {
    return voteResponse(quorum, ErrorCode.INVALID_REQUEST, false);
  }
  if (epoch < quorum.epoch) return voteResponse(quorum, ErrorCode.FENCED_LEADER_EPOCH, false);
  if (epoch > quorum.epoch) quorum.becomeUnattached(epoch, nowMs);
  if (request.voterId !== NO_NODE && request.voterId !== quorum.options.nodeId) {
    return voteResponse(quorum, ErrorCode.INVALID_VOTER_KEY, false);
  }
  const isGranted = isUpToDate(quorum, request) && (isPreVote ? mayPreVote(quorum) : mayVote(quorum, candidateId));
  if (isGranted && !isPreVote) quorum.vote(candidateId, nowMs);
  return voteResponse(quorum, ErrorCode.NONE, isGranted);
}

/** Whether the candidate's log ends no earlier than this one. */
function isUpToDate(quorum: Quorum, { lastEpoch, lastOffset }: VoteRequest): boolean {
  const { log } = quorum;
  return lastEpoch > log.lastEpoch || (lastEpoch === log.lastEpoch && lastOffset >= log.endOffset);
}

function mayPreVote({ role }: Quorum): boolean {
  return role.name === "follower" ? !role.hasFetched : role.name !== "leader";
}

function mayVote({ role, leaderId, votedId }: Quorum, candidateId: number): boolean {
  if (role.name !== "unattached" && role.name !== "prospective") return false;
  return leaderId === NO_NODE && (votedId === NO_NODE || votedId === candidateId);
}

function voteResponse(quorum: Quorum, errorCode: number, isVoteGranted: boolean): VoteResponse {
  return { api: "vote", errorCode, epoch: quorum.epoch, leaderId: quorum.leaderId, isVoteGranted };
}
