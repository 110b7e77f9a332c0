/**
 * DescribeTopicPartitions (key 75), version 0.
 *
 * Behavior: topics in the order of their names, with at most as many partitions as the request and
 * `max.request.partition.size.limit` allow; where there are more, the cursor says with which partition to go on. No
 * topic in the request means all that may be described. A topic may be named that does not exist, but not left out when the cursor is at it.
 *
 * Version notes
 * - v0: (KIP-966)
 */

import { ZERO_UUID } from "@ottla/base";
import type { TopicImage } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from "@ottla/protocol/messages/describe-topic-partitions";
import type { DescribeTopicPartitionsResponseTopic } from "@ottla/protocol/messages/describe-topic-partitions";
import { authorizedTopics, splitByName } from "../authorizer/authorized-names.ts";
import { partitionView } from "../topics/partition-view.ts";
import { isInternalTopic, topicNameFault } from "../topics/topic-name.ts";
import { authorizedTopicOperations } from "./authorized-operations.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

function handle(
  request: DescribeTopicPartitionsRequest,
  context: RequestContext,
): HandlerResponse<DescribeTopicPartitionsResponse> {
  const { config, metadata } = context.services;
  const { cursor } = request;
  const isEverything = request.topics.length === 0;
  const asked = isEverything ? metadata.image.topics.names() : request.topics.map(({ name }) => name);
  const from = cursor?.topicName ?? "";
  const names = [...new Set(asked)].filter((name) => name >= from).toSorted(compareNames);
  const isCursorMissing = cursor !== null && !isEverything && !names.includes(cursor.topicName);
  if (isCursorMissing || (cursor !== null && cursor.partitionIndex < 0)) {
    return errorResponse(request, ErrorCode.INVALID_REQUEST);
  }
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  const { authorized, unauthorized } = splitByName(names, (name) => name, mayDescribe);
  // Whether they exist is not said.
  const refused = isEverything ? [] : unauthorized.map(refusedTopic);
  const limit = config.number("max.request.partition.size.limit");
  let remaining = Math.max(Math.min(limit, request.responsePartitionLimit), 1);
  const topics: Input<DescribeTopicPartitionsResponseTopic>[] = [];
  for (const topicName of authorized) {
    if (remaining === 0) {
      return { topics: [...topics, ...refused], nextCursor: { topicName, partitionIndex: 0 } };
    }
    const topic = metadata.image.topics.getByName(topicName);
    if (topic === undefined) {
      if (!isEverything) topics.push(missingTopic(topicName, context));
      continue;
    }
    const start = topicName === from ? (cursor?.partitionIndex ?? 0) : 0;
    const end = Math.min(topic.partitions.length, start + remaining);
    topics.push(describe(topic, { start, end }, context));
    if (end < topic.partitions.length) {
      return { topics: [...topics, ...refused], nextCursor: { topicName, partitionIndex: end } };
    }
    remaining -= Math.max(0, end - start);
  }
  return { topics: [...topics, ...refused] };
}

/** The order of Java's strings: by UTF-16 units, which for topic names is by ASCII. */
function compareNames(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function refusedTopic(name: string): Input<DescribeTopicPartitionsResponseTopic> {
  return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, name, topicId: ZERO_UUID, isInternal: false };
}

function missingTopic(name: string, context: RequestContext): Input<DescribeTopicPartitionsResponseTopic> {
  const isValid = topicNameFault(name) === undefined;
  return {
    errorCode: isValid ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION,
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    topicAuthorizedOperations: authorizedTopicOperations(context, name),
  };
}

function describe(
  topic: TopicImage,
  range: { readonly start: number; readonly end: number },
  context: RequestContext,
): Input<DescribeTopicPartitionsResponseTopic> {
  const options = {
    image: context.services.metadata.image,
    listenerName: context.connection.listenerName,
    hidesUnreachable: false,
    namesMissingListener: true,
  };
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    topicAuthorizedOperations: authorizedTopicOperations(context, topic.name),
    partitions: topic.partitions.slice(range.start, range.end).map((partition, index) => {
      const view = partitionView(partition, options);
      return {
        errorCode: ErrorCode.NONE,
        partitionIndex: range.start + index,
        leaderId: view.leaderId,
        leaderEpoch: partition.leaderEpoch,
        replicaNodes: [...view.replicas],
        isrNodes: [...view.isr],
        eligibleLeaderReplicas: [...partition.elr],
        lastKnownElr: [...partition.lastKnownElr],
        offlineReplicas: [...view.offlineReplicas],
      };
    }),
  };
}

function errorResponse(
  request: DescribeTopicPartitionsRequest,
  errorCode: number,
): HandlerResponse<DescribeTopicPartitionsResponse> {
  return {
    topics: request.topics.map(({ name }) => ({ errorCode, name, topicId: ZERO_UUID, isInternal: false })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  apiKey: ApiKey.DescribeTopicPartitions,
  request: DescribeTopicPartitionsRequest,
  response: DescribeTopicPartitionsResponse,
  handle,
  errorResponse,
};
