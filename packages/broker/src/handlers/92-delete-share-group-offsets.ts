/**
 * DeleteShareGroupOffsets (key 92), version 0 (KIP-932).
 *
 * Behavior: forgets where a share group without members is in topics. UNSUPPORTED_VERSION while `share.version` is 0.
 *
 * Version notes
 * - v0: KIP-932
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import { authorizedTopics, isGroupAuthorized, splitByName } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: DeleteShareGroupOffsetsRequest,
  context: RequestContext,
): Promise<Input<DeleteShareGroupOffsetsResponse>> {
  const { shareGroups, groupCoordinator } = context.services;
  if (!shareGroups.isEnabled) return errorResponse(request, ErrorCode.UNSUPPORTED_VERSION);
  if (!isGroupAuthorized(context, AclOperation.DELETE, request.groupId)) {
    return errorResponse(request, ErrorCode.GROUP_AUTHORIZATION_FAILED);
  }
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const { authorized, unauthorized } = splitByName(request.topics, ({ topicName }) => topicName, mayRead);
  const deleted = await groupCoordinator.share.deleteOffsets({ ...request, topics: [...authorized] });
  if (unauthorized.length === 0 || (deleted.errorCode ?? ErrorCode.NONE) !== ErrorCode.NONE) return deleted;
  const errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  const refused = unauthorized.map(({ topicName }) => {
    return { topicName, errorCode, errorMessage: errorMessage(errorCode) };
  });
  return { ...deleted, responses: [...refused, ...(deleted.responses ?? [])] };
}

function errorResponse(
  _request: DeleteShareGroupOffsetsRequest,
  errorCode: number,
): Input<DeleteShareGroupOffsetsResponse> {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

export const handler: RequestHandler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  apiKey: ApiKey.DeleteShareGroupOffsets,
  request: DeleteShareGroupOffsetsRequest,
  response: DeleteShareGroupOffsetsResponse,
  handle,
  errorResponse,
};
