/**
 * BrokerHeartbeat (key 63), versions 0–2.
 *
 * Behavior: a broker says that it lives, how far it has read the metadata, and whether it wants to serve or to stop; it is told whether it is
 * fenced and whether it may stop. Its replicas in directories that it says are offline leave the in-sync sets. Cordoned ones are not looked at yet.
 *
 * Version notes
 * - v0: (KIP-631)
 * - v1: offline log directories (KIP-858)
 * - v2: cordoned log directories (KIP-1066)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from "@ottla/protocol/messages/broker-heartbeat";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

async function beat(
  request: BrokerHeartbeatRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<BrokerHeartbeatResponse>> {
  const outcome = await services.controller.submit((controller, context) =>
    controller.handleBrokerHeartbeat(request, context),
  );
  return "code" in outcome ? { errorCode: outcome.code } : { errorCode: ErrorCode.NONE, ...outcome };
}

function handle(
  request: BrokerHeartbeatRequest,
  context: RequestContext<ControllerServices>,
): Promise<HandlerResponse<BrokerHeartbeatResponse>> {
  return controllerOutcome(beat(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(_request: BrokerHeartbeatRequest, errorCode: number): HandlerResponse<BrokerHeartbeatResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<BrokerHeartbeatRequest, BrokerHeartbeatResponse, ControllerServices> = {
  apiKey: ApiKey.BrokerHeartbeat,
  request: BrokerHeartbeatRequest,
  response: BrokerHeartbeatResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
