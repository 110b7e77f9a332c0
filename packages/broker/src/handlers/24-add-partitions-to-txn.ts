/**
 * AddPartitionsToTxn (key 24), versions 0–5.
 *
 * Behavior: puts partitions into a transaction, beginning it if there is none. A partition that does not exist keeps the others
 * out too: they are answered OPERATION_NOT_ATTEMPTED. Versions below 4 come from producers and hold one transaction; the later ones
 * come from brokers, which ask for many at once, or only want to know whether the partitions are in their transactions.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: PRODUCER_FENCED; older versions see INVALID_PRODUCER_EPOCH (KIP-588)
 * - v3: flexible (KIP-482)
 * - v4: many transactions in one request, verifyOnly (KIP-890)
 * - v5: TRANSACTION_ABORTABLE (KIP-890)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponse,
  type AddPartitionsToTxnResult,
  type AddPartitionsToTxnTopic,
  type AddPartitionsToTxnTopicResult,
  type AddPartitionsToTxnTransaction,
} from "@ottla/protocol/messages/add-partitions-to-txn";
import { transactionVersionOfAddPartitions, type TopicPartition } from "@ottla/transaction-coordinator";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics, isTransactionalIdAuthorized } from "../authorizer/authorized-names.ts";
import { isInternalTopic } from "../topics/topic-name.ts";
import { fencedErrorOf } from "../transaction-coordinator/fenced-error.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const BATCHED_SINCE_VERSION = 4;
const FENCED_SINCE_VERSION = 2;

async function handle(
  request: AddPartitionsToTxnRequest,
  context: RequestContext,
): Promise<Input<AddPartitionsToTxnResponse>> {
  const isOfBroker = context.apiVersion >= BATCHED_SINCE_VERSION;
  if (isOfBroker && !isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
    return errorResponse(request, ErrorCode.CLUSTER_AUTHORIZATION_FAILED, context);
  }
  const { v3AndBelowTransactionalId: transactionalId } = request;
  if (!isOfBroker && !isTransactionalIdAuthorized(context, AclOperation.WRITE, transactionalId)) {
    return errorResponse(request, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, context);
  }
  const transactions = transactionsOf(request, context);
  const results = await Promise.all(transactions.map((transaction) => addOrVerify(transaction, context)));
  return responseOf(results, context);
}

/** The transactions of the request, whatever its version. */
function transactionsOf(
  request: AddPartitionsToTxnRequest,
  { apiVersion }: Pick<RequestContext, "apiVersion">,
): AddPartitionsToTxnTransaction[] {
  if (apiVersion >= BATCHED_SINCE_VERSION) return request.transactions;
  return [
    {
      transactionalId: request.v3AndBelowTransactionalId,
      producerId: request.v3AndBelowProducerId,
      producerEpoch: request.v3AndBelowProducerEpoch,
      verifyOnly: false,
      topics: request.v3AndBelowTopics,
    },
  ];
}

async function addOrVerify(
  transaction: AddPartitionsToTxnTransaction,
  context: RequestContext,
): Promise<Input<AddPartitionsToTxnResult>> {
  const { services, apiVersion } = context;
  const { transactionalId, producerId, producerEpoch, verifyOnly, topics } = transaction;
  const partitions: TopicPartition[] = topics.flatMap(({ name, partitions: indexes }) =>
    indexes.map((partition) => ({ topic: name, partition })),
  );
  const errors = partitionErrors(partitions, context);
  if (errors.some((errorCode) => errorCode !== ErrorCode.NONE)) {
    const told = errors.map((code) => (code === ErrorCode.NONE ? ErrorCode.OPERATION_NOT_ATTEMPTED : code));
    return { transactionalId, topicResults: topicResults(topics, told) };
  }
  const coordinator = await services.transactionCoordinator();
  const asked = { transactionalId, producerId, producerEpoch, partitions };
  if (verifyOnly) {
    return { transactionalId, topicResults: topicResults(topics, await coordinator.verifyPartitions(asked)) };
  }
  const added = await coordinator.addPartitions(asked, transactionVersionOfAddPartitions(apiVersion));
  const errorCode = fencedErrorOf(added, apiVersion >= FENCED_SINCE_VERSION);
  return {
    transactionalId,
    topicResults: topicResults(
      topics,
      partitions.map(() => errorCode),
    ),
  };
}

/** Why partitions cannot be part of a transaction, in their order. Brokers have checked who writes; a producer cannot add internal topics at all. */
function partitionErrors(partitions: readonly TopicPartition[], context: RequestContext): number[] {
  const image = context.services.metadata.image.topics;
  const isOfBroker = context.apiVersion >= BATCHED_SINCE_VERSION;
  const mayWrite = authorizedTopics(context, AclOperation.WRITE);
  return partitions.map(({ topic, partition }) => {
    if (!isOfBroker && (isInternalTopic(topic) || !mayWrite(topic))) return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    return image.getPartition(topic, partition) === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE;
  });
}

/** `errors` has one code for each partition, in the order of the request. */
function topicResults(
  topics: readonly AddPartitionsToTxnTopic[],
  errors: readonly number[],
): Input<AddPartitionsToTxnTopicResult>[] {
  let next = 0;
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: errors[next++]! })),
  }));
}

function responseOf(
  results: Input<AddPartitionsToTxnResult>[],
  { apiVersion }: Pick<RequestContext, "apiVersion">,
): Input<AddPartitionsToTxnResponse> {
  if (apiVersion >= BATCHED_SINCE_VERSION) return { resultsByTransaction: results };
  return { resultsByTopicV3AndBelow: results.flatMap(({ topicResults: topics }) => topics ?? []) };
}

function errorResponse(
  request: AddPartitionsToTxnRequest,
  errorCode: number,
  context: Pick<RequestContext, "apiVersion">,
): Input<AddPartitionsToTxnResponse> {
  if (context.apiVersion >= BATCHED_SINCE_VERSION) return { errorCode };
  const results = transactionsOf(request, context).map(({ transactionalId, topics }) => ({
    transactionalId,
    topicResults: topics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: errorCode })),
    })),
  }));
  return responseOf(results, context);
}

/** See the head of this file. */
export const handler: RequestHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  apiKey: ApiKey.AddPartitionsToTxn,
  request: AddPartitionsToTxnRequest,
  response: AddPartitionsToTxnResponse,
  handle,
  errorResponse,
};
