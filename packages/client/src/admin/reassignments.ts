/**
 * Admin: electLeaders, alterPartitionReassignments, listPartitionReassignments.
 */
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import { protocolError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import { Results } from "./results.ts";
import type {
  AdminCallOptions,
  AlterPartitionReassignmentsOptions,
  ElectionType,
  PartitionReassignment,
} from "./types.ts";

const ELECT_API = { request: ElectLeadersRequest, response: ElectLeadersResponse };
const ALTER_API = { request: AlterPartitionReassignmentsRequest, response: AlterPartitionReassignmentsResponse };
const LIST_API = { request: ListPartitionReassignmentsRequest, response: ListPartitionReassignmentsResponse };

export async function electLeaders(
  context: AdminContext,
  electionType: ElectionType,
  partitions: readonly TopicPartition[] | undefined,
  options: AdminCallOptions,
): Promise<Results<TopicPartition, void>> {
  const scope = context.scope("electLeaders", options);
  const results = new Results<TopicPartition, void>(topicPartitionName, partitions);
  const topicPartitions =
    partitions === undefined
      ? null
      : [...byTopic(partitions)].map(([topic, group]) => ({ topic, partitions: group.map((one) => one.partition) }));
  const response = await context.askController(
    scope,
    {
      api: ELECT_API,
      body: (version) => ({
        ...(version >= 1 ? { electionType } : {}),
        topicPartitions,
        timeoutMs: Math.ceil(context.requestTimeoutMs(scope)),
      }),
      versions: electionType === 0 ? {} : { min: 1 },
    },
    (answer) => throwIfFailed(answer.errorCode),
  );
  for (const topic of response.replicaElectionResults) {
    for (const one of topic.partitionResult) {
      const key = { topic: topic.topic, partition: one.partitionId };
      if (one.errorCode === 0) results.succeed(key, undefined);
      else results.fail(key, protocolError(one.errorCode, one.errorMessage));
    }
  }
  return results;
}

export async function alterPartitionReassignments(
  context: AdminContext,
  reassignments: readonly (TopicPartition & { readonly replicas: readonly number[] | null })[],
  options: AlterPartitionReassignmentsOptions,
): Promise<Results<TopicPartition, void>> {
  const scope = context.scope("alterPartitionReassignments", options, "anyone");
  const results = new Results<TopicPartition, void>(topicPartitionName, reassignments);
  const topics = [...byTopic(reassignments)].map(([name, group]) => ({
    name,
    partitions: group.map((one) => ({
      partitionIndex: one.partition,
      replicas: one.replicas === null ? null : [...one.replicas],
    })),
  }));
  const { allowReplicationFactorChange = true } = options;
  const response = await context.askController(
    scope,
    {
      api: ALTER_API,
      body: (version) => ({
        ...(version >= 1 ? { allowReplicationFactorChange } : {}),
        timeoutMs: Math.ceil(context.requestTimeoutMs(scope)),
        topics,
      }),
      // Older brokers cannot be asked to refuse.
      versions: allowReplicationFactorChange ? {} : { min: 1 },
    },
    (answer) => throwIfFailed(answer.errorCode, answer.errorMessage),
  );
  for (const topic of response.responses) {
    for (const one of topic.partitions) {
      const key = { topic: topic.name, partition: one.partitionIndex };
      if (one.errorCode === 0) results.succeed(key, undefined);
      else results.fail(key, protocolError(one.errorCode, one.errorMessage));
    }
  }
  return results;
}

export async function listPartitionReassignments(
  context: AdminContext,
  partitions: readonly TopicPartition[] | undefined,
  options: AdminCallOptions,
): Promise<readonly (TopicPartition & PartitionReassignment)[]> {
  const scope = context.scope("listPartitionReassignments", options, "anyone");
  const topics =
    partitions === undefined
      ? null
      : [...byTopic(partitions)].map(([name, group]) => ({
          name,
          partitionIndexes: group.map((one) => one.partition),
        }));
  const response = await context.askController(
    scope,
    { api: LIST_API, body: { timeoutMs: Math.ceil(context.requestTimeoutMs(scope)), topics } },
    (answer) => throwIfFailed(answer.errorCode, answer.errorMessage),
  );
  return response.topics.flatMap((topic) =>
    topic.partitions.map((one) => ({
      topic: topic.name,
      partition: one.partitionIndex,
      replicas: one.replicas,
      addingReplicas: one.addingReplicas,
      removingReplicas: one.removingReplicas,
    })),
  );
}

function throwIfFailed(errorCode: number, errorMessage?: string | null): void {
  if (errorCode !== 0) throw protocolError(errorCode, errorMessage);
}
