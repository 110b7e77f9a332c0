/**
 * DescribeAcls (key 29), versions 1–3.
 *
 * Behavior: there is no authorizer, so there are no entries that anybody keeps to: SECURITY_DISABLED, in Kafka's words. A filter with an element of
 * code 0 closes the connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { DescribeAclsRequest, DescribeAclsResponse } from "@ottla/protocol/messages/describe-acls";
import type { AdminServices } from "../services/controller-services.ts";
import { hasUnknownElements } from "./acls-disabled.ts";
import { closeConnection, type HandlerResponse, type RequestHandler } from "./handler.ts";

function handle(request: DescribeAclsRequest): HandlerResponse<DescribeAclsResponse> {
  const { resourceTypeFilter: resourceType, patternTypeFilter: patternType, operation, permissionType } = request;
  if (hasUnknownElements({ resourceType, patternType, operation, permissionType })) return closeConnection;
  return {
    errorCode: ErrorCode.SECURITY_DISABLED,
    errorMessage: "No Authorizer is configured on the broker",
    resources: [],
  };
}

function errorResponse(_request: DescribeAclsRequest, errorCode: number): HandlerResponse<DescribeAclsResponse> {
  return { errorCode, errorMessage: null, resources: [] };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeAclsRequest, DescribeAclsResponse, AdminServices> = {
  apiKey: ApiKey.DescribeAcls,
  request: DescribeAclsRequest,
  response: DescribeAclsResponse,
  handle,
  errorResponse,
};
