/**
 * The records that consumer groups and share groups have alike, replayed. A record may come in another order than it was written:
 * compaction keeps the last of each key where it stands. Tombstones of what is not there do nothing.
 */

import { assert } from "@ottla/base";
import type { Groups } from "../groups.ts";
import { assignmentOf, type TopicPartitions } from "./assignment.ts";
import type { ModernGroupMember } from "./modern-group-member.ts";
import { DELETED_ASSIGNMENT, type ModernGroup } from "./modern-group.ts";

/** A group whose members come and go with its records. */
export interface ReplayedGroup<M extends ModernGroupMember> extends ModernGroup<M> {
  replayMember(member: M): void;
  replayMemberRemoval(memberId: string): void;
}

export function replayGroupDeletion(groups: Groups, group: ModernGroup<ModernGroupMember>): void {
  assert(group.members.size === 0, "the members of a group are deleted before the group");
  assert(group.targetAssignment.size === 0, "the target of each member is deleted before the group");
  assert(group.assignmentEpoch === DELETED_ASSIGNMENT.assignmentEpoch, "the target is deleted before the group");
  groups.delete(group.groupId);
}

/** `change` makes of the member as it is, or a new one, what the record says. */
export function replayMember<M extends ModernGroupMember, V>(
  group: ReplayedGroup<M>,
  { key: { memberId }, value }: { readonly key: { readonly memberId: string }; readonly value: V | null },
  change: (member: M | undefined, value: V) => M,
): void {
  const member = group.members.get(memberId);
  if (value !== null) {
    group.replayMember(change(member, value));
    return;
  }
  if (member === undefined) return;
  assert(member.memberEpoch === -1, "what a member has is deleted before the member");
  assert(!group.targetAssignment.has(memberId), "the target of a member is deleted before the member");
  group.replayMemberRemoval(memberId);
}

/** `change` makes of the member as it is, or a new one, what the record says; null: it has nothing any more. */
export function replayCurrentAssignment<M extends ModernGroupMember, V>(
  group: ReplayedGroup<M>,
  { key: { memberId }, value }: { readonly key: { readonly memberId: string }; readonly value: V | null },
  change: (member: M | undefined, value: V | null) => M,
): void {
  const member = group.members.get(memberId);
  if (member !== undefined || value !== null) group.replayMember(change(member, value));
}

export function replayTargetAssignment(
  group: ModernGroup<ModernGroupMember>,
  {
    key: { memberId },
    value,
  }: {
    readonly key: { readonly memberId: string };
    readonly value: { readonly topicPartitions: readonly TopicPartitions[] } | null;
  },
): void {
  group.replayTargetAssignment(memberId, value === null ? null : assignmentOf(value.topicPartitions));
}

export function replayTargetMetadata(
  group: ModernGroup<ModernGroupMember>,
  { value }: { readonly value: { readonly assignmentEpoch: number; readonly assignmentTimestamp: number } | null },
): void {
  assert(value !== null || group.targetAssignment.size === 0, "the target of each member is deleted before the target");
  const metadata =
    value === null
      ? DELETED_ASSIGNMENT
      : { assignmentEpoch: value.assignmentEpoch, assignmentTimestampMs: value.assignmentTimestamp };
  group.replayTargetAssignmentMetadata(metadata);
}
