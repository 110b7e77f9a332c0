/**
 * AlterShareGroupOffsets (key 91), version 0 (KIP-932).
 *
 * Behavior: sets where a share group without members begins in partitions; makes the group if it is not there.
 * UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v0: KIP-932
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
  type AlterShareGroupOffsetsResponseTopic,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import { authorizedTopics, isGroupAuthorized, splitByName } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: AlterShareGroupOffsetsRequest,
  context: RequestContext,
): Promise<Input<AlterShareGroupOffsetsResponse>> {
  const { shareGroups, groupCoordinator, metadata } = context.services;
  if (!shareGroups.isEnabled) return errorResponse(request, ErrorCode.UNSUPPORTED_VERSION);
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return errorResponse(request, ErrorCode.GROUP_AUTHORIZATION_FAILED);
  }
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const { authorized, unauthorized } = splitByName(request.topics, ({ topicName }) => topicName, mayRead);
  const altered = await groupCoordinator.share.alterOffsets({ ...request, topics: [...authorized] });
  if (unauthorized.length === 0 || (altered.errorCode ?? ErrorCode.NONE) !== ErrorCode.NONE) return altered;
  const errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  const refused = unauthorized
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ topicName, partitions }): Input<AlterShareGroupOffsetsResponseTopic> => ({
      topicName,
      topicId: metadata.image.topics.getByName(topicName)?.id ?? ZERO_UUID,
      partitions: partitions.map(({ partitionIndex }) => {
        return { partitionIndex, errorCode, errorMessage: errorMessage(errorCode) };
      }),
    }));
  return { ...altered, responses: [...refused, ...(altered.responses ?? [])] };
}

function errorResponse(
  _request: AlterShareGroupOffsetsRequest,
  errorCode: number,
): Input<AlterShareGroupOffsetsResponse> {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

export const handler: RequestHandler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  apiKey: ApiKey.AlterShareGroupOffsets,
  request: AlterShareGroupOffsetsRequest,
  response: AlterShareGroupOffsetsResponse,
  handle,
  errorResponse,
};
