/**
 * DescribeProducers (key 61), version 0.
 *
 * Behavior: lists the producers whose state a partition holds: id, epoch, last sequence and timestamp, and where an open
 * transaction starts. It is how an operator finds a transaction that hangs.
 *
 * Version notes
 * - v0: (KIP-664)
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import type { PartitionResponse } from "@ottla/protocol/messages/describe-producers";
import { isTopicAuthorized } from "../authorizer/authorized-names.ts";
import { topicNameFault } from "../topics/topic-name.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: DescribeProducersRequest,
  context: RequestContext,
): Promise<HandlerResponse<DescribeProducersResponse>> {
  const topics = await Promise.all(
    request.topics.map(async ({ name, partitionIndexes }) => {
      const error = topicError(name, context);
      const partitions = await Promise.all(
        partitionIndexes.map((partitionIndex) =>
          error === undefined ? describe(name, partitionIndex, context) : Promise.resolve({ partitionIndex, ...error }),
        ),
      );
      return { name, partitions };
    }),
  );
  return { topics };
}

/** What is to be said of every partition of the topic, if anything. */
function topicError(
  topic: string,
  context: RequestContext,
): { readonly errorCode: number; readonly errorMessage: string } | undefined {
  const fault = topicNameFault(topic);
  if (fault !== undefined) return { errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION, errorMessage: fault };
  let errorCode: number = ErrorCode.NONE;
  if (!isTopicAuthorized(context, AclOperation.READ, topic)) {
    errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  } else if (context.services.metadata.image.topics.getByName(topic) === undefined) {
    errorCode = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  }
  return errorCode === ErrorCode.NONE ? undefined : { errorCode, errorMessage: errorMessage(errorCode) };
}

async function describe(
  topic: string,
  partitionIndex: number,
  context: RequestContext,
): Promise<Input<PartitionResponse>> {
  const replica = context.services.replicaManager.findReplica(topic, partitionIndex);
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
