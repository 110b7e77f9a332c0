/**
 * Admin: listTransactions, describeTransactions, abortTransaction, fenceProducers, forceTerminateTransaction.
 *
 * Every broker coordinates some transactional ids, so listing asks all of them; the rest asks the coordinator of the id, or the leader of the partition.
 */
import { ErrorCode } from "@ottla/protocol";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
} from "@ottla/protocol/messages/describe-transactions";
import type { TransactionState as DescribedTransaction } from "@ottla/protocol/messages/describe-transactions";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from "@ottla/protocol/messages/write-txn-markers";
import { CoordinatorType } from "../cluster-client.ts";
import { protocolError, toKafkaError } from "../errors.ts";
import type { KafkaError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { clusterNodes } from "./describe-cluster.ts";
import { groupCoordinators, isCoordinatorRetry } from "./group-coordinators.ts";
import { partitionLeaders } from "./partition-leaders.ts";
import { Results } from "./results.ts";
import type {
  AbortTransactionSpec,
  AdminCallOptions,
  FencedProducer,
  ListTransactionsOptions,
  TransactionDescription,
  TransactionListing,
} from "./types.ts";

const LIST_API = { request: ListTransactionsRequest, response: ListTransactionsResponse };
const DESCRIBE_API = { request: DescribeTransactionsRequest, response: DescribeTransactionsResponse };
const INIT_API = { request: InitProducerIdRequest, response: InitProducerIdResponse };
const MARKERS_API = { request: WriteTxnMarkersRequest, response: WriteTxnMarkersResponse };
/** The first versions that can filter by duration and by pattern. */
const DURATION_VERSION_MIN = 1;
const PATTERN_VERSION_MIN = 2;
/** Later ones are for two-phase commit, and not released. */
const INIT_VERSION_MAX = 5;

export async function listTransactions(
  context: AdminContext,
  options: ListTransactionsOptions,
): Promise<Results<number, readonly TransactionListing[]>> {
  const scope = context.scope("listTransactions", options);
  const nodes = [...(await clusterNodes(context, scope)).keys()];
  const results = new Results<number, readonly TransactionListing[]>(String, nodes);
  const {
    filteredStates = [],
    filteredProducerIds = [],
    filteredDuration = -1,
    filteredTransactionalIdPattern,
  } = options;
  const pattern = filteredTransactionalIdPattern ?? "";
  const min = pattern !== "" ? PATTERN_VERSION_MIN : filteredDuration >= 0 ? DURATION_VERSION_MIN : 0;
  const ask = async (nodeId: number): Promise<void> => {
    try {
      const response = await context.attempt(scope, async () => {
        const { response: answer } = await context.client.send(nodeId, {
          api: LIST_API,
          body: (version) => ({
            stateFilters: filteredStates,
            producerIdFilters: filteredProducerIds,
            ...(version >= DURATION_VERSION_MIN ? { durationFilter: filteredDuration } : {}),
            ...(version >= PATTERN_VERSION_MIN ? { transactionalIdPattern: pattern === "" ? null : pattern } : {}),
          }),
          versions: { min },
          timeoutMs: context.requestTimeoutMs(scope),
        });
        if (answer.errorCode !== 0) throw listError(answer.errorCode, nodeId);
        return answer;
      });
      results.succeed(
        nodeId,
        response.transactionStates.map((one) => ({
          transactionalId: one.transactionalId,
          producerId: one.producerId,
          state: one.transactionState,
        })),
      );
    } catch (error) {
      results.fail(nodeId, toKafkaError(error));
    }
  };
  await Promise.all(nodes.map(ask));
  return results;
}

function listError(errorCode: number, nodeId: number): KafkaError {
  const sentence = `ListTransactions request sent to broker ${nodeId} failed`;
  if (errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE) {
    const error = protocolError(errorCode);
    return protocolError(errorCode, `${sentence} because the coordinator is shutting down: ${error.message}`);
  }
  return protocolError(errorCode);
}

export async function describeTransactions(
  context: AdminContext,
  transactionalIds: readonly string[],
  options: AdminCallOptions,
): Promise<Results<string, TransactionDescription>> {
  const scope = context.scope("describeTransactions", options);
  const results = new Results<string, TransactionDescription>((id) => id, transactionalIds);
  return await context.forEachItem(scope, {
    keys: transactionalIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results, CoordinatorType.TRANSACTION),
    async ask(nodeId, keys, _scope, retry) {
      const { response } = await context.client.send(nodeId, {
        api: DESCRIBE_API,
        body: { transactionalIds: keys },
        timeoutMs: context.requestTimeoutMs(scope),
      });
      for (const state of response.transactionStates) {
        const { errorCode, transactionalId } = state;
        if (errorCode === 0) results.succeed(transactionalId, description(state, nodeId));
        else if (isCoordinatorRetry(errorCode)) retry(protocolError(errorCode));
        else results.fail(transactionalId, describeError(errorCode, transactionalId));
      }
    },
  });
}

