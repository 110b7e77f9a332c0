/**
 * Metadata (key 3), versions 0–13.
 *
 * Behavior: the brokers a client can reach through its listener, and topics with their partitions: all of them (null,
 * or nothing in version 0), those named, or those given by id. A named topic that is missing is created where
 * `auto.create.topics.enable` and the request allow it; the answer then has it already. Any alive broker is named as
 * controller, because clients send it what brokers forward. A topic that may not be described is left out of all, and refused where it is named, whether
 * it exists or not; so is one that is missing and may not be created.
 *
 * Deviation: Apache Kafka answers UNKNOWN_TOPIC_OR_PARTITION for a topic it is just creating, and the client asks again.
 *
 * Version notes
 * - v0: a broker that is down hides its replicas, with REPLICA_NOT_AVAILABLE
 * - v1: racks, controller, internal topics; null for all topics
 * - v2: cluster id (KIP-78)
 * - v3: throttle time (KIP-124)
 * - v4: allow_auto_topic_creation
 * - v5: offline replicas (KIP-112)
 * - v6: client throttles itself; LISTENER_NOT_FOUND
 * - v7: leader epoch (KIP-320)
 * - v8: authorized operations (KIP-430)
 * - v9: flexible (KIP-482)
 * - v10: topic ids in the answer (KIP-516)
 * - v11: no cluster operations (KIP-700)
 * - v12: topics by id
 * - v13: top-level error (KIP-1102)
 */

import { type Uuid, ZERO_UUID } from "@ottla/base";
import type { MetadataImage, TopicImage } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import type { MetadataResponseTopic } from "@ottla/protocol/messages/metadata";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics, everyName, splitByName } from "../authorizer/authorized-names.ts";
import { partitionView } from "../topics/partition-view.ts";
import { isInternalTopic, topicNameFault } from "../topics/topic-name.ts";
import { authorizedClusterOperations, authorizedTopicOperations } from "./authorized-operations.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

const LISTENER_NOT_FOUND_SINCE_VERSION = 6;
const TOPIC_IDS_SINCE_VERSION = 12;
const LAST_VERSION_WITH_CLUSTER_OPERATIONS = 10;
const NO_CONTROLLER = -1;

type Topic = Input<MetadataResponseTopic>;

async function handle(request: MetadataRequest, context: RequestContext): Promise<HandlerResponse<MetadataResponse>> {
  const { services, apiVersion } = context;
  if (hasInvalidTopic(request, apiVersion)) return errorResponse(request, ErrorCode.INVALID_REQUEST);
  const described = await topicsOf(request, context);
  const topics = request.includeTopicAuthorizedOperations
    ? described.map((topic) => withOperations(topic, context))
    : described;
  const asksForCluster =
    request.includeClusterAuthorizedOperations && apiVersion <= LAST_VERSION_WITH_CLUSTER_OPERATIONS;
  const brokers = aliveBrokers(services.metadata.image, context);
  return {
    brokers,
    clusterId: services.clusterId,
    controllerId: brokers[0]?.nodeId ?? NO_CONTROLLER,
    topics,
    clusterAuthorizedOperations: authorizedClusterOperations(context, asksForCluster),
  };
}

/** Topics that are given by an unknown id, or refused, have no operations. */
function withOperations(topic: Topic, context: RequestContext): Topic {
  const { errorCode, name } = topic;
  return errorCode === ErrorCode.UNKNOWN_TOPIC_ID || errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED
    ? topic
    : { ...topic, topicAuthorizedOperations: authorizedTopicOperations(context, name ?? "") };
}

/** A topic without name, or with an id, is only known from version 12 on; then it has one of the two. */
function hasInvalidTopic({ topics }: MetadataRequest, apiVersion: number): boolean {
  return (topics ?? []).some(({ name, topicId }) =>
    apiVersion < TOPIC_IDS_SINCE_VERSION
      ? name === null || topicId !== ZERO_UUID
      : name === null && topicId === ZERO_UUID,
  );
}

function aliveBrokers(
  image: MetadataImage,
  context: RequestContext,
): { nodeId: number; host: string; port: number; rack: string | null }[] {
  return [...image.cluster.brokers.values()]
    .filter(({ fenced }) => !fenced)
    .map(({ id }) => context.services.advertisedEndpoint(id, context))
    .filter((endpoint) => endpoint !== undefined);
}

