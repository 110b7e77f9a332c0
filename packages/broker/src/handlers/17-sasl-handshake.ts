/**
 * SaslHandshake (key 17), versions 0–1.
 *
 * Behavior: a client that means to authenticate asks which mechanisms there are. The listeners are PLAINTEXT, where everybody is in already, so it is told
 * ILLEGAL_SASL_STATE, as by Kafka. That ends a client with the wrong security.protocol at once, where a closed connection would have it try for ever.
 *
 * Version notes
 * - v1: SaslAuthenticate follows (KIP-152)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { SaslHandshakeRequest, SaslHandshakeResponse } from "@ottla/protocol/messages/sasl-handshake";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestHandler } from "./handler.ts";

function handle(request: SaslHandshakeRequest): HandlerResponse<SaslHandshakeResponse> {
  return errorResponse(request, ErrorCode.ILLEGAL_SASL_STATE);
}

function errorResponse(_request: SaslHandshakeRequest, errorCode: number): HandlerResponse<SaslHandshakeResponse> {
  return { errorCode, mechanisms: [] };
}

/** See the head of this file. */
export const handler: RequestHandler<SaslHandshakeRequest, SaslHandshakeResponse, AdminServices> = {
  apiKey: ApiKey.SaslHandshake,
  request: SaslHandshakeRequest,
  response: SaslHandshakeResponse,
  handle,
  errorResponse,
};
