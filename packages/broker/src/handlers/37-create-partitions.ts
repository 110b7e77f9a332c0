/**
 * CreatePartitions (key 37), versions 0–3.
 *
 * Behavior: a topic gets more partitions, placed by the controller or assigned by hand; it never gets fewer. One
 * topic's failure leaves the others alone. `validateOnly` checks and changes nothing.
 *
 * Version notes
 * - v0: (KIP-195)
 * - v1: client throttles itself (KIP-219)
 * - v2: flexible (KIP-482)
 * - v3: THROTTLING_QUOTA_EXCEEDED (KIP-599)
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { authorizedTopics, splitByName } from "../authorizer/authorized-names.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_QUOTA_SINCE_VERSION = 3;

function handle(
  request: CreatePartitionsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<CreatePartitionsResponse>> {
  return controllerOutcome<CreatePartitionsResponse>(create(request, context), (errorCode) =>
    errorResponse(request, errorCode),
  );
}

async function create(
  request: CreatePartitionsRequest,
  context: RequestContext<AdminServices>,
): Promise<Input<CreatePartitionsResponse>> {
  const quota = context.quotas?.mutationQuota(context.apiVersion >= STRICT_QUOTA_SINCE_VERSION);
  const counts = Map.groupBy(request.topics, ({ name }) => name);
  const mayAlter = authorizedTopics(context, AclOperation.ALTER);
  // A topic that is named twice is refused for that.
  const isPassed = (name: string): boolean => (counts.get(name)?.length ?? 0) > 1 || mayAlter(name);
  const { authorized, unauthorized } = splitByName(request.topics, ({ name }) => name, isPassed);
  const asked = { ...request, topics: [...authorized] };
  const { results, ...response } = await context.services.controller.createPartitions(asked, quota);
  const refused = unauthorized.map(({ name }) => ({
    name,
    errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
    errorMessage: null,
  }));
  return { ...response, results: [...refused, ...results] };
}

function errorResponse(request: CreatePartitionsRequest, errorCode: number): HandlerResponse<CreatePartitionsResponse> {
  return {
    results: request.topics.map(({ name }) => ({ name, errorCode, errorMessage: errorMessage(errorCode) })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<CreatePartitionsRequest, CreatePartitionsResponse, AdminServices> = {
  apiKey: ApiKey.CreatePartitions,
  request: CreatePartitionsRequest,
  response: CreatePartitionsResponse,
  handle,
  errorResponse,
};
