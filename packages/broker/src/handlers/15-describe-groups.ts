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

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import type { RequestHandler } from "./handler.ts";

const AUTHORIZED_OPERATIONS_SINCE_VERSION = 3;
/** All that can be done with a group, one bit for each of Kafka's operations: without an authorizer anybody may. */
const ALL_GROUP_OPERATIONS = [
  /* read */ 3, /* delete */ 6, /* describe */ 8, /* describe configs */ 10, /* alter configs */ 11,
].reduce((bits, operation) => bits | (1 << operation), 0);

export const handler: RequestHandler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  apiKey: ApiKey.DescribeGroups,
  request: DescribeGroupsRequest,
  response: DescribeGroupsResponse,
  handle({ groups: groupIds, includeAuthorizedOperations }, { apiVersion, services }) {
    const described = services.groupCoordinator.describeGroups(groupIds, apiVersion);
    if (apiVersion < AUTHORIZED_OPERATIONS_SINCE_VERSION || !includeAuthorizedOperations) return { groups: described };
    const groups = described.map((group) =>
      (group.errorCode ?? ErrorCode.NONE) === ErrorCode.NONE
        ? { ...group, authorizedOperations: ALL_GROUP_OPERATIONS }
        : group,
    );
    return { groups };
  },
  errorResponse: ({ groups }, errorCode) => ({ groups: groups.map((groupId) => ({ groupId, errorCode })) }),
};
