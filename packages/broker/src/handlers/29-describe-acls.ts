/**
 * DescribeAcls (key 29), versions 1–3.
 *
 * Behavior: the entries that a filter matches, those of one resource together, for whoever may DESCRIBE the cluster. Without an authorizer nobody keeps to
 * entries: SECURITY_DISABLED, in Kafka's words. A filter with an element of code 0 closes the connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import type { Acl } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  type DescribeAclsResource,
  DescribeAclsRequest,
  DescribeAclsResponse,
} from "@ottla/protocol/messages/describe-acls";
import { clusterDenial } from "../authorizer/access.ts";
import type { AdminServices } from "../services/controller-services.ts";
import { aclFilterOf, hasUnknownElements } from "./acl-requests.ts";
import { closeConnection, type HandlerResponse, type RequestContext, type RequestHandler } from "./handler.ts";

type Response = HandlerResponse<DescribeAclsResponse>;

function handle(request: DescribeAclsRequest, context: RequestContext<AdminServices>): Response {
  const filter = aclFilterOf(request);
  if (hasUnknownElements(filter)) return closeConnection;
  const { authorizer } = context.services;
  if (authorizer === undefined) {
    return refusal(ErrorCode.SECURITY_DISABLED, "No Authorizer is configured on the broker");
  }
  const denial = clusterDenial(context, AclOperation.DESCRIBE);
  if (denial !== undefined) return refusal(denial.code, denial.message);
  return { errorCode: ErrorCode.NONE, errorMessage: "", resources: resourcesOf(authorizer.acls(filter)) };
}

function resourcesOf(acls: readonly Acl[]): DescribeAclsResource[] {
  const byPattern = Map.groupBy(acls, ({ resourceType, resourceName, patternType }) =>
    JSON.stringify([resourceType, resourceName, patternType]),
  );
  return [...byPattern.values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const { resourceType, resourceName, patternType } = first;
    const entries = ofOne.map(({ principal, host, operation, permissionType }) => ({
      principal,
      host,
      operation,
      permissionType,
    }));
    return { resourceType, resourceName, patternType, acls: entries };
  });
}

function refusal(errorCode: number, message: string | null): Response {
  return { errorCode, errorMessage: message, resources: [] };
}

function errorResponse(_request: DescribeAclsRequest, errorCode: number): Response {
  return refusal(errorCode, null);
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeAclsRequest, DescribeAclsResponse, AdminServices> = {
  apiKey: ApiKey.DescribeAcls,
  request: DescribeAclsRequest,
  response: DescribeAclsResponse,
  handle,
  errorResponse,
};
