/**
 * CreateAcls (key 30), versions 1–3.
 *
 * Behavior: there is no authorizer, so no entry is made: SECURITY_DISABLED for each, in Kafka's words. An entry with an element of code 0 closes the
 * connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import { ApiKey } from "@ottla/protocol";
import { CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import type { AdminServices } from "../services/controller-services.ts";
import { hasUnknownElements, SECURITY_DISABLED } from "./acls-disabled.ts";
import { closeConnection, type HandlerResponse, type RequestHandler } from "./handler.ts";

function handle({ creations }: CreateAclsRequest): HandlerResponse<CreateAclsResponse> {
  const isUnknown = creations.some(({ resourcePatternType: patternType, ...elements }) =>
    hasUnknownElements({ patternType, ...elements }),
  );
  return isUnknown ? closeConnection : { results: creations.map(() => SECURITY_DISABLED) };
}

function errorResponse({ creations }: CreateAclsRequest, errorCode: number): HandlerResponse<CreateAclsResponse> {
  return { results: creations.map(() => ({ errorCode, errorMessage: null })) };
}

/** See the head of this file. */
export const handler: RequestHandler<CreateAclsRequest, CreateAclsResponse, AdminServices> = {
  apiKey: ApiKey.CreateAcls,
  request: CreateAclsRequest,
  response: CreateAclsResponse,
  handle,
  errorResponse,
};
