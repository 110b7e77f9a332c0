/**
 * ShareGroupHeartbeat (key 76), version 1 (KIP-932).
 *
 * Behavior: a member of a share group joins (epoch 0), keeps up, or leaves (−1). The answer carries the member's partitions
 * whenever that is news. Only partitions are handed out of which there is share state; a heartbeat has it made for topics that
 * are new to the group. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v1: the first stable one
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { authorizedTopics, isGroupAuthorized } from "../authorizer/authorized-names.ts";
import { groupRequestContext } from "../group-coordinator/group-request-context.ts";
import type { RequestHandler } from "./handler.ts";

/** Members make their ids themselves: a UUID as text at most. */
const MEMBER_ID_MAX_LENGTH = 36;

export const handler: RequestHandler<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = {
  apiKey: ApiKey.ShareGroupHeartbeat,
  request: ShareGroupHeartbeatRequest,
  response: ShareGroupHeartbeatResponse,
  handle(request, context) {
    const { shareGroups, groupCoordinator } = context.services;
    if (!shareGroups.isEnabled) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
    const { groupId, memberId, subscribedTopicNames } = request;
    if (!isGroupAuthorized(context, AclOperation.READ, groupId)) {
      return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
    }
    if (memberId === "" || memberId.length > MEMBER_ID_MAX_LENGTH) return { errorCode: ErrorCode.INVALID_REQUEST };
    const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
    if (subscribedTopicNames?.every(mayDescribe) === false) {
      return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED };
    }
    return groupCoordinator.share.heartbeat(request, groupRequestContext(context));
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
