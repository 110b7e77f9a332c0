/**
 * DescribeDelegationToken (key 41), versions 1–3.
 *
 * Behavior: the tokens of these owners, or all that one may see:
 * refused with DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, which is what Kafka says on a PLAINTEXT listener, whether it has a secret key for tokens or not.
 *
 * Version notes
 * - v1: the oldest still valid (KIP-48)
 * - v2: flexible
 * - v3: who asked for each token (KIP-373)
 */

import { ApiKey } from "@ottla/protocol";
import {
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
} from "@ottla/protocol/messages/describe-delegation-token";
import { REFUSED } from "./delegation-token-refusal.ts";
import type { HandlerResponse, RequestHandler } from "./handler.ts";

function handle(request: DescribeDelegationTokenRequest): HandlerResponse<DescribeDelegationTokenResponse> {
  return errorResponse(request, REFUSED);
}

function errorResponse(
  _request: DescribeDelegationTokenRequest,
  errorCode: number,
): HandlerResponse<DescribeDelegationTokenResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  apiKey: ApiKey.DescribeDelegationToken,
  request: DescribeDelegationTokenRequest,
  response: DescribeDelegationTokenResponse,
  handle,
  errorResponse,
};
