/**
 * ShareGroupDescribe (key 77), version 1 (KIP-932).
 *
 * Behavior: what share groups are, who is in them, which partitions each member has. GROUP_ID_NOT_FOUND for a group that does
 * not exist or is of another type. UNSUPPORTED_VERSION while `share.version` is 0. Whoever may not describe all topics that its members have learns nothing of
 * a group.
 *
 * Version notes
 * - v1: the first stable one
 */

import { ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  ShareGroupDescribeRequest,
  ShareGroupDescribeResponse,
  type DescribedGroup,
} from "@ottla/protocol/messages/share-group-describe";
import { describedGroups, withoutHiddenTopics } from "./described-groups.ts";
import type { RequestHandler } from "./handler.ts";

function topicsOf({ members = [] }: Input<DescribedGroup>): string[] {
  return members.flatMap(({ assignment }) =>
    (assignment?.topicPartitions ?? []).map(({ topicName = "" }) => topicName),
  );
}

export const handler: RequestHandler<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  apiKey: ApiKey.ShareGroupDescribe,
  request: ShareGroupDescribeRequest,
  response: ShareGroupDescribeResponse,
  handle({ groupIds, includeAuthorizedOperations: includesOperations }, context) {
    const { services } = context;
    if (!services.shareGroups.isEnabled) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: ErrorCode.UNSUPPORTED_VERSION })) };
    }
    const groups = describedGroups({ groupIds, includesOperations }, context, (authorized) =>
      services.groupCoordinator.share.describe(authorized),
    );
    return { groups: withoutHiddenTopics(groups, context, topicsOf) };
  },
  errorResponse: ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }),
};
