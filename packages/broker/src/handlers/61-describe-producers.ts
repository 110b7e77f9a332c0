/**
 * DescribeProducers (key 61), version 0.
 *
 * Behavior: lists the producers whose state a partition holds: id, epoch, last sequence and timestamp, and where an open
 * transaction starts. It is how an operator finds a transaction that hangs.
 *
 * Version notes
 * - v0: (KIP-664)
 */

import { ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import type { PartitionResponse } from "@ottla/protocol/messages/describe-producers";
import { topicNameFault } from "../topics/topic-name.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: DescribeProducersRequest,
  context: RequestContext,
): Promise<HandlerResponse<DescribeProducersResponse>> {
  const topics = await Promise.all(
    request.topics.map(async ({ name, partitionIndexes }) => {
      const fault = topicNameFault(name);
      const partitions = await Promise.all(
        partitionIndexes.map((partitionIndex) =>
          fault === undefined
            ? describe(name, partitionIndex, context)
            : Promise.resolve(invalid(partitionIndex, fault)),
        ),
      );
      return { name, partitions };
    }),
  );
  return { topics };
}

function invalid(partitionIndex: number, fault: string): Input<PartitionResponse> {
  return { partitionIndex, errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION, errorMessage: fault };
}

async function describe(
  topic: string,
  partitionIndex: number,
  context: RequestContext,
): Promise<Input<PartitionResponse>> {
  const { replicaManager, metadata } = context.services;
  if (metadata.image.topics.getByName(topic) === undefined) {
    const errorCode = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    return { partitionIndex, errorCode, errorMessage: errorMessage(errorCode) };
  }
  const replica = replicaManager.findReplica(topic, partitionIndex);
  if (typeof replica === "number") {
    return { partitionIndex, errorCode: replica };
  }
  await replica.opening?.catch(() => {});
  if (replica.log === undefined) {
    return { partitionIndex, errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER };
  }
  return { partitionIndex, errorCode: ErrorCode.NONE, activeProducers: [...replica.log.activeProducers()] };
}

function errorResponse(
  request: DescribeProducersRequest,
  errorCode: number,
): HandlerResponse<DescribeProducersResponse> {
  return {
    topics: request.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeProducersRequest, DescribeProducersResponse> = {
  apiKey: ApiKey.DescribeProducers,
  request: DescribeProducersRequest,
  response: DescribeProducersResponse,
  handle,
  errorResponse,
};
