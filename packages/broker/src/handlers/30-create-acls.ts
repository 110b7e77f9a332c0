/**
 * CreateAcls (key 30), versions 1–3.
 *
 * Behavior: entries are made by whoever may ALTER the cluster, all that are valid together; one that is there already is made again without a trace. Without
 * an authorizer: SECURITY_DISABLED for each, in Kafka's words. An entry with an element of code 0 closes the connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import { type Acl, type ApiError, NO_ERROR } from "@ottla/metadata";
import { AclOperation, ApiKey, CLUSTER_RESOURCE_NAME, ErrorCode, ResourceType } from "@ottla/protocol";
import { type AclCreation, CreateAclsRequest, CreateAclsResponse } from "@ottla/protocol/messages/create-acls";
import { clusterDenial } from "../authorizer/access.ts";
import type { AdminServices } from "../services/controller-services.ts";
import { hasFilterElements, hasUnknownElements, SECURITY_DISABLED } from "./acl-requests.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import { closeConnection, type HandlerResponse, type RequestContext, type RequestHandler } from "./handler.ts";

type Response = HandlerResponse<CreateAclsResponse>;

function handle(request: CreateAclsRequest, context: RequestContext<AdminServices>): Promise<Response> | Response {
  const acls = request.creations.map((creation) => aclOf(creation));
  if (acls.some((acl) => hasUnknownElements(acl))) return closeConnection;
  const { authorizer, controller } = context.services;
  const denial = clusterDenial(context, AclOperation.ALTER);
  if (denial !== undefined) return refusal(request, denial);
  if (authorizer === undefined) return refusal(request, SECURITY_DISABLED);
  if (acls.some((acl) => hasFilterElements(acl))) return errorResponse(request, ErrorCode.UNKNOWN_SERVER_ERROR);
  const named = acls.filter((acl) => nameError(acl) === undefined);
  const created = controller.security.createAcls(named).then((outcomes): Response => {
    if ("code" in outcomes) return refusal(request, outcomes);
    const errors = outcomes.values();
    return { results: acls.map((acl) => resultOf(nameError(acl) ?? errors.next().value)) };
  });
  return controllerOutcome<CreateAclsResponse>(created, (code) => errorResponse(request, code));
}

function aclOf({ resourcePatternType: patternType, ...acl }: AclCreation): Acl {
  const { resourceType, resourceName, principal, host, operation, permissionType } = acl;
  return { resourceType, resourceName, patternType, principal, host, operation, permissionType };
}

/** What is wrong with the name, before the controller looks at the rest. */
function nameError({ resourceType, resourceName }: Acl): ApiError | undefined {
  const code = ErrorCode.INVALID_REQUEST;
  if (resourceType === ResourceType.CLUSTER && resourceName !== CLUSTER_RESOURCE_NAME) {
    return { code, message: `The only valid name for the CLUSTER resource is ${CLUSTER_RESOURCE_NAME}` };
  }
  return resourceName === "" ? { code, message: "Invalid empty resource name" } : undefined;
}

function resultOf(error: ApiError | undefined): CreateAclsResponse["results"][0] {
  const { code, message } = error ?? NO_ERROR;
  return { errorCode: code, errorMessage: code === ErrorCode.NONE ? "" : message };
}

function refusal({ creations }: CreateAclsRequest, error: ApiError): Response {
  return { results: creations.map(() => resultOf(error)) };
}

function errorResponse(request: CreateAclsRequest, code: number): Response {
  return refusal(request, { code, message: null });
}

/** See the head of this file. */
export const handler: RequestHandler<CreateAclsRequest, CreateAclsResponse, AdminServices> = {
  apiKey: ApiKey.CreateAcls,
  request: CreateAclsRequest,
  response: CreateAclsResponse,
  handle,
  errorResponse,
};
