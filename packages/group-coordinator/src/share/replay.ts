/** Records of share groups. Tombstones of what is not there say nothing: the log may have been compacted. */

import { assert } from "@ottla/base";
import type { Groups } from "../groups.ts";
import { assignmentOf } from "../modern/assignment.ts";
import { DELETED_ASSIGNMENT } from "../modern/modern-group.ts";
import type { ShareGroupRecord } from "../records/group-record.ts";
import { newShareGroupMember, withShareAssignment, withShareMetadata } from "./share-group-member.ts";
import type { ShareGroup } from "./share-group.ts";
import { shareStateTopicsOf } from "./share-state-topics.ts";

/** `nowMs` is when the record was written, or 0 while the log is read. */
export function replayShareGroupRecord(groups: Groups, record: ShareGroupRecord, nowMs: number): void {
  const { groupId } = record.key;
  const group = record.value === null ? groups.shareGroup(groupId) : groups.replayShareGroup(groupId);
  if (group === undefined) return;
  switch (record.type) {
    case "share-group-metadata":
      if (record.value === null) deleteGroup(groups, group);
      else group.replayEpoch(record.value.epoch, record.value.metadataHash);
      return;
    case "share-group-member-metadata":
      replayMember(group, record);
      return;
    case "share-group-target-assignment-metadata":
      replayTargetMetadata(group, record);
      return;
    case "share-group-target-assignment-member": {
      const { value } = record;
      group.replayTargetAssignment(record.key.memberId, value === null ? null : assignmentOf(value.topicPartitions));
      return;
    }
    case "share-group-current-member-assignment":
      replayCurrentAssignment(group, record);
      return;
    case "share-group-state-partition-metadata":
      group.stateTopics.set(record.value === null ? null : shareStateTopicsOf(record.value, nowMs));
      return;
  }
}

function deleteGroup(groups: Groups, group: ShareGroup): void {
  assert(group.members.size === 0, "the members of a group are deleted before the group");
  assert(group.targetAssignment.size === 0, "the target of each member is deleted before the group");
  assert(group.assignmentEpoch === DELETED_ASSIGNMENT.assignmentEpoch, "the target is deleted before the group");
  groups.delete(group.groupId);
}

function replayMember(group: ShareGroup, { key, value }: RecordOfType<"share-group-member-metadata">): void {
  const { memberId } = key;
  const member = group.members.get(memberId);
  if (value !== null) {
    group.replayMember(withShareMetadata(member ?? newShareGroupMember(memberId), value));
    return;
  }
  if (member === undefined) return;
  assert(member.memberEpoch === -1, "what a member has is deleted before the member");
  assert(!group.targetAssignment.has(memberId), "the target of a member is deleted before the member");
  group.replayMemberRemoval(memberId);
}

function replayTargetMetadata(
  group: ShareGroup,
  { value }: RecordOfType<"share-group-target-assignment-metadata">,
): void {
  assert(value !== null || group.targetAssignment.size === 0, "the target of each member is deleted before the target");
  const metadata =
    value === null
      ? DELETED_ASSIGNMENT
      : { assignmentEpoch: value.assignmentEpoch, assignmentTimestampMs: value.assignmentTimestamp };
  group.replayTargetAssignmentMetadata(metadata);
}

function replayCurrentAssignment(
  group: ShareGroup,
  { key, value }: RecordOfType<"share-group-current-member-assignment">,
): void {
  const member = group.members.get(key.memberId);
  if (member === undefined && value === null) return;
  group.replayMember(withShareAssignment(member ?? newShareGroupMember(key.memberId), value));
}

type RecordOfType<T extends ShareGroupRecord["type"]> = Extract<ShareGroupRecord, { readonly type: T }>;
