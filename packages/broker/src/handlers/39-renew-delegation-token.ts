/**
 * RenewDelegationToken (key 39), versions 1–3.
 *
 * Behavior: another expiry for the token with this HMAC:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not.
 *
 * Version notes
 * - v1: the oldest still valid (KIP-48)
 * - v2: flexible
 * - v3: the same
 */

import { ApiKey } from "@ottla/protocol";
import {
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from "@ottla/protocol/messages/renew-delegation-token";
import { NO_TIMESTAMP, REFUSED } from "./delegation-token-refusal.ts";
import type { HandlerResponse, RequestHandler } from "./handler.ts";

function handle(request: RenewDelegationTokenRequest): HandlerResponse<RenewDelegationTokenResponse> {
  return errorResponse(request, REFUSED);
}

function errorResponse(
  _request: RenewDelegationTokenRequest,
  errorCode: number,
): HandlerResponse<RenewDelegationTokenResponse> {
  return { errorCode, expiryTimestampMs: NO_TIMESTAMP };
}

/** See the head of this file. */
export const handler: RequestHandler<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  apiKey: ApiKey.RenewDelegationToken,
  request: RenewDelegationTokenRequest,
  response: RenewDelegationTokenResponse,
  handle,
  errorResponse,
};
