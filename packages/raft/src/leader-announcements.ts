/** BeginQuorumEpoch and EndQuorumEpoch: a leader says that it leads, or that it does so no more. */

import { ErrorCode } from "@ottla/protocol";
import { NO_NODE } from "./election-state.ts";
import type { Quorum } from "./quorum.ts";
import type {
  BeginQuorumEpochRequest,
  BeginQuorumEpochResponse,
  EndQuorumEpochRequest,
  EndQuorumEpochResponse,
} from "./raft-message.ts";

/** Follows whoever says that it leads an epoch that is not over. */
export function handleBeginQuorumEpoch(
  quorum: Quorum,
  request: BeginQuorumEpochRequest,
  nowMs: number,
): BeginQuorumEpochResponse {
  let errorCode = announcementError(quorum, request);
  if (errorCode === ErrorCode.NONE) {
    adoptLeader(quorum, request, nowMs);
    const isOther = request.voterId !== NO_NODE && request.voterId !== quorum.options.nodeId;
    if (isOther) errorCode = ErrorCode.INVALID_VOTER_KEY;
  }
  return { api: "begin-quorum-epoch", errorCode, epoch: quorum.epoch, leaderId: quorum.leaderId };
}

/**
 * The leader has resigned: whoever is first in its list stands at once, the others later the further down they are, so
 * that those with less of the log do not get in the way.
 */
export function handleEndQuorumEpoch(
  quorum: Quorum,
  request: EndQuorumEpochRequest,
  nowMs: number,
): EndQuorumEpochResponse {
  const errorCode = announcementError(quorum, request);
  if (errorCode === ErrorCode.NONE) {
    adoptLeader(quorum, request, nowMs);
    const { role } = quorum;
    if (role.name === "follower" && role.leaderId === request.leaderId) {
      // A leader that has resigned does not stand in the way of another.
      role.hasFetched = false;
      role.fetchDeadlineMs = nowMs + successorDelayMs(quorum, request.preferredSuccessors);
    }
  }
  return { api: "end-quorum-epoch", errorCode, epoch: quorum.epoch, leaderId: quorum.leaderId };
}

function announcementError(quorum: Quorum, request: { readonly epoch: number; readonly leaderId: number }): number {
  if (request.epoch < quorum.epoch) return ErrorCode.FENCED_LEADER_EPOCH;
  const { nodeId, voterIds } = quorum.options;
  const isLeaderPossible = request.leaderId >= 0 && request.leaderId !== nodeId && voterIds.includes(request.leaderId);
  if (!isLeaderPossible) return ErrorCode.INVALID_REQUEST;
  const isContradiction =
    request.epoch === quorum.epoch && quorum.leaderId !== NO_NODE && quorum.leaderId !== request.leaderId;
  return isContradiction ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE;
}

/** Learns who leads an epoch, if that is news. */
export function adoptLeader(
  quorum: Quorum,
  head: { readonly epoch: number; readonly leaderId: number },
  nowMs: number,
): void {
  const isHigher = head.epoch > quorum.epoch;
  if (head.leaderId !== NO_NODE && head.leaderId !== quorum.options.nodeId) {
    const isFollowed = quorum.role.name === "follower" && !isHigher;
    if (head.epoch >= quorum.epoch && !isFollowed && quorum.role.name !== "leader") {
      quorum.becomeFollower(head.epoch, head.leaderId, nowMs);
      return;
    }
    if (isHigher) quorum.becomeFollower(head.epoch, head.leaderId, nowMs);
    return;
  }
  if (isHigher) quorum.becomeUnattached(head.epoch, nowMs);
}

function successorDelayMs(quorum: Quorum, successors: readonly number[]): number {
  const { electionBackoffMaxMs } = quorum.timeouts;
  const position = successors.indexOf(quorum.options.nodeId);
  if (position === 0) return 0;
  if (position < 0) return electionBackoffMaxMs;
  const baseMs = electionBackoffMaxMs >> (successors.length - 1);
  return Math.min(electionBackoffMaxMs, baseMs << (position - 1));
}
