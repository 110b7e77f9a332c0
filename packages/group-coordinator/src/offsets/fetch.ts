/**
 * OffsetFetch, one group: the committed offsets of the partitions asked for, or of all. A partition without one is
 * answered −1, without error. Whoever requires stable offsets is told of partitions with an open transaction.
 */

import { ZERO_UUID } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  OffsetFetchRequestGroup,
  OffsetFetchResponseGroup,
  OffsetFetchResponsePartitions,
} from "@ottla/protocol/messages/offset-fetch";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { validateConsumerOffsetFetch } from "../consumer/offset-validation.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { OffsetAndMetadata } from "./offset-and-metadata.ts";
import type { TopicOffsets } from "./offset-table.ts";

const INVALID_OFFSET = -1;

/**
 * `epoch` is what the reader may see; undefined for the newest state, which is what requiring stable offsets means: the
 * answer then waits until that state is committed.
 */
export function fetchOffsets(
  context: GroupCoordinatorContext,
  request: OffsetFetchRequestGroup,
  epoch: number | undefined,
): Input<OffsetFetchResponseGroup> {
  const { groupId } = request;
  const consumerGroup = context.groups.consumerGroup(groupId, epoch);
  if (consumerGroup !== undefined) {
    const errorCode = validateConsumerOffsetFetch(consumerGroup, request, epoch);
    if (errorCode !== ErrorCode.NONE) return { groupId, errorCode };
  }
  const offsets = readableOffsets(context, groupId, epoch);
  const isUnstable = (topic: string, partition: number): boolean =>
    epoch === undefined && context.offsets.openTransactions.has(groupId, topic, partition);
  if (request.topics === null) return { groupId, topics: allTopics(offsets, epoch, isUnstable) };
  const topics = request.topics.map(({ name, topicId, partitionIndexes }) => {
    const ofTopic = offsets?.get(name, epoch);
    const partitions = partitionIndexes.map((partitionIndex) => {
      if (isUnstable(name, partitionIndex)) return unstable(partitionIndex);
      const offset = ofTopic?.get(partitionIndex, epoch);
      const isOfAnotherTopic =
        offset !== undefined && offset.topicId !== ZERO_UUID && topicId !== ZERO_UUID && offset.topicId !== topicId;
      return offset === undefined || isOfAnotherTopic ? absent(partitionIndex) : present(partitionIndex, offset);
    });
    return { name, topicId, partitions };
  });
  return { groupId, topics };
}

/** Undefined when the group does not exist at that epoch, whatever offsets are left. */
function readableOffsets(
  context: GroupCoordinatorContext,
  groupId: string,
  epoch: number | undefined,
): TopicOffsets | undefined {
  if (context.groups.entry(groupId, epoch) === undefined) return undefined;
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group?.isInState(ClassicGroupState.DEAD) === true) return undefined;
  return context.offsets.table.group(groupId, epoch);
}

function allTopics(
  offsets: TopicOffsets | undefined,
  epoch: number | undefined,
  isUnstable: (topic: string, partition: number) => boolean,
): NonNullable<Input<OffsetFetchResponseGroup>["topics"]> {
  if (offsets === undefined) return [];
  return [...offsets.toMap(epoch)].map(([name, ofTopic]) => ({
    name,
    topicId: ZERO_UUID,
    partitions: [...ofTopic.toMap(epoch)].map(([partitionIndex, offset]) =>
      isUnstable(name, partitionIndex) ? unstable(partitionIndex) : present(partitionIndex, offset),
    ),
  }));
}

function present(partitionIndex: number, offset: OffsetAndMetadata): Input<OffsetFetchResponsePartitions> {
  const { committedOffset, leaderEpoch: committedLeaderEpoch, metadata } = offset;
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata };
}

function absent(partitionIndex: number): Input<OffsetFetchResponsePartitions> {
  return { partitionIndex, committedOffset: INVALID_OFFSET, committedLeaderEpoch: -1, metadata: "" };
}

function unstable(partitionIndex: number): Input<OffsetFetchResponsePartitions> {
  return { ...absent(partitionIndex), errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT };
}
