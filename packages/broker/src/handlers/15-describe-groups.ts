/**
 * DescribeGroups (key 15), versions 0–6.
 *
 * Behavior: what classic groups are and who is in them. Members' metadata is shown while the group is stable. A group
 * that does not exist is Dead.
 *
 * Version notes
 * - v1: throttle time (KIP-124)
 * - v3: which operations the client may do (KIP-430)
 * - v4: group instance ids (KIP-345)
 * - v5: flexible (KIP-482)
 * - v6: GROUP_ID_NOT_FOUND and a message for a group that does not exist (KIP-1043)
 */

import { ApiKey } from "@ottla/protocol";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import { describedGroups } from "./described-groups.ts";
import type { RequestHandler } from "./handler.ts";

const AUTHORIZED_OPERATIONS_SINCE_VERSION = 3;

export const handler: RequestHandler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  apiKey: ApiKey.DescribeGroups,
  request: DescribeGroupsRequest,
  response: DescribeGroupsResponse,
  handle({ groups: groupIds, includeAuthorizedOperations }, context) {
    const { apiVersion, services } = context;
    const includesOperations = includeAuthorizedOperations && apiVersion >= AUTHORIZED_OPERATIONS_SINCE_VERSION;
    const groups = describedGroups({ groupIds, includesOperations }, context, (authorized) =>
      services.groupCoordinator.describeGroups(authorized, apiVersion),
    );
    return { groups };
  },
  errorResponse: ({ groups }, errorCode) => ({ groups: groups.map((groupId) => ({ groupId, errorCode })) }),
};
