/**
 * DeleteTopics (key 20), versions 1–6.
 *
 * Behavior: topics are named, or from version 6 on given by id, each once. Deletion can be switched off with
 * `delete.topic.enable`. The answer comes when the topic is gone for every client of this broker; its files follow.
 *
 * Version notes
 * - v1: throttle time (KIP-219)
 * - v2: client throttles itself
 * - v3: TOPIC_DELETION_DISABLED (KIP-322)
 * - v4: flexible (KIP-482)
 * - v5: THROTTLING_QUOTA_EXCEEDED (KIP-599), error messages
 * - v6: topic ids (KIP-516)
 */

import { ZERO_UUID } from "@ottla/base";
import { ApiKey, type Input } from "@ottla/protocol";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { controllerOutcome } from "./controller-outcome.ts";
import { refuseDeletions } from "./delete-topics-authorization.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

const TOPIC_IDS_SINCE_VERSION = 6;

/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_QUOTA_SINCE_VERSION = 5;

function handle(
  request: DeleteTopicsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<DeleteTopicsResponse>> {
  return controllerOutcome<DeleteTopicsResponse>(deleteTopics(request, context), (errorCode) =>
    errorResponse(request, errorCode, context),
  );
}

async function deleteTopics(
  request: DeleteTopicsRequest,
  context: RequestContext<AdminServices>,
): Promise<Input<DeleteTopicsResponse>> {
  const quota = context.quotas?.mutationQuota(context.apiVersion >= STRICT_QUOTA_SINCE_VERSION);
  const { rest, refused } = refuseDeletions(request, context);
  const deleted = await context.services.controller.deleteTopics(rest, context.apiVersion, quota);
  return refused.length === 0 ? deleted : { ...deleted, responses: [...deleted.responses, ...refused] };
}

function errorResponse(
  request: DeleteTopicsRequest,
  errorCode: number,
  { apiVersion }: RequestContext<AdminServices>,
): HandlerResponse<DeleteTopicsResponse> {
  const targets =
    apiVersion >= TOPIC_IDS_SINCE_VERSION
      ? request.topics
      : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
  return { responses: targets.map(({ name, topicId }) => ({ name, topicId, errorCode })) };
}

/** See the head of this file. */
export const handler: RequestHandler<DeleteTopicsRequest, DeleteTopicsResponse, AdminServices> = {
  apiKey: ApiKey.DeleteTopics,
  request: DeleteTopicsRequest,
  response: DeleteTopicsResponse,
  handle,
  errorResponse,
};
