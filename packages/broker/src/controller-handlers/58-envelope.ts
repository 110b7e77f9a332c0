/**
 * Envelope (key 58), version 0.
 *
 * Behavior: a broker forwards a request of a client that changes the cluster. It is handled as if the client had sent it here, under the
 * client's principal, and its answer goes back as bytes. A node that is not the active controller says so of the envelope, so that the broker asks another.
 *
 * Version notes
 * - v0: (KIP-590)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { EnvelopeRequest, EnvelopeResponse } from "@ottla/protocol/messages/envelope";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { forwardedClientOf } from "../inter-broker/forwarded-client.ts";
import type { ControllerServices } from "../services/controller-services.ts";

async function handle(
  request: EnvelopeRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<EnvelopeResponse>> {
  if (!services.controller.isActive) return errorResponse(request, ErrorCode.NOT_CONTROLLER);
  const client = forwardedClientOf(request);
  if ("errorCode" in client) return errorResponse(request, client.errorCode);
  const responseData = await services.handleForwarded(request.requestData, client);
  if (responseData === undefined) return errorResponse(request, ErrorCode.INVALID_REQUEST);
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
  handle,
  errorResponse,
};
