/**
 * ExpireDelegationToken (key 40), versions 1–3.
 *
 * Behavior: an earlier end for the token with this HMAC:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not; with
 * DELEGATION_TOKEN_AUTH_DISABLED where a broker forwards it to a controller of ours.
 *
 * Version notes
 * - v1: the oldest still valid (KIP-48)
 * - v2: flexible
 * - v3: the same
 */

import { ApiKey } from "@ottla/protocol";
import {
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
} from "@ottla/protocol/messages/expire-delegation-token";
import { NO_TIMESTAMP, refusalOf } from "./delegation-token-refusal.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

function handle(
  _request: ExpireDelegationTokenRequest,
  context: RequestContext<AdminServices>,
): HandlerResponse<ExpireDelegationTokenResponse> {
  const { errorCode, time } = refusalOf(context);
  return { errorCode, expiryTimestampMs: time };
}

function errorResponse(
  _request: ExpireDelegationTokenRequest,
  errorCode: number,
): HandlerResponse<ExpireDelegationTokenResponse> {
  return { errorCode, expiryTimestampMs: NO_TIMESTAMP };
}

/** See the head of this file. */
export const handler: RequestHandler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse, AdminServices> = {
  apiKey: ApiKey.ExpireDelegationToken,
  request: ExpireDelegationTokenRequest,
  response: ExpireDelegationTokenResponse,
  handle,
  errorResponse,
};
