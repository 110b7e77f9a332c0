/**
 * SyncGroup (key 14), versions 0–5.
 *
 * Behavior: a member asks what it is assigned in the generation it has joined; the leader brings the assignment. The
 * answer waits until the assignment is committed.
 *
 * Version notes
 * - v1: throttle time (KIP-124)
 * - v3: group instance id (KIP-345)
 * - v4: flexible (KIP-482)
 * - v5: protocol type and name, which must be there and be the group's (KIP-559)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { isGroupAuthorized } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const PROTOCOL_SINCE_VERSION = 5;

function handle(
  request: SyncGroupRequest,
  context: RequestContext,
): Input<SyncGroupResponse> | Promise<Input<SyncGroupResponse>> {
  const namesProtocol = request.protocolType !== null && request.protocolName !== null;
  if (context.apiVersion >= PROTOCOL_SINCE_VERSION && !namesProtocol) {
    return { errorCode: ErrorCode.INCONSISTENT_GROUP_PROTOCOL };
  }
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  return context.services.groupCoordinator.syncGroup(request);
}

export const handler: RequestHandler<SyncGroupRequest, SyncGroupResponse> = {
  apiKey: ApiKey.SyncGroup,
  request: SyncGroupRequest,
  response: SyncGroupResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
