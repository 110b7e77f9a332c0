/**
 * Heartbeat (key 12), versions 0–4.
 *
 * Behavior: a member of a group is there; its session begins anew. REBALANCE_IN_PROGRESS tells it to join again.
 *
 * Version notes
 * - v1: throttle time (KIP-124)
 * - v3: group instance id (KIP-345)
 * - v4: flexible (KIP-482)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { isGroupAuthorized } from "../authorizer/authorized-names.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<HeartbeatRequest, HeartbeatResponse> = {
  apiKey: ApiKey.Heartbeat,
  request: HeartbeatRequest,
  response: HeartbeatResponse,
  handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
    }
    return context.services.groupCoordinator.heartbeat(request);
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
