/**
 * DeleteAcls (key 31), versions 1–3.
 *
 * Behavior: there is no authorizer, so no entry is removed: SECURITY_DISABLED for each filter, in Kafka's words. A filter with an element of code 0
 * closes the connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import { ApiKey } from "@ottla/protocol";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import type { AdminServices } from "../services/controller-services.ts";
import { hasUnknownElements, SECURITY_DISABLED } from "./acls-disabled.ts";
import { closeConnection, type HandlerResponse, type RequestHandler } from "./handler.ts";

function handle({ filters }: DeleteAclsRequest): HandlerResponse<DeleteAclsResponse> {
  const isUnknown = filters.some(({ resourceTypeFilter: resourceType, patternTypeFilter: patternType, ...elements }) =>
    hasUnknownElements({ resourceType, patternType, ...elements }),
  );
  return isUnknown ? closeConnection : { filterResults: filters.map(() => SECURITY_DISABLED) };
}

function errorResponse({ filters }: DeleteAclsRequest, errorCode: number): HandlerResponse<DeleteAclsResponse> {
  return { filterResults: filters.map(() => ({ errorCode, errorMessage: null })) };
}

/** See the head of this file. */
export const handler: RequestHandler<DeleteAclsRequest, DeleteAclsResponse, AdminServices> = {
  apiKey: ApiKey.DeleteAcls,
  request: DeleteAclsRequest,
  response: DeleteAclsResponse,
  handle,
  errorResponse,
};
