/** OffsetDelete, and the offsets of groups that are deleted: offsets go by tombstones. */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  OffsetDeleteRequest,
  OffsetDeleteRequestTopic,
  OffsetDeleteResponse,
  OffsetDeleteResponsePartition,
} from "@ottla/protocol/messages/offset-delete";
import type { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import type { ConsumerGroup } from "../consumer/consumer-group.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { offsetCommitTombstone } from "../records/offset-commit-record.ts";

/** Deletes offsets of topics that no member subscribes to. `request` holds only partitions that exist. */
export function handleOffsetDelete(
  context: GroupCoordinatorContext,
  request: OffsetDeleteRequest,
): CoordinatorResult<Input<OffsetDeleteResponse>, GroupRecord> {
  const { groupId } = request;
  const consumerGroup = context.groups.consumerGroup(groupId);
  const classicGroup = context.groups.classicGroup(groupId, context.time.nowMs);
  if (consumerGroup === undefined && (classicGroup === undefined || classicGroup.isInState(ClassicGroupState.DEAD))) {
    return respond({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND });
  }
  // What a group of another protocol reads cannot be told: it has to be empty.
  if (classicGroup !== undefined && !classicGroup.isEmpty && !classicGroup.usesConsumerGroupProtocol) {
    return respond({ errorCode: ErrorCode.NON_EMPTY_GROUP });
  }
  const group = consumerGroup ?? classicGroup!;
  const records: GroupRecord[] = [];
  const topics = request.topics.map((topic) => ({
    name: topic.name,
    partitions: deleteOffsetsOf(context, group, topic, records),
  }));
  context.metrics.onOffsetDeletions?.(records.length);
  return { records, response: { topics } };
}

function deleteOffsetsOf(
  context: GroupCoordinatorContext,
  group: ClassicGroup | ConsumerGroup,
  { name: topic, partitions }: OffsetDeleteRequestTopic,
  records: GroupRecord[],
): Input<OffsetDeleteResponsePartition>[] {
  const isSubscribed = group.isSubscribedToTopic(topic);
  return partitions.map(({ partitionIndex }) => {
    if (isSubscribed) return { partitionIndex, errorCode: ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC };
    const target = { groupId: group.groupId, topic, partition: partitionIndex };
    if (context.offsets.has(group.groupId, topic, partitionIndex)) records.push(offsetCommitTombstone(target));
    return { partitionIndex, errorCode: ErrorCode.NONE };
  });
}

/** Tombstones for everything the group has committed, in open transactions too. */
export function tombstonesOfGroup(context: GroupCoordinatorContext, groupId: string): GroupRecord[] {
  const records: GroupRecord[] = [];
  for (const [topic, partitions] of context.offsets.table.group(groupId) ?? []) {
    for (const partition of partitions.keys()) records.push(offsetCommitTombstone({ groupId, topic, partition }));
  }
  for (const [topic, partition] of context.offsets.openTransactions.partitionsOf(groupId)) {
    if (context.offsets.table.get(groupId, topic, partition) === undefined) {
      records.push(offsetCommitTombstone({ groupId, topic, partition }));
    }
  }
  return records;
}
