/**
 * UpdateFeatures (key 57), versions 0–2.
 *
 * Behavior: finalizes other levels of features, all that are named or none. A level must be served by every node; what
 * this broker serves is in ApiVersions.
 *
 * Version notes
 * - v0: allowDowngrade (KIP-584)
 * - v1: upgrade types and validateOnly (KIP-778)
 * - v2: one error for all (KIP-1022)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

function handle(
  request: UpdateFeaturesRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<UpdateFeaturesResponse>> {
  const updated = context.services.controller.updateFeatures(request, context.apiVersion);
  return controllerOutcome<UpdateFeaturesResponse>(updated, (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  _request: UpdateFeaturesRequest,
  errorCode: number,
  _context?: RequestContext<AdminServices>,
  message: string = errorMessage(errorCode),
): HandlerResponse<UpdateFeaturesResponse> {
  return { errorCode, errorMessage: message };
}

/** See the head of this file. */
export const handler: RequestHandler<UpdateFeaturesRequest, UpdateFeaturesResponse, AdminServices> = {
  apiKey: ApiKey.UpdateFeatures,
  request: UpdateFeaturesRequest,
  response: UpdateFeaturesResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
