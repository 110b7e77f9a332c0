/**
 * ConsumerGroupDescribe (key 69), versions 0–1 (KIP-848).
 *
 * Behavior: what consumer groups are, who is in them, what each member has and is to have. GROUP_ID_NOT_FOUND for a group that
 * does not exist or is of another type. UNSUPPORTED_VERSION while `group.version` is 0.
 *
 * Version notes
 * - v1: whether a member uses the classic or the consumer protocol (KIP-1099)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from "@ottla/protocol/messages/consumer-group-describe";
import { consumerProtocolError } from "../group-coordinator/group-version.ts";
import { ALL_GROUP_OPERATIONS } from "./authorized-operations.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = {
  apiKey: ApiKey.ConsumerGroupDescribe,
  request: ConsumerGroupDescribeRequest,
  response: ConsumerGroupDescribeResponse,
  handle({ groupIds, includeAuthorizedOperations }, { services }) {
    const errorCode = consumerProtocolError(services);
    if (errorCode !== undefined) return { groups: groupIds.map((groupId) => ({ groupId, errorCode })) };
    const described = services.groupCoordinator.describeConsumerGroups(groupIds);
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
