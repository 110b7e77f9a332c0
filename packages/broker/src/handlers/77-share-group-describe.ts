/**
 * ShareGroupDescribe (key 77), version 1 (KIP-932).
 *
 * Behavior: what share groups are, who is in them, which partitions each member has. GROUP_ID_NOT_FOUND for a group that does
 * not exist or is of another type. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v1: the first stable one
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { ShareGroupDescribeRequest, ShareGroupDescribeResponse } from "@ottla/protocol/messages/share-group-describe";
import { ALL_GROUP_OPERATIONS } from "./authorized-operations.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  apiKey: ApiKey.ShareGroupDescribe,
  request: ShareGroupDescribeRequest,
  response: ShareGroupDescribeResponse,
  handle({ groupIds, includeAuthorizedOperations }, { services }) {
    if (!services.shareGroups.isEnabled) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: ErrorCode.UNSUPPORTED_VERSION })) };
    }
    const described = services.groupCoordinator.share.describe(groupIds);
    if (!includeAuthorizedOperations) return { groups: described };
    const groups = described.map((group) =>
      (group.errorCode ?? ErrorCode.NONE) === ErrorCode.NONE
        ? { ...group, authorizedOperations: ALL_GROUP_OPERATIONS }
        : group,
    );
    return { groups };
  },
  errorResponse: ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }),
};
