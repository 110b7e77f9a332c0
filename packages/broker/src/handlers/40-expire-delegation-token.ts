/**
 * ExpireDelegationToken (key 40), versions 1–3.
 *
 * Behavior: an earlier end for the token with this HMAC:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not.
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
import { NO_TIMESTAMP, REFUSED } from "./delegation-token-refusal.ts";
import type { HandlerResponse, RequestHandler } from "./handler.ts";

function handle(request: ExpireDelegationTokenRequest): HandlerResponse<ExpireDelegationTokenResponse> {
  return errorResponse(request, REFUSED);
}

function errorResponse(
  _request: ExpireDelegationTokenRequest,
  errorCode: number,
): HandlerResponse<ExpireDelegationTokenResponse> {
  return { errorCode, expiryTimestampMs: NO_TIMESTAMP };
}

/** See the head of this file. */
export const handler: RequestHandler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  apiKey: ApiKey.ExpireDelegationToken,
  request: ExpireDelegationTokenRequest,
  response: ExpireDelegationTokenResponse,
  handle,
  errorResponse,
};