function description(state: DescribedTransaction, coordinatorId: number): TransactionDescription {
  return {
    coordinatorId,
    state: state.transactionState,
    producerId: state.producerId,
    producerEpoch: state.producerEpoch,
    transactionTimeoutMs: state.transactionTimeoutMs,
    transactionStartTimeMs: state.transactionStartTimeMs < 0 ? undefined : state.transactionStartTimeMs,
    topicPartitions: state.topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    ),
  };
}

function describeError(errorCode: number, transactionalId: string): KafkaError {
  const sentence = `DescribeTransactions request for transactionalId \`${transactionalId}\` failed`;
  switch (errorCode) {
    case ErrorCode.TRANSACTIONAL_ID_NOT_FOUND:
      return protocolError(errorCode, `${sentence} because the ID could not be found`);
    case ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      return protocolError(errorCode, `${sentence} due to authorization failure`);
    default:
      return protocolError(errorCode, `${sentence} due to unexpected error`);
  }
}

export async function fenceProducers(
  context: AdminContext,
  transactionalIds: readonly string[],
  options: AdminCallOptions,
): Promise<Results<string, FencedProducer>> {
  const scope = context.scope("fenceProducers", options);
  const results = new Results<string, FencedProducer>((id) => id, transactionalIds);
  return await context.forEachItem(scope, {
    keys: transactionalIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results, CoordinatorType.TRANSACTION),
    async ask(nodeId, keys, _scope, retry) {
      await Promise.all(
        keys.map(async (transactionalId) => {
          const timeoutMs = context.requestTimeoutMs(scope);
          // Nobody will begin a transaction with this epoch, so its timeout is only one that the coordinator accepts.
          const { response } = await context.client.send(nodeId, {
            api: INIT_API,
            body: { transactionalId, transactionTimeoutMs: timeoutMs },
            versions: { max: INIT_VERSION_MAX },
            timeoutMs,
          });
          const { errorCode, producerId, producerEpoch } = response;
          const isRetry = isCoordinatorRetry(errorCode) || errorCode === ErrorCode.CONCURRENT_TRANSACTIONS;
          if (errorCode === 0) results.succeed(transactionalId, { producerId, producerEpoch });
          else if (isRetry) retry(protocolError(errorCode));
          else results.fail(transactionalId, protocolError(errorCode));
        }),
      );
    },
  });
}

export async function abortTransaction(
  context: AdminContext,
  spec: AbortTransactionSpec,
  options: AdminCallOptions,
): Promise<void> {
  const scope = context.scope("abortTransaction", options);
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch } = spec;
  const key: TopicPartition = { topic, partition };
  const results = new Results<TopicPartition, void>(topicPartitionName, [key]);
  await context.forEachItem(scope, {
    keys: [key],
    results,
    lookup: (keys) => partitionLeaders(context, scope, keys, results),
    async ask(nodeId, _keys, _scope, retry) {
      const topics = [{ name: topic, partitionIndexes: [partition] }];
      const { response } = await context.client.send(nodeId, {
        api: MARKERS_API,
        body: { markers: [{ producerId, producerEpoch, transactionResult: false, coordinatorEpoch, topics }] },
        timeoutMs: context.requestTimeoutMs(scope),
      });
      const errorCode = response.markers[0]?.topics[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
      const error = errorCode === 0 ? undefined : protocolError(errorCode);
      if (error === undefined) results.succeed(key, undefined);
      else if (error.retriable) retry(error);
      else results.fail(key, abortError(error, spec));
    },
  });
  results.throwIfAnyFailed();
}

function abortError(error: KafkaError, spec: AbortTransactionSpec): KafkaError {
  const reasons = new Map<string, string>([
    ["CLUSTER_AUTHORIZATION_FAILED", "cluster authorization error"],
    ["INVALID_PRODUCER_EPOCH", "an invalid producer epoch"],
    ["TRANSACTION_COORDINATOR_FENCED", "the use of an invalid coordinator epoch"],
  ]);
  const reason = reasons.get(error.code) ?? `unexpected error: ${error.message}`;
  return protocolError(error.errorCode ?? -1, `WriteTxnMarkers request with ${specText(spec)} failed due to ${reason}`);
}

/** As Java prints it. */
export function specText({
  topic,
  partition,
  producerId,
  producerEpoch,
  coordinatorEpoch,
}: AbortTransactionSpec): string {
  return (
    `AbortTransactionSpec(topicPartition=${topic}-${partition}, producerId=${producerId}, ` +
    `producerEpoch=${producerEpoch}, coordinatorEpoch=${coordinatorEpoch})`
  );
}
