/**
 * CreateDelegationToken (key 38), versions 1–3.
 *
 * Behavior: a token for who asks, or for the owner that it names:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not; with
 * DELEGATION_TOKEN_AUTH_DISABLED where a broker forwards it to a controller of ours.
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
import { NO_TIMESTAMP, refusalOf } from "./delegation-token-refusal.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

/** The first version that tells who asked from whose token it is. */
const OWNER_VERSION_MIN = 3;

function handle(
  request: CreateDelegationTokenRequest,
  context: RequestContext<AdminServices>,
): HandlerResponse<CreateDelegationTokenResponse> {
  const { errorCode, time } = refusalOf(context);
  return refusal(request, errorCode, context, time);
}

function errorResponse(
  request: CreateDelegationTokenRequest,
  errorCode: number,
  context: RequestContext<AdminServices>,
): HandlerResponse<CreateDelegationTokenResponse> {
  return refusal(request, errorCode, context, NO_TIMESTAMP);
}

function refusal(
  { ownerPrincipalType, ownerPrincipalName }: CreateDelegationTokenRequest,
  errorCode: number,
  { principal, apiVersion }: RequestContext<AdminServices>,
  timeMs: number,
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
    issueTimestampMs: timeMs,
    expiryTimestampMs: timeMs,
    maxTimestampMs: timeMs,
  };
}

/** See the head of this file. */
export const handler: RequestHandler<CreateDelegationTokenRequest, CreateDelegationTokenResponse, AdminServices> = {
  apiKey: ApiKey.CreateDelegationToken,
  request: CreateDelegationTokenRequest,
  response: CreateDelegationTokenResponse,
  handle,
  errorResponse,
};
