/**
 * AlterClientQuotas (key 49), versions 0–1.
 *
 * Behavior: quotas of users, clients and addresses are set and removed; those of one entity together or not at all, and one entity's failure leaves
 * the others alone. Every broker keeps to them as soon as it has the metadata.
 *
 * Version notes
 * - v0: (KIP-546)
 * - v1: flexible (KIP-482)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import type { AdminServices } from "../services/controller-services.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

type Response = HandlerResponse<AlterClientQuotasResponse>;

function handle(
  request: AlterClientQuotasRequest,
  { services }: RequestContext<AdminServices>,
): Promise<Response> | Response {
  if (request.entries.length === 0) return { entries: [] };
  const altered = services.controller.security
    .alterClientQuotas(request)
    .then((outcome) => ("code" in outcome ? refusal(request, outcome.code, outcome.message) : outcome));
  return controllerOutcome<AlterClientQuotasResponse>(altered, (code) => errorResponse(request, code));
}

function refusal({ entries }: AlterClientQuotasRequest, errorCode: number, message: string | null): Response {
  return { entries: entries.map(({ entity }) => ({ errorCode, errorMessage: message, entity })) };
}

function errorResponse(request: AlterClientQuotasRequest, errorCode: number): Response {
  return refusal(request, errorCode, errorMessage(errorCode));
}

/** See the head of this file. */
export const handler: RequestHandler<AlterClientQuotasRequest, AlterClientQuotasResponse, AdminServices> = {
  apiKey: ApiKey.AlterClientQuotas,
  request: AlterClientQuotasRequest,
  response: AlterClientQuotasResponse,
  clusterOperation: AclOperation.ALTER_CONFIGS,
  handle,
  errorResponse,
};
