/**
 * Admin: describeProducers.
 */
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import { protocolError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import { partitionLeaders } from "./partition-leaders.ts";
import { Results } from "./results.ts";
import type { DescribeProducersOptions, ProducerState } from "./types.ts";

const API = { request: DescribeProducersRequest, response: DescribeProducersResponse };

export async function describeProducers(
  context: AdminContext,
  partitions: readonly TopicPartition[],
  options: DescribeProducersOptions,
): Promise<Results<TopicPartition, readonly ProducerState[]>> {
  const scope = context.scope("describeProducers", options);
  const results = new Results<TopicPartition, readonly ProducerState[]>(topicPartitionName, partitions);
  const { brokerId } = options;
  return await context.forEachItem(scope, {
    keys: partitions,
    results,
    async lookup(keys) {
      if (brokerId === undefined) return await partitionLeaders(context, scope, keys, results);
      await context.ensureNodes(scope);
      return new Map([[brokerId, [...keys]]]);
    },
    async ask(nodeId, keys, _scope, retry) {
      const topics = [...byTopic(keys)].map(([name, group]) => ({
        name,
        partitionIndexes: group.map((one) => one.partition),
      }));
      const timeoutMs = context.requestTimeoutMs(scope);
      const { response } = await context.client.send(nodeId, { api: API, body: { topics }, timeoutMs });
      for (const topic of response.topics) {
        for (const one of topic.partitions) {
          const key = { topic: topic.name, partition: one.partitionIndex };
          const error = one.errorCode === 0 ? undefined : protocolError(one.errorCode, one.errorMessage);
          if (error === undefined) results.succeed(key, one.activeProducers.map(producerState));
          else if (error.retriable && brokerId === undefined) retry(error);
          else results.fail(key, error);
        }
      }
    },
  });
}

function producerState(one: {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly coordinatorEpoch: number;
  readonly currentTxnStartOffset: number;
}): ProducerState {
  return {
    producerId: one.producerId,
    producerEpoch: one.producerEpoch,
    lastSequence: one.lastSequence,
    lastTimestamp: one.lastTimestamp,
    coordinatorEpoch: one.coordinatorEpoch === -1 ? undefined : one.coordinatorEpoch,
    currentTransactionStartOffset: one.currentTxnStartOffset === -1 ? undefined : one.currentTxnStartOffset,
  };
}
