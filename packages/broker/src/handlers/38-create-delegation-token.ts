/**
 * CreateDelegationToken (key 38), versions 1–3.
 *
 * Behavior: a token for who asks, or for the owner that it names:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not.
 *
 * Version notes
 * - v1: the oldest still valid (KIP-48)
 * - v2: flexible
 * - v3: for somebody else (KIP-373)
 */

import { ApiKey } from "@ottla/protocol";
import {
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
} from "@ottla/protocol/messages/create-delegation-token";
import { NO_TIMESTAMP, REFUSED } from "./delegation-token-refusal.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

/** The first version that tells who asked from whose token it is. */
const OWNER_VERSION_MIN = 3;

function handle(
  request: CreateDelegationTokenRequest,
  context: RequestContext,
): HandlerResponse<CreateDelegationTokenResponse> {
  return errorResponse(request, REFUSED, context);
}

function errorResponse(
  { ownerPrincipalType, ownerPrincipalName }: CreateDelegationTokenRequest,
  errorCode: number,
  { principal, apiVersion }: RequestContext,
): HandlerResponse<CreateDelegationTokenResponse> {
  const at = principal.indexOf(":");
  const requester = { type: principal.slice(0, at), name: principal.slice(at + 1) };
  const hasOwner = ownerPrincipalName !== null && ownerPrincipalName !== "";
  return {
    errorCode,
    principalType: hasOwner ? (ownerPrincipalType ?? "") : requester.type,
    principalName: hasOwner ? ownerPrincipalName : requester.name,
    ...(apiVersion >= OWNER_VERSION_MIN && {
      tokenRequesterPrincipalType: requester.type,
      tokenRequesterPrincipalName: requester.name,
    }),
    issueTimestampMs: NO_TIMESTAMP,
    expiryTimestampMs: NO_TIMESTAMP,
    maxTimestampMs: NO_TIMESTAMP,
  };
}

/** See the head of this file. */
export const handler: RequestHandler<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  apiKey: ApiKey.CreateDelegationToken,
  request: CreateDelegationTokenRequest,
  response: CreateDelegationTokenResponse,
  handle,
  errorResponse,
};
