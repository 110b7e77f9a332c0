/**
 * TxnOffsetCommit (key 28), versions 0–5.
 *
 * Behavior: commits offsets of a group in a transaction: they count when the transaction commits, and never if it aborts. Partitions
 * that do not exist or may not be read are answered one by one; the rest goes to the group's coordinator, which first makes sure that the group's
 * offsets are part of the producer's transaction.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: leader epoch of each offset (KIP-320); COORDINATOR_LOAD_IN_PROGRESS, older versions see COORDINATOR_NOT_AVAILABLE
 * - v3: flexible (KIP-482), member and generation (KIP-447)
 * - v4: TRANSACTION_ABORTABLE (KIP-890)
 * - v5: adds the group's offsets to the transaction implicitly (KIP-890 part 2)
 */

import { txnOffsetCommitError } from "@ottla/group-coordinator";
import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  TxnOffsetCommitRequest,
  TxnOffsetCommitResponse,
  type TxnOffsetCommitRequestPartition,
  type TxnOffsetCommitRequestTopic,
} from "@ottla/protocol/messages/txn-offset-commit";
import {
  authorizedTopics,
  isGroupAuthorized,
  isTransactionalIdAuthorized,
  type NameTest,
} from "../authorizer/authorized-names.ts";
import { groupRequestContext } from "../group-coordinator/group-request-context.ts";
import { TxnOffsetCommitResponseBuilder } from "../group-coordinator/txn-offset-commit-response-builder.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const LOAD_IN_PROGRESS_SINCE_VERSION = 2;

async function handle(
  request: TxnOffsetCommitRequest,
  context: RequestContext,
): Promise<Input<TxnOffsetCommitResponse>> {
  if (!isTransactionalIdAuthorized(context, AclOperation.WRITE, request.transactionalId)) {
    return txnOffsetCommitError(request, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  }
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return txnOffsetCommitError(request, ErrorCode.GROUP_AUTHORIZATION_FAILED);
  }
  const response = new TxnOffsetCommitResponseBuilder();
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const topics = request.topics
    .map((topic) => committablePartitions(topic, mayRead, context, response))
    .filter((topic) => topic !== undefined);
  if (topics.length > 0) {
    const { groupCoordinator } = context.services;
    const committed = { ...request, topics };
    response.merge(await groupCoordinator.commitTransactionalOffsets(committed, groupRequestContext(context)));
  }
  const built = response.build();
  return context.apiVersion >= LOAD_IN_PROGRESS_SINCE_VERSION ? built : withoutLoadInProgress(built);
}

/** What can be committed of the topic; the rest is answered. Undefined when nothing can. */
function committablePartitions(
  topic: TxnOffsetCommitRequestTopic,
  mayRead: NameTest,
  { services }: RequestContext,
  response: TxnOffsetCommitResponseBuilder,
): TxnOffsetCommitRequestTopic | undefined {
  const isForbidden = !mayRead(topic.name);
  const image = isForbidden ? undefined : services.metadata.image.topics.getByName(topic.name);
  const errorCode = isForbidden ? ErrorCode.TOPIC_AUTHORIZATION_FAILED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const partitions: TxnOffsetCommitRequestPartition[] = [];
  for (const partition of topic.partitions) {
    if (image?.partitions[partition.partitionIndex] !== undefined) partitions.push(partition);
    else response.add(topic.name, partition.partitionIndex, errorCode);
  }
  return partitions.length === 0 ? undefined : { ...topic, partitions };
}

/** Producers of before 2.0 do not try again when they hear of loading. */
function withoutLoadInProgress({ topics = [] }: Input<TxnOffsetCommitResponse>): Input<TxnOffsetCommitResponse> {
  return {
    topics: topics.map(({ name, partitions = [] }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, errorCode }) => ({
        partitionIndex,
        errorCode:
          errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS ? ErrorCode.COORDINATOR_NOT_AVAILABLE : errorCode,
      })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  apiKey: ApiKey.TxnOffsetCommit,
  request: TxnOffsetCommitRequest,
  response: TxnOffsetCommitResponse,
  handle,
  errorResponse: txnOffsetCommitError,
};
