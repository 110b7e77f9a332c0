/**
 * OffsetForLeaderEpoch (key 23), versions 2–4.
 *
 * Behavior: for a leader epoch, answers the largest epoch at or below it that the leader's log knows, and where that epoch ends:
 * a client or follower finds out from it whether its log was truncated (KIP-320). Unknown epochs answer −1 and −1.
 *
 * Version notes
 * - v2: current leader epoch (KIP-320)
 * - v3: replica id (KIP-392)
 * - v4: flexible (KIP-482)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "@ottla/protocol/messages/offset-for-leader-epoch";
import type {
  EpochEndOffset,
  OffsetForLeaderPartition,
  OffsetForLeaderTopic,
  OffsetForLeaderTopicResult,
} from "@ottla/protocol/messages/offset-for-leader-epoch";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics, everyName, type NameTest, splitByName } from "../authorizer/authorized-names.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: OffsetForLeaderEpochRequest,
  context: RequestContext,
): Promise<HandlerResponse<OffsetForLeaderEpochResponse>> {
  const { authorized, unauthorized } = splitByName(request.topics, ({ topic }) => topic, topicTest(context));
  const topics = await Promise.all(
    authorized.map(async (topic) => ({
      topic: topic.topic,
      partitions: await Promise.all(topic.partitions.map((partition) => lookUp(topic.topic, partition, context))),
    })),
  );
  return { topics: [...topics, ...unauthorized.map((topic) => failed(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED))] };
}

/** Brokers may ask about every topic, clients about those that they may describe. */
function topicTest(context: RequestContext): NameTest {
  return isClusterAuthorized(context, AclOperation.CLUSTER_ACTION, { logIfDenied: false })
    ? everyName
    : authorizedTopics(context, AclOperation.DESCRIBE);
}

async function lookUp(
  topic: string,
  asked: OffsetForLeaderPartition,
  context: RequestContext,
): Promise<Input<EpochEndOffset>> {
  const { partition, currentLeaderEpoch, leaderEpoch } = asked;
  const replica = context.services.replicaManager.findReplica(topic, partition);
  if (typeof replica === "number") {
    return { partition, errorCode: replica };
  }
  await replica.opening?.catch(() => {});
  const errorCode = replica.checkServes(currentLeaderEpoch, true);
  const log = replica.log;
  if (errorCode !== ErrorCode.NONE || log === undefined) {
    return { partition, errorCode: errorCode === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : errorCode };
  }
  const end = log.endOffsetForEpoch(leaderEpoch);
  return { partition, errorCode: ErrorCode.NONE, leaderEpoch: end.leaderEpoch, endOffset: end.endOffset };
}

function errorResponse(
  request: OffsetForLeaderEpochRequest,
  errorCode: number,
): HandlerResponse<OffsetForLeaderEpochResponse> {
  return { topics: request.topics.map((topic) => failed(topic, errorCode)) };
}

function failed({ topic, partitions }: OffsetForLeaderTopic, errorCode: number): Input<OffsetForLeaderTopicResult> {
  return { topic, partitions: partitions.map(({ partition }) => ({ partition, errorCode })) };
}

/** See the head of this file. */
export const handler: RequestHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  apiKey: ApiKey.OffsetForLeaderEpoch,
  request: OffsetForLeaderEpochRequest,
  response: OffsetForLeaderEpochResponse,
  handle,
  errorResponse,
};
