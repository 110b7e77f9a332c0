/**
 * ShareAcknowledge (key 79), versions 1–2.
 *
 * Behavior: a member of a share group says what became of records that it holds: accepted, released, rejected, a gap, or (v2)
 * that it needs more time. It is one request of a share session, whose epoch it carries; −1 ends the session, and what the member
 * still holds is available again. The answer comes when the new states are persisted.
 *
 * Version notes
 * - v1: (KIP-932)
 * - v2: renewal of locks, their duration in the answer (KIP-1222)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  ShareAcknowledgeRequest,
  ShareAcknowledgeResponse,
  type PartitionData,
  type ShareAcknowledgeTopicResponse,
} from "@ottla/protocol/messages/share-acknowledge";
import { authorizedTopics, isGroupAuthorized } from "../authorizer/authorized-names.ts";
import type { PartitionOutcome, SharePartitionManager } from "../share-fetch/share-partition-manager.ts";
import { FINAL_EPOCH, INITIAL_EPOCH, nextShareSessionEpoch } from "../share-fetch/share-session.ts";
import type { ShareSessionKey } from "../share-fetch/share-session.ts";
import { currentLeader, LeaderEndpoints } from "./current-leader.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import { acknowledge, isShareMemberId } from "./share-acknowledgements.ts";

async function handle(
  request: ShareAcknowledgeRequest,
  context: RequestContext,
): Promise<HandlerResponse<ShareAcknowledgeResponse>> {
  const { shareGroups } = context.services;
  const { groupId, memberId, shareSessionEpoch, topics, isRenewAck } = request;
  if (!shareGroups.isEnabled) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
  if (groupId === null) return { errorCode: ErrorCode.INVALID_REQUEST };
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  if (!isShareMemberId(memberId)) return { errorCode: ErrorCode.INVALID_REQUEST };
  const { partitions } = await shareGroups.load();
  const session = { groupId, memberId };
  const errorCode = advanceSession(partitions, session, shareSessionEpoch);
  if (errorCode !== ErrorCode.NONE) return { errorCode };
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const outcomes = await acknowledge({ session, topics, isRenewAck, mayRead }, partitions, context);
  if (shareSessionEpoch === FINAL_EPOCH) void partitions.releaseSession(session);
  return responseOf(outcomes, partitions.configOf(groupId).recordLockDurationMs, context);
}

function advanceSession(partitions: SharePartitionManager, key: ShareSessionKey, epoch: number): number {
  if (epoch === INITIAL_EPOCH) return ErrorCode.INVALID_SHARE_SESSION_EPOCH;
  const session = partitions.sessions.get(key);
  if (session === undefined) return ErrorCode.SHARE_SESSION_NOT_FOUND;
  if (epoch === FINAL_EPOCH) return ErrorCode.NONE;
  if (session.epoch !== epoch) return ErrorCode.INVALID_SHARE_SESSION_EPOCH;
  session.epoch = nextShareSessionEpoch(epoch);
  return ErrorCode.NONE;
}

function responseOf(
  outcomes: readonly PartitionOutcome[],
  acquisitionLockTimeoutMs: number,
  context: RequestContext,
): Input<ShareAcknowledgeResponse> {
  const endpoints = new LeaderEndpoints(context);
  const byTopic = new Map<string, Input<PartitionData>[]>();
  for (const { target, errorCode, message } of outcomes) {
    const isMoved = errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH;
    const leader = isMoved ? currentLeader(target.topic ?? "", target.partition, context) : undefined;
    if (leader !== undefined) endpoints.add(leader.leaderId);
    const partition = {
      partitionIndex: target.partition,
      errorCode,
      errorMessage: message,
      ...(leader === undefined ? {} : { currentLeader: leader }),
    };
    const partitions = byTopic.get(target.topicId);
    if (partitions === undefined) byTopic.set(target.topicId, [partition]);
    else partitions.push(partition);
  }
  const responses = [...byTopic].map(([topicId, partitions]): Input<ShareAcknowledgeTopicResponse> => ({
    topicId,
    partitions,
  }));
  return { acquisitionLockTimeoutMs, responses, nodeEndpoints: endpoints.values };
}

/** See the head of this file. */
export const handler: RequestHandler<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = {
  apiKey: ApiKey.ShareAcknowledge,
  request: ShareAcknowledgeRequest,
  response: ShareAcknowledgeResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