async function topicsOf(request: MetadataRequest, context: RequestContext): Promise<Topic[]> {
  const { image } = context.services.metadata;
  const isEverything = request.topics === null || (request.topics.length === 0 && context.apiVersion === 0);
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE, { logIfDenied: !isEverything });
  if (isEverything) {
    const { authorized } = splitByName([...image.topics.values()], ({ name }) => name, mayDescribe);
    return authorized.map((topic) => describe(topic, image, context));
  }
  const asked = request.topics ?? [];
  const ids = new Set(asked.map(({ topicId }) => topicId).filter((id) => id !== ZERO_UUID));
  if (ids.size > 0) {
    return [...ids].map((topicId) => {
      const topic = image.topics.getById(topicId);
      if (topic === undefined) return { errorCode: ErrorCode.UNKNOWN_TOPIC_ID, name: null, topicId, isInternal: false };
      return mayDescribe(topic.name) ? describe(topic, image, context) : refusedTopic(null, topicId);
    });
  }
  const names = [...new Set(asked.map(({ name }) => name).filter((name) => name !== null))];
  const { authorized, unauthorized } = splitByName(names, (name) => name, mayDescribe);
  const topics = await namedTopics(authorized, request.allowAutoTopicCreation, context);
  return [...topics, ...unauthorized.map((name) => refusedTopic(name, ZERO_UUID))];
}

/** Ids are no secret, names are. */
function refusedTopic(name: string | null, topicId: Uuid): Topic {
  return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, name, topicId, isInternal: false };
}

/** Existing topics first, as Apache Kafka orders them; then those that were missing. */
async function namedTopics(
  names: readonly string[],
  allowsCreation: boolean,
  context: RequestContext,
): Promise<Topic[]> {
  const { config, metadata, autoTopicCreation } = context.services;
  const before = metadata.image;
  const found = names
    .map((name) => before.topics.getByName(name))
    .filter((topic) => topic !== undefined)
    .map((topic) => describe(topic, before, context));
  const missing = names.filter((name) => before.topics.getByName(name) === undefined);
  if (missing.length === 0) return found;
  if (!allowsCreation || !config.boolean("auto.create.topics.enable")) {
    return [...found, ...missing.map((name) => missingTopic(name, missingTopicError(name)))];
  }
  const mayCreateAny = isClusterAuthorized(context, AclOperation.CREATE, { logIfDenied: false });
  const mayCreate = mayCreateAny ? everyName : authorizedTopics(context, AclOperation.CREATE);
  const { authorized, unauthorized } = splitByName(missing, (name) => name, mayCreate);
  const created = await autoTopicCreation.createTopics(authorized, context);
  const after = metadata.image;
  return [
    ...found,
    ...created.map(({ name, errorCode }) => {
      const topic = after.topics.getByName(name);
      return topic === undefined ? missingTopic(name, errorCode) : describe(topic, after, context);
    }),
    ...unauthorized.map((name) => ({
      ...refusedTopic(name, ZERO_UUID),
      isInternal: isInternalTopic(name),
    })),
  ];
}

function missingTopicError(name: string): number {
  return topicNameFault(name) === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION;
}

function missingTopic(name: string, errorCode: number): Topic {
  // A topic that was created and deleted while the answer was made is unknown, too.
  const shown = errorCode === ErrorCode.NONE ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode;
  return { errorCode: shown, name, topicId: ZERO_UUID, isInternal: isInternalTopic(name) };
}

function describe(topic: TopicImage, image: MetadataImage, context: RequestContext): Topic {
  const options = {
    image,
    listenerName: context.connection.listenerName,
    hidesUnreachable: context.apiVersion === 0,
    namesMissingListener: context.apiVersion >= LISTENER_NOT_FOUND_SINCE_VERSION,
  };
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.map((partition, partitionIndex) => {
      const view = partitionView(partition, options);
      return {
        errorCode: view.errorCode,
        partitionIndex,
        leaderId: view.leaderId,
        leaderEpoch: partition.leaderEpoch,
        replicaNodes: [...view.replicas],
        isrNodes: [...view.isr],
        offlineReplicas: [...view.offlineReplicas],
      };
    }),
  };
}

function errorResponse(request: MetadataRequest, errorCode: number): HandlerResponse<MetadataResponse> {
  return {
    errorCode,
    topics: (request.topics ?? []).map(({ name, topicId }) => ({ errorCode, name: name ?? "", topicId })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<MetadataRequest, MetadataResponse> = {
  apiKey: ApiKey.Metadata,
  request: MetadataRequest,
  response: MetadataResponse,
  handle,
  errorResponse,
};
