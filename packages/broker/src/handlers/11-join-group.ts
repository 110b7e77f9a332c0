/**
 * JoinGroup (key 11), versions 0–9.
 *
 * Behavior: a consumer joins a group, or joins again for the next generation. The answer waits until the join phase of
 * the rebalance ends: it names the generation, the protocol and the leader, and tells the leader who the members are.
 * A session timeout outside of the broker's limits is refused.
 *
 * Version notes
 * - v0: no rebalance timeout: the session timeout counts
 * - v1: rebalance timeout (KIP-62)
 * - v2: throttle time (KIP-124)
 * - v4: a dynamic member is given an id first and has to come again with it (KIP-394)
 * - v5: group instance id (KIP-345)
 * - v6: flexible (KIP-482)
 * - v7: protocol type in the response, protocol name may be null (KIP-559)
 * - v8: reason (KIP-800)
 * - v9: a returning static leader is told not to assign again (KIP-814)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { isGroupAuthorized } from "../authorizer/authorized-names.ts";
import { groupRequestContext } from "../group-coordinator/group-request-context.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const REBALANCE_TIMEOUT_SINCE_VERSION = 1;
const NULL_PROTOCOL_NAME_SINCE_VERSION = 7;

async function handle(request: JoinGroupRequest, context: RequestContext): Promise<Input<JoinGroupResponse>> {
  const { apiVersion, services } = context;
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return inVersion({ errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }, apiVersion);
  }
  const rebalanceTimeoutMs =
    apiVersion < REBALANCE_TIMEOUT_SINCE_VERSION ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
  const asked = { ...request, rebalanceTimeoutMs };
  return inVersion(await services.groupCoordinator.joinGroup(asked, groupRequestContext(context)), apiVersion);
}

/** No protocol name is "" before version 7 and null from then on. */
function inVersion(response: Input<JoinGroupResponse>, apiVersion: number): Input<JoinGroupResponse> {
  const none = apiVersion < NULL_PROTOCOL_NAME_SINCE_VERSION ? "" : null;
  const protocolName = response.protocolName ?? "";
  return { ...response, protocolName: protocolName === "" ? none : protocolName };
}

export const handler: RequestHandler<JoinGroupRequest, JoinGroupResponse> = {
  apiKey: ApiKey.JoinGroup,
  request: JoinGroupRequest,
  response: JoinGroupResponse,
  handle,
  errorResponse: (_request, errorCode, { apiVersion }) => inVersion({ errorCode }, apiVersion),
};
