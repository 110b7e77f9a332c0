/**
 * RenewDelegationToken (key 39), versions 1–3.
 *
 * Behavior: another expiry for the token with this HMAC:
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
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from "@ottla/protocol/messages/renew-delegation-token";
import { NO_TIMESTAMP, refusalOf } from "./delegation-token-refusal.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

function handle(
  _request: RenewDelegationTokenRequest,
  context: RequestContext<AdminServices>,
): HandlerResponse<RenewDelegationTokenResponse> {
  const { errorCode, time } = refusalOf(context);
  return { errorCode, expiryTimestampMs: time };
}

function errorResponse(
  _request: RenewDelegationTokenRequest,
  errorCode: number,
): HandlerResponse<RenewDelegationTokenResponse> {
  return { errorCode, expiryTimestampMs: NO_TIMESTAMP };
}

/** See the head of this file. */
export const handler: RequestHandler<RenewDelegationTokenRequest, RenewDelegationTokenResponse, AdminServices> = {
  apiKey: ApiKey.RenewDelegationToken,
  request: RenewDelegationTokenRequest,
  response: RenewDelegationTokenResponse,
  handle,
  errorResponse,
};
