/**
 * DescribeShareGroupOffsets (key 90), versions 0–1 (KIP-932).
 *
 * Behavior: where share groups begin in their partitions, and how many records are left; of all partitions that have share state
 * when no topics are named, but for topics that may not be described. What has none begins at −1. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v1: how many records are left (KIP-1226)
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
  type DescribeShareGroupOffsetsRequestGroup,
  type DescribeShareGroupOffsetsRequestTopic,
  type DescribeShareGroupOffsetsResponseGroup,
  type DescribeShareGroupOffsetsResponseTopic,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import { authorizedTopics, isGroupAuthorized, splitByName } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function describe(
  group: DescribeShareGroupOffsetsRequestGroup,
  context: RequestContext,
): Promise<Input<DescribeShareGroupOffsetsResponseGroup>> {
  const { groupId, topics: asked } = group;
  if (!isGroupAuthorized(context, AclOperation.DESCRIBE, groupId)) {
    return { groupId, errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  const { share } = context.services.groupCoordinator;
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  if (asked === null) {
    const described = await share.describeOffsets(group);
    return { ...described, topics: described.topics?.filter(({ topicName = "" }) => mayDescribe(topicName)) };
  }
  const { authorized, unauthorized } = splitByName(asked, ({ topicName }) => topicName, mayDescribe);
  const described = await share.describeOffsets({ ...group, topics: [...authorized] });
  if (unauthorized.length === 0 || (described.errorCode ?? ErrorCode.NONE) !== ErrorCode.NONE) return described;
  return { ...described, topics: [...(described.topics ?? []), ...unauthorized.map(refusedTopic)] };
}

function refusedTopic({
  topicName,
  partitions,
}: DescribeShareGroupOffsetsRequestTopic): Input<DescribeShareGroupOffsetsResponseTopic> {
  const errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  const refused = { startOffset: -1, lag: -1, errorCode, errorMessage: errorMessage(errorCode) };
  return {
    topicName,
    topicId: ZERO_UUID,
    partitions: partitions.map((partitionIndex) => ({ partitionIndex, ...refused })),
  };
}

export const handler: RequestHandler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  apiKey: ApiKey.DescribeShareGroupOffsets,
  request: DescribeShareGroupOffsetsRequest,
  response: DescribeShareGroupOffsetsResponse,
  async handle({ groups }, context) {
    const { services } = context;
    if (!services.shareGroups.isEnabled) {
      return { groups: groups.map(({ groupId }) => ({ groupId, errorCode: ErrorCode.UNSUPPORTED_VERSION })) };
    }
    return { groups: await Promise.all(groups.map((group) => describe(group, context))) };
  },
  errorResponse: ({ groups }, errorCode) => ({ groups: groups.map(({ groupId }) => ({ groupId, errorCode })) }),
};
