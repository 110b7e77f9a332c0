/**
 * CreateTopics (key 19), versions 2–7.
 *
 * Behavior: the controller creates each topic by itself: one that cannot be created leaves the others alone. Partitions
 * and replicas are counted or assigned by hand; −1 takes the broker's default. `validateOnly` checks and changes
 * nothing. The answer comes when the topics can be used, or without them where a check failed. What the topics are like is told to whoever may describe
 * their configs.
 *
 * Version notes
 * - v2: throttle time (KIP-219)
 * - v3: client throttles itself
 * - v4: −1 for defaults (KIP-464)
 * - v5: flexible; partitions, replicas and configs in the answer (KIP-525)
 * - v6: THROTTLING_QUOTA_EXCEEDED (KIP-599)
 * - v7: topic ids (KIP-516)
 */

import { CLUSTER_METADATA_TOPIC } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import {
  CreateTopicsRequest,
  CreateTopicsResponse,
  type CreatableTopicResult,
} from "@ottla/protocol/messages/create-topics";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics, everyName, type NameTest, splitByName } from "../authorizer/authorized-names.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_QUOTA_SINCE_VERSION = 6;

function handle(
  request: CreateTopicsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<CreateTopicsResponse>> {
  return controllerOutcome<CreateTopicsResponse>(create(request, context), (errorCode) =>
    errorResponse(request, errorCode),
  );
}

async function create(
  request: CreateTopicsRequest,
  context: RequestContext<AdminServices>,
): Promise<Input<CreateTopicsResponse>> {
  const quota = context.quotas?.mutationQuota(context.apiVersion >= STRICT_QUOTA_SINCE_VERSION);
  const { authorized, unauthorized } = splitByName(
    request.topics,
    ({ name }) => name,
    creatableTopics(request, context),
  );
  const asked = { ...request, topics: [...authorized] };
  const { topics = [], ...response } = await context.services.controller.createTopics(asked, context, quota);
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE_CONFIGS, { logIfDenied: false });
  const told = topics.map((topic) => (mayDescribe(topic.name ?? "") ? topic : withoutConfigs(topic)));
  const refused = unauthorized.map(({ name }) => ({
    name,
    errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
    errorMessage: "Authorization failed.",
  }));
  return { ...response, topics: [...told, ...refused] };
}

/** What nobody may do, or not so, the controller says to everybody. */
function creatableTopics({ topics }: CreateTopicsRequest, context: RequestContext<AdminServices>): NameTest {
  if (isClusterAuthorized(context, AclOperation.CREATE, { logIfDenied: false })) return everyName;
  const counts = Map.groupBy(topics, ({ name }) => name);
  const mayCreate = authorizedTopics(context, AclOperation.CREATE);
  return (name) => name === CLUSTER_METADATA_TOPIC || (counts.get(name)?.length ?? 0) > 1 || mayCreate(name);
}

function withoutConfigs(topic: Input<CreatableTopicResult>): Input<CreatableTopicResult> {
  if (topic.errorCode !== ErrorCode.NONE) return topic;
  return {
    ...topic,
    topicConfigErrorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
    numPartitions: -1,
    replicationFactor: -1,
    configs: [],
  };
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
