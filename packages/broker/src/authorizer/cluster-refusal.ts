/** Requests that need a permission for the cluster as a whole, before anything else is looked at: Kafka's `AuthHelper.authorizeClusterOperation`. */

import type { AnyRequestHandler, HandlerResponse, RequestContext } from "../handlers/handler.ts";
import type { AdminServices } from "../services/controller-services.ts";
import { clusterDenial } from "./access.ts";

/** The answer to a request whose sender lacks the handler's `clusterOperation`; undefined if he has it, or none is needed. */
export function clusterRefusal(
  handler: Pick<AnyRequestHandler, "clusterOperation" | "errorResponse">,
  request: unknown,
  context: RequestContext<Pick<AdminServices, "authorizer" | "logger">>,
): HandlerResponse<unknown> | undefined {
  const { clusterOperation } = handler;
  if (clusterOperation === undefined) return undefined;
  const denial = clusterDenial(context, clusterOperation);
  return denial === undefined
    ? undefined
    : handler.errorResponse(request, denial.code, context, denial.message ?? undefined);
}
