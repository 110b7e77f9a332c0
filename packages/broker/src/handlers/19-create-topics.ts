/**
 * CreateTopics (key 19), versions 2–7.
 *
 * Behavior: the controller creates each topic by itself: one that cannot be created leaves the others alone. Partitions
 * and replicas are counted or assigned by hand; −1 takes the broker's default. `validateOnly` checks and changes
 * nothing. The answer comes when the topics can be used, or without them where a check failed.
 *
 * Version notes
 * - v2: throttle time (KIP-219)
 * - v3: client throttles itself
 * - v4: −1 for defaults (KIP-464)
 * - v5: flexible; partitions, replicas and configs in the answer (KIP-525)
 * - v6: THROTTLING_QUOTA_EXCEEDED (KIP-599)
 * - v7: topic ids (KIP-516)
 */

import { ApiKey, errorMessage } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_QUOTA_SINCE_VERSION = 6;

function handle(
  request: CreateTopicsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<CreateTopicsResponse>> {
  const quota = context.quotas?.mutationQuota(context.apiVersion >= STRICT_QUOTA_SINCE_VERSION);
  const created = context.services.controller.createTopics(request, context, quota);
  return controllerOutcome<CreateTopicsResponse>(created, (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(request: CreateTopicsRequest, errorCode: number): HandlerResponse<CreateTopicsResponse> {
  return {
    topics: request.topics.map(({ name }) => ({ name, errorCode, errorMessage: errorMessage(errorCode) })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<CreateTopicsRequest, CreateTopicsResponse, AdminServices> = {
  apiKey: ApiKey.CreateTopics,
  request: CreateTopicsRequest,
  response: CreateTopicsResponse,
  handle,
  errorResponse,
};
