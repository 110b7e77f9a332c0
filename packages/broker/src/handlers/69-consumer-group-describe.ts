/**
 * ConsumerGroupDescribe (key 69), versions 0–1 (KIP-848).
 *
 * Behavior: what consumer groups are, who is in them, what each member has and is to have. GROUP_ID_NOT_FOUND for a group that
 * does not exist or is of another type. UNSUPPORTED_VERSION while `group.version` is 0. Whoever may not describe all topics that its members have or are
 * to have learns nothing of a group.
 *
 * Version notes
 * - v1: whether a member uses the classic or the consumer protocol (KIP-1099)
 */

import { ApiKey, type Input } from "@ottla/protocol";
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
  type DescribedGroup,
} from "@ottla/protocol/messages/consumer-group-describe";
import { consumerProtocolError } from "../group-coordinator/group-version.ts";
import { describedGroups, withoutHiddenTopics } from "./described-groups.ts";
import type { RequestHandler } from "./handler.ts";

function topicsOf({ members = [] }: Input<DescribedGroup>): string[] {
  return members.flatMap(({ assignment, targetAssignment }) =>
    [assignment, targetAssignment].flatMap((one) => one?.topicPartitions ?? []).map(({ topicName = "" }) => topicName),
  );
}

export const handler: RequestHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = {
  apiKey: ApiKey.ConsumerGroupDescribe,
  request: ConsumerGroupDescribeRequest,
  response: ConsumerGroupDescribeResponse,
  handle({ groupIds, includeAuthorizedOperations: includesOperations }, context) {
    const { services } = context;
    const errorCode = consumerProtocolError(services);
    if (errorCode !== undefined) return { groups: groupIds.map((groupId) => ({ groupId, errorCode })) };
    const groups = describedGroups({ groupIds, includesOperations }, context, (authorized) =>
      services.groupCoordinator.describeConsumerGroups(authorized),
    );
    return { groups: withoutHiddenTopics(groups, context, topicsOf) };
  },
  errorResponse: ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }),
};
