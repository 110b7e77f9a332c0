/**
 * LeaveGroup (key 13), versions 0–5.
 *
 * Behavior: members leave a group, which rebalances without them. An administrator removes a static member by its group
 * instance id alone.
 *
 * Version notes
 * - v0–2: one member, named by its id; its outcome is the response's error
 * - v1: throttle time (KIP-124)
 * - v3: several members, by id or group instance id, each with an outcome (KIP-345)
 * - v4: flexible (KIP-482)
 * - v5: reason (KIP-800)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { isGroupAuthorized } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const MEMBERS_SINCE_VERSION = 3;

async function handle(request: LeaveGroupRequest, context: RequestContext): Promise<Input<LeaveGroupResponse>> {
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  const { groupCoordinator } = context.services;
  if (context.apiVersion >= MEMBERS_SINCE_VERSION) return groupCoordinator.leaveGroup(request);
  const member = { memberId: request.memberId, groupInstanceId: null, reason: null };
  const { errorCode = ErrorCode.NONE, members } = await groupCoordinator.leaveGroup({ ...request, members: [member] });
  return { errorCode: errorCode === ErrorCode.NONE ? members?.[0]?.errorCode : errorCode };
}

export const handler: RequestHandler<LeaveGroupRequest, LeaveGroupResponse> = {
  apiKey: ApiKey.LeaveGroup,
  request: LeaveGroupRequest,
  response: LeaveGroupResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
