/**
 * Admin: describeShareGroups, and the offsets of share groups: listShareGroupOffsets, alterShareGroupOffsets, deleteShareGroupOffsets.
 */
import { ErrorCode } from "@ottla/protocol";
import {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import { ShareGroupDescribeRequest, ShareGroupDescribeResponse } from "@ottla/protocol/messages/share-group-describe";
import type { DescribedGroup } from "@ottla/protocol/messages/share-group-describe";
import { byTopic } from "../by-topic.ts";
import { protocolError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { authorizedOperations } from "./authorized-operations.ts";
import { askCoordinator, groupCoordinators, isCoordinatorRetry, throwGroupError } from "./group-coordinators.ts";
import { Results } from "./results.ts";
import type {
  AdminCallOptions,
  DescribeGroupsOptions,
  ListShareGroupOffsetsOptions,
  ShareGroupDescription,
  SharePartitionOffset,
} from "./types.ts";

const DESCRIBE_API = { request: ShareGroupDescribeRequest, response: ShareGroupDescribeResponse };
const OFFSETS_API = { request: DescribeShareGroupOffsetsRequest, response: DescribeShareGroupOffsetsResponse };
const ALTER_API = { request: AlterShareGroupOffsetsRequest, response: AlterShareGroupOffsetsResponse };
const DELETE_API = { request: DeleteShareGroupOffsetsRequest, response: DeleteShareGroupOffsetsResponse };

export async function describeShareGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions,
): Promise<Results<string, ShareGroupDescription>> {
  const scope = context.scope("describeShareGroups", options);
  const results = new Results<string, ShareGroupDescription>((groupId) => groupId, groupIds);
  return await context.forEachItem(scope, {
    keys: groupIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results),
    async ask(nodeId, keys) {
      const { response } = await context.client.send(nodeId, {
        api: DESCRIBE_API,
        body: { groupIds: keys, includeAuthorizedOperations: options.includeAuthorizedOperations ?? false },
        timeoutMs: context.requestTimeoutMs(scope),
      });
      const node = context.client.nodeOf(nodeId) ?? { id: nodeId, host: "", port: -1, rack: null };
      for (const group of response.groups) {
        const { errorCode, errorMessage, groupId } = group;
        if (errorCode === 0) results.succeed(groupId, description(group, node));
        else if (!isCoordinatorRetry(errorCode)) results.fail(groupId, protocolError(errorCode, errorMessage));
      }
    },
  });
}

function description(group: DescribedGroup, coordinator: KafkaNode): ShareGroupDescription {
  return {
    groupId: group.groupId,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      clientId: member.clientId,
      host: member.clientHost,
      memberEpoch: member.memberEpoch,
      assignment: member.assignment.topicPartitions.flatMap(({ topicName, partitions }) =>
        partitions.map((partition) => ({ topic: topicName, partition })),
      ),
    })),
    state: group.groupState,
    coordinator,
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

export async function listShareGroupOffsets(
  context: AdminContext,
  groupIds: readonly string[],
  options: ListShareGroupOffsetsOptions,
): Promise<Results<string, readonly SharePartitionOffset[]>> {
  const scope = context.scope("listShareGroupOffsets", options);
  const results = new Results<string, readonly SharePartitionOffset[]>((groupId) => groupId, groupIds);
  const { topicPartitions } = options;
  const topics =
    topicPartitions === undefined
      ? null
      : [...byTopic(topicPartitions)].map(([topicName, group]) => ({
          topicName,
          partitions: group.map((one) => one.partition),
        }));
  return await context.forEachItem(scope, {
    keys: groupIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results),
    async ask(nodeId, keys) {
      const { response } = await context.client.send(nodeId, {
        api: OFFSETS_API,
        body: { groups: keys.map((groupId) => ({ groupId, topics })) },
        timeoutMs: context.requestTimeoutMs(scope),
      });
      for (const group of response.groups) {
        const { errorCode, errorMessage, groupId } = group;
        if (errorCode === 0) results.succeed(groupId, partitionOffsets(group));
        else if (!isCoordinatorRetry(errorCode)) results.fail(groupId, protocolError(errorCode, errorMessage));
      }
    },
  });
}

function partitionOffsets(group: DescribeShareGroupOffsetsResponse["groups"][number]): SharePartitionOffset[] {
  return group.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions
      .filter((one) => one.errorCode === 0)
      .map((one) => ({
        topic,
        partition: one.partitionIndex,
        startOffset: one.startOffset < 0 ? undefined : one.startOffset,
        leaderEpoch: one.leaderEpoch < 0 ? undefined : one.leaderEpoch,
        lag: one.lag < 0 ? undefined : one.lag,
      })),
  );
}

export async function alterShareGroupOffsets(
  context: AdminContext,
  groupId: string,
  offsets: readonly (TopicPartition & { readonly offset: number })[],
  options: AdminCallOptions,
): Promise<Results<TopicPartition, void>> {
  const scope = context.scope("alterShareGroupOffsets", options);
  const results = new Results<TopicPartition, void>(topicPartitionName, offsets);
  if (offsets.length === 0) return results;
  const topics = [...byTopic(offsets)].map(([topicName, group]) => ({
    topicName,
    partitions: group.map((one) => ({ partitionIndex: one.partition, startOffset: one.offset })),
  }));
  await askCoordinator(context, scope, groupId, async (nodeId) => {
    const { response } = await context.client.send(nodeId, {
      api: ALTER_API,
      body: { groupId, topics },
      timeoutMs: context.requestTimeoutMs(scope),
    });
    throwGroupError(response.errorCode, response.errorMessage);
    for (const { topicName: topic, partitions } of response.responses) {
      for (const { partitionIndex: partition, errorCode, errorMessage } of partitions) {
        if (errorCode === 0) results.succeed({ topic, partition }, undefined);
        else results.fail({ topic, partition }, protocolError(errorCode, errorMessage));
      }
    }
  });
  return results;
}

export async function deleteShareGroupOffsets(
  context: AdminContext,
  groupId: string,
  topics: readonly string[],
  options: AdminCallOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("deleteShareGroupOffsets", options);
  const results = new Results<string, void>((topic) => topic, topics);
  await askCoordinator(context, scope, groupId, async (nodeId) => {
    const { response } = await context.client.send(nodeId, {
      api: DELETE_API,
      body: { groupId, topics: topics.map((topicName) => ({ topicName })) },
      timeoutMs: context.requestTimeoutMs(scope),
    });
    throwGroupError(response.errorCode, response.errorMessage);
    for (const { topicName, errorCode, errorMessage } of response.responses) {
      if (errorCode === 0) results.succeed(topicName, undefined);
      else results.fail(topicName, protocolError(errorCode, errorMessage));
    }
  });
  for (const topic of topics) {
    if (!results.has(topic)) results.fail(topic, protocolError(ErrorCode.UNKNOWN_SERVER_ERROR));
  }
  return results;
}
