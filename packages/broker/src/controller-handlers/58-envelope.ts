/**
 * Envelope (key 58), version 0.
 *
 * Behavior: a broker forwards a request of a client that changes the cluster. It is handled as if the client had sent it here, under the
 * client's principal, and its answer goes back as bytes. Whoever may not CLUSTER_ACTION speaks for nobody else. A node that is not the active controller says
 * so of the envelope, so that the broker asks another; a request that cannot be read is one of a version that is not served.
 *
 * Version notes
 * - v0: (KIP-590)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { EnvelopeRequest, EnvelopeResponse } from "@ottla/protocol/messages/envelope";
import { isClusterAuthorized } from "../authorizer/access.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { forwardedClientOf } from "../inter-broker/forwarded-client.ts";
import type { ControllerServices } from "../services/controller-services.ts";

async function handle(
  request: EnvelopeRequest,
  context: RequestContext<ControllerServices>,
): Promise<HandlerResponse<EnvelopeResponse>> {
  const { services } = context;
  if (!isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
    return errorResponse(request, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  }
  if (!services.controller.isActive) return errorResponse(request, ErrorCode.NOT_CONTROLLER);
  const client = forwardedClientOf(request);
  if ("errorCode" in client) return errorResponse(request, client.errorCode);
  const responseData = await services.handleForwarded(request.requestData, client);
  if ("errorCode" in responseData) return errorResponse(request, responseData.errorCode);
  return { errorCode: ErrorCode.NONE, responseData };
}

function errorResponse(_request: EnvelopeRequest, errorCode: number): HandlerResponse<EnvelopeResponse> {
  return { errorCode, responseData: null };
}

/** See the head of this file. */
export const handler: RequestHandler<EnvelopeRequest, EnvelopeResponse, ControllerServices> = {
  apiKey: ApiKey.Envelope,
  request: EnvelopeRequest,
  response: EnvelopeResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
