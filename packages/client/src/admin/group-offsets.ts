/**
 * Admin: listConsumerGroupOffsets, alterConsumerGroupOffsets, deleteConsumerGroupOffsets.
 */
import { ErrorCode } from "@ottla/protocol";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { KafkaError, protocolError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import { askCoordinator, groupCoordinators, isCoordinatorRetry, throwGroupError } from "./group-coordinators.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, ListConsumerGroupOffsetsOptions, OffsetAndMetadata, PartitionOffset } from "./types.ts";

const FETCH_API = { request: OffsetFetchRequest, response: OffsetFetchResponse };
const COMMIT_API = { request: OffsetCommitRequest, response: OffsetCommitResponse };
const DELETE_API = { request: OffsetDeleteRequest, response: OffsetDeleteResponse };
/** From version 10 on topics go by id; an admin works with names, also of topics that are gone. */
const LAST_VERSION_WITH_NAMES = 9;

type CommittedOffset = TopicPartition & { readonly committed: OffsetAndMetadata | null };

export async function listConsumerGroupOffsets(
  context: AdminContext,
  groupIds: readonly string[],
  options: ListConsumerGroupOffsetsOptions,
): Promise<Results<string, readonly CommittedOffset[]>> {
  const scope = context.scope("listConsumerGroupOffsets", options);
  const results = new Results<string, readonly CommittedOffset[]>((groupId) => groupId, groupIds);
  return await context.forEachItem(scope, {
    keys: groupIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results),
    async ask(nodeId, keys) {
      // Versions before 8 hold one group; asking for each by itself serves all versions, in parallel.
      const asks = keys.map(async (groupId) => {
        const response = await fetchOffsets(context, nodeId, groupId, {
          ...options,
          timeoutMs: context.requestTimeoutMs(scope),
        });
        const group = response.groups[0] ?? response;
        if (group.errorCode === 0) results.succeed(groupId, committedOffsets(group.topics));
        else if (!isCoordinatorRetry(group.errorCode)) results.fail(groupId, protocolError(group.errorCode));
      });
      await Promise.all(asks);
    },
  });
}

async function fetchOffsets(
  context: AdminContext,
  nodeId: number,
  groupId: string,
  options: ListConsumerGroupOffsetsOptions & { readonly timeoutMs: number },
): Promise<OffsetFetchResponse> {
  const topics =
    options.topicPartitions === undefined
      ? null
      : [...byTopic(options.topicPartitions)].map(([name, group]) => ({
          name,
          partitionIndexes: group.map((one) => one.partition),
        }));
  const requireStable = options.requireStable ?? false;
  const { response } = await context.client.send(nodeId, {
    api: FETCH_API,
    body: (version) => ({
      ...(version >= 8 ? { groups: [{ groupId, topics }] } : { groupId, topics }),
      ...(version >= 7 ? { requireStable } : {}),
    }),
    versions: { min: requireStable ? 7 : 2, max: LAST_VERSION_WITH_NAMES },
    timeoutMs: options.timeoutMs,
  });
  return response;
}

function committedOffsets(
  topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly metadata: string | null;
      readonly errorCode: number;
    }[];
  }[],
): CommittedOffset[] {
  return topics.flatMap((topic) =>
    topic.partitions
      .filter((one) => one.errorCode === 0)
      .map((one) => ({
        topic: topic.name,
        partition: one.partitionIndex,
        committed:
          one.committedOffset < 0
            ? null
            : {
                offset: one.committedOffset,
                leaderEpoch: one.committedLeaderEpoch < 0 ? undefined : one.committedLeaderEpoch,
                metadata: one.metadata ?? "",
              },
      })),
  );
}

export async function alterConsumerGroupOffsets(
  context: AdminContext,
  groupId: string,
  offsets: readonly PartitionOffset[],
  options: AdminCallOptions,
): Promise<Results<TopicPartition, void>> {
  const scope = context.scope("alterConsumerGroupOffsets", options);
  const results = new Results<TopicPartition, void>(topicPartitionName, offsets);
  if (offsets.length === 0) return results;
  const topics = [...byTopic(offsets)].map(([name, group]) => ({
    name,
    partitions: group.map((one) => ({
      partitionIndex: one.partition,
      committedOffset: one.offset,
      committedLeaderEpoch: one.leaderEpoch ?? -1,
      committedMetadata: one.metadata ?? "",
    })),
  }));
  await askCoordinator(context, scope, groupId, async (nodeId) => {
    const { response } = await context.client.send(nodeId, {
      api: COMMIT_API,
      body: { groupId, generationIdOrMemberEpoch: -1, memberId: "", topics },
      versions: { max: LAST_VERSION_WITH_NAMES },
      timeoutMs: context.requestTimeoutMs(scope),
    });
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        const key = { topic: topic.name, partition: partitionIndex };
        if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS || isCoordinatorRetry(errorCode))
          throw retriableGroupError(errorCode);
        if (errorCode === 0) results.succeed(key, undefined);
        else results.fail(key, protocolError(errorCode));
      }
    }
  });
  return results;
}

export async function deleteConsumerGroupOffsets(
  context: AdminContext,
  groupId: string,
  partitions: readonly TopicPartition[],
  options: AdminCallOptions,
): Promise<Results<TopicPartition, void>> {
  const scope = context.scope("deleteConsumerGroupOffsets", options);
  const results = new Results<TopicPartition, void>(topicPartitionName, partitions);
  const topics = [...byTopic(partitions)].map(([name, group]) => ({
    name,
    partitions: group.map((one) => ({ partitionIndex: one.partition })),
  }));
  await askCoordinator(context, scope, groupId, async (nodeId) => {
    const { response } = await context.client.send(nodeId, {
      api: DELETE_API,
      body: { groupId, topics },
      timeoutMs: context.requestTimeoutMs(scope),
    });
    throwGroupError(response.errorCode);
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        const key = { topic: topic.name, partition: partitionIndex };
        if (errorCode === 0) results.succeed(key, undefined);
        else results.fail(key, protocolError(errorCode));
      }
    }
  });
  return results;
}

/** REBALANCE_IN_PROGRESS is not retriable for a member, but an admin only has to wait. */
function retriableGroupError(errorCode: number): KafkaError {
  const { code, message } = protocolError(errorCode);
  return new KafkaError(code, message, { errorCode, retriable: true });
}
