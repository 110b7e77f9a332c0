/**
 * SaslAuthenticate (key 36), versions 0–2.
 *
 * Behavior: a client proves who it is, on a listener that has not asked: ILLEGAL_SASL_STATE in Kafka's words, see SaslHandshake.
 *
 * Version notes
 * - v1: how long the session lasts (KIP-368)
 * - v2: flexible (KIP-482)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { SaslAuthenticateRequest, SaslAuthenticateResponse } from "@ottla/protocol/messages/sasl-authenticate";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestHandler } from "./handler.ts";

function handle(): HandlerResponse<SaslAuthenticateResponse> {
  return {
    errorCode: ErrorCode.ILLEGAL_SASL_STATE,
    errorMessage: "SaslAuthenticate request received after successful authentication",
    authBytes: NO_BYTES,
  };
}

function errorResponse(
  _request: SaslAuthenticateRequest,
  errorCode: number,
): HandlerResponse<SaslAuthenticateResponse> {
  return { errorCode, errorMessage: null, authBytes: NO_BYTES };
}

const NO_BYTES = new Uint8Array(0);

/** See the head of this file. */
export const handler: RequestHandler<SaslAuthenticateRequest, SaslAuthenticateResponse, AdminServices> = {
  apiKey: ApiKey.SaslAuthenticate,
  request: SaslAuthenticateRequest,
  response: SaslAuthenticateResponse,
  handle,
  errorResponse,
};
