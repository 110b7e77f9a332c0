/**
 * The records of consumer groups, replayed. A record may come in another order than it was written: compaction keeps the last
 * of each key where it stands. Tombstones of what is not there do nothing.
 */

import { assert } from "@ottla/base";
import { assignmentOf } from "../modern/assignment.ts";
import { DELETED_ASSIGNMENT } from "../modern/modern-group.ts";
import type { Groups } from "../groups.ts";
import type { ConsumerGroupRecord } from "../records/group-record.ts";
import { newConsumerGroupMember, withCurrentAssignment, withMetadata } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";

export function replayConsumerGroupRecord(groups: Groups, record: ConsumerGroupRecord): void {
  const { groupId } = record.key;
  const group = record.value === null ? groups.consumerGroup(groupId) : groups.replayConsumerGroup(groupId);
  if (group === undefined) return;
  if (record.type === "consumer-group-metadata" && record.value === null) deleteGroup(groups, group);
  else replayInGroup(group, record);
}

function replayInGroup(group: ConsumerGroup, record: ConsumerGroupRecord): void {
  switch (record.type) {
    case "consumer-group-metadata":
      group.replayEpoch(record.value!.epoch, record.value!.metadataHash);
      return;
    case "consumer-group-partition-metadata":
      group.hasPartitionMetadataRecord.set(record.value !== null);
      return;
    case "consumer-group-member-metadata":
      replayMember(group, record);
      return;
    case "consumer-group-target-assignment-metadata":
      replayTargetMetadata(group, record);
      return;
    case "consumer-group-target-assignment-member": {
      const { value } = record;
      group.replayTargetAssignment(record.key.memberId, value === null ? null : assignmentOf(value.topicPartitions));
      return;
    }
    case "consumer-group-current-member-assignment":
      replayCurrentAssignment(group, record);
      return;
    case "consumer-group-regular-expression": {
      const { value } = record;
      const resolved =
        value === null ? null : { topics: new Set(value.topics), version: value.version, timestampMs: value.timestamp };
      group.replayRegex(record.key.regularExpression, resolved);
      return;
    }
  }
}

function deleteGroup(groups: Groups, group: ConsumerGroup): void {
  assert(group.members.size === 0, "the members of a group are deleted before the group");
  assert(group.targetAssignment.size === 0, "the target of each member is deleted before the group");
  assert(group.assignmentEpoch === DELETED_ASSIGNMENT.assignmentEpoch, "the target is deleted before the group");
  groups.delete(group.groupId);
}

function replayMember(group: ConsumerGroup, { key, value }: RecordOfType<"consumer-group-member-metadata">): void {
  const { memberId } = key;
  const member = group.members.get(memberId);
  if (value !== null) {
    group.replayMember(withMetadata(member ?? newConsumerGroupMember(memberId), value));
    return;
  }
  if (member === undefined) return;
  assert(member.memberEpoch === -1, "what a member has is deleted before the member");
  assert(!group.targetAssignment.has(memberId), "the target of a member is deleted before the member");
  group.replayMemberRemoval(memberId);
}

function replayTargetMetadata(
  group: ConsumerGroup,
  { value }: RecordOfType<"consumer-group-target-assignment-metadata">,
): void {
  assert(value !== null || group.targetAssignment.size === 0, "the target of each member is deleted before the target");
  if (value === null) {
    group.replayTargetAssignmentMetadata(DELETED_ASSIGNMENT);
  } else {
    const { assignmentEpoch, assignmentTimestamp: assignmentTimestampMs } = value;
    group.replayTargetAssignmentMetadata({ assignmentEpoch, assignmentTimestampMs });
  }
}

function replayCurrentAssignment(
  group: ConsumerGroup,
  { key, value }: RecordOfType<"consumer-group-current-member-assignment">,
): void {
  const member = group.members.get(key.memberId);
  if (member === undefined && value === null) return;
  group.replayMember(withCurrentAssignment(member ?? newConsumerGroupMember(key.memberId), value));
}

type RecordOfType<T extends ConsumerGroupRecord["type"]> = Extract<ConsumerGroupRecord, { readonly type: T }>;
