/**
 * DeleteAcls (key 31), versions 1–3.
 *
 * Behavior: entries that filters match are removed together by whoever may ALTER the cluster; each filter is told what it matched, be it what another has
 * matched, too. Without an authorizer: SECURITY_DISABLED for each filter, in Kafka's words. A filter with an element of code 0 closes the connection.
 *
 * Version notes
 * - v1: pattern types (KIP-290); the oldest still valid
 * - v2: flexible (KIP-482)
 * - v3: user resources (KIP-373)
 */

import { type AclDeletion, type ApiError, compareAcls } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { DeleteAclsRequest, DeleteAclsResponse } from "@ottla/protocol/messages/delete-acls";
import { clusterDenial } from "../authorizer/access.ts";
import type { AdminServices } from "../services/controller-services.ts";
import { aclFilterOf, hasUnknownElements, SECURITY_DISABLED } from "./acl-requests.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import { closeConnection, type HandlerResponse, type RequestContext, type RequestHandler } from "./handler.ts";

type Response = HandlerResponse<DeleteAclsResponse>;
type FilterResult = DeleteAclsResponse["filterResults"][0];

function handle(request: DeleteAclsRequest, context: RequestContext<AdminServices>): Promise<Response> | Response {
  const filters = request.filters.map((filter) => aclFilterOf(filter));
  if (filters.some((filter) => hasUnknownElements(filter))) return closeConnection;
  const { authorizer, controller } = context.services;
  const denial = clusterDenial(context, AclOperation.ALTER);
  if (denial !== undefined) return refusal(request, denial);
  if (authorizer === undefined) return refusal(request, SECURITY_DISABLED);
  const deleted = controller.security
    .deleteAcls(filters)
    .then((outcome): Response =>
      "code" in outcome ? refusal(request, outcome) : { filterResults: outcome.map((one) => resultOf(one)) },
    );
  return controllerOutcome<DeleteAclsResponse>(deleted, (code) => errorResponse(request, code));
}

function resultOf({ error, deleted }: AclDeletion): FilterResult {
  const matchingAcls = deleted
    .toSorted(compareAcls)
    .map((acl) => ({ errorCode: ErrorCode.NONE, errorMessage: null, ...acl }));
  return { errorCode: error.code, errorMessage: error.message, matchingAcls };
}

function refusal({ filters }: DeleteAclsRequest, { code, message }: ApiError): Response {
  return { filterResults: filters.map(() => ({ errorCode: code, errorMessage: message, matchingAcls: [] })) };
}

function errorResponse(request: DeleteAclsRequest, code: number): Response {
  return refusal(request, { code, message: null });
}

/** See the head of this file. */
export const handler: RequestHandler<DeleteAclsRequest, DeleteAclsResponse, AdminServices> = {
  apiKey: ApiKey.DeleteAcls,
  request: DeleteAclsRequest,
  response: DeleteAclsResponse,
  handle,
  errorResponse,
};
