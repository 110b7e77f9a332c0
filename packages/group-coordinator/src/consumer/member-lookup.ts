/**
 * Finds the member a request comes from, or lets a new one in. Who has another epoch than the coordinator knows is fenced; a
 * static member that comes back takes over what its old id had.
 */

import { ErrorCode } from "@ottla/protocol";
import type { ConsumerGroupHeartbeatRequest } from "@ottla/protocol/messages/consumer-group-heartbeat";
import { Refusal } from "../refusal.ts";
import {
  consumerGroupMemberRecord,
  currentAssignmentRecord,
  currentAssignmentTombstone,
  consumerGroupMemberTombstone,
  targetAssignmentRecord,
  targetAssignmentTombstone,
} from "../records/consumer-group-records.ts";
import type { GroupRecord } from "../records/group-record.ts";
import {
  newConsumerGroupMember,
  usesClassicProtocol,
  type ConsumerGroupMember,
  type PartitionEpochs,
} from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { MemberEpoch } from "./member-epoch.ts";

export type OwnedPartitions = ConsumerGroupHeartbeatRequest["topicPartitions"];

export interface MemberIdentification {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly memberEpoch: number;
  readonly ownedPartitions: OwnedPartitions;
  readonly usesClassicProtocol: boolean;
  readonly createsMember: boolean;
}

export function subscribeMember(
  group: ConsumerGroup,
  identification: MemberIdentification,
  records: GroupRecord[],
): ConsumerGroupMember | Refusal {
  return identification.instanceId === null
    ? subscribeDynamicMember(group, identification)
    : subscribeStaticMember(group, identification.instanceId, identification, records);
}

export function memberOrRefusal(group: ConsumerGroup, memberId: string): ConsumerGroupMember | Refusal {
  return group.members.get(memberId) ?? unknownMember(group, memberId);
}

/** The static member that holds the instance id, if it is this one. */
export function staticMemberOrRefusal(
  group: ConsumerGroup,
  instanceId: string,
  memberId: string,
): ConsumerGroupMember | Refusal {
  const member = group.staticMember(instanceId);
  if (member === undefined) {
    return new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
  }
  if (member.memberId === memberId) return member;
  const message = `Static member ${memberId} with instance id ${instanceId} was fenced by member ${member.memberId}.`;
  return new Refusal(ErrorCode.FENCED_INSTANCE_ID, message);
}

/** Everything the log has of a member, deleted. */
export function memberTombstones(groupId: string, memberId: string): GroupRecord[] {
  return [
    currentAssignmentTombstone(groupId, memberId),
    targetAssignmentTombstone(groupId, memberId),
    consumerGroupMemberTombstone(groupId, memberId),
  ];
}

function subscribeDynamicMember(
  group: ConsumerGroup,
  identification: MemberIdentification,
): ConsumerGroupMember | Refusal {
  const { memberId, createsMember } = identification;
  const member = group.members.get(memberId) ?? (createsMember ? newConsumerGroupMember(memberId) : undefined);
  if (member === undefined) return unknownMember(group, memberId);
  return validateEpoch(member, identification) ?? member;
}

function subscribeStaticMember(
  group: ConsumerGroup,
  instanceId: string,
  identification: MemberIdentification,
  records: GroupRecord[],
): ConsumerGroupMember | Refusal {
  const { memberId } = identification;
  if (!identification.createsMember) {
    const member = staticMemberOrRefusal(group, instanceId, memberId);
    return member instanceof Refusal ? member : (validateEpoch(member, identification) ?? member);
  }
  const holder = group.staticMember(instanceId);
  if (holder === undefined) return group.members.get(memberId) ?? newConsumerGroupMember(memberId);
  const isHeld = holder.memberEpoch !== MemberEpoch.LEAVE_GROUP_STATIC;
  if (isHeld && !identification.usesClassicProtocol && !usesClassicProtocol(holder)) {
    return new Refusal(
      ErrorCode.UNRELEASED_INSTANCE_ID,
      `Static member ${memberId} with instance id ${instanceId} cannot join the group because the instance id is ` +
        `owned by ${holder.memberId} member.`,
    );
  }
  const replacement = { ...holder, memberId, memberEpoch: 0, previousMemberEpoch: 0 };
  records.push(
    ...memberTombstones(group.groupId, holder.memberId),
    ...recordsOfReplacement(group, holder, replacement),
  );
  return replacement;
}

function recordsOfReplacement(
  group: ConsumerGroup,
  holder: ConsumerGroupMember,
  replacement: ConsumerGroupMember,
): GroupRecord[] {
  const { groupId } = group;
  return [
    consumerGroupMemberRecord(groupId, replacement),
    targetAssignmentRecord(groupId, replacement.memberId, group.targetAssignmentOf(holder.memberId)),
    currentAssignmentRecord(groupId, replacement),
  ];
}

/**
 * A member may be one epoch behind, if what it owns is what it was assigned: then only the last answer was lost. Joining
 * (epoch 0) needs no epoch.
 */
function validateEpoch(
  member: ConsumerGroupMember,
  { memberEpoch, ownedPartitions, usesClassicProtocol: isClassic }: MemberIdentification,
): Refusal | undefined {
  if (isClassic || memberEpoch === MemberEpoch.JOIN_GROUP || memberEpoch === member.memberEpoch) return undefined;
  const isGreater = memberEpoch > member.memberEpoch;
  const isOneBehind =
    memberEpoch === member.previousMemberEpoch && isSubset(ownedPartitions, member.assignedPartitions);
  if (!isGreater && isOneBehind) return undefined;
  return new Refusal(
    ErrorCode.FENCED_MEMBER_EPOCH,
    `The consumer group member has a ${isGreater ? "greater" : "smaller"} member epoch (${memberEpoch}) than the one ` +
      `known by the group coordinator (${member.memberEpoch}). The member must abandon all its partitions and rejoin.`,
  );
}

function isSubset(owned: OwnedPartitions, assigned: PartitionEpochs): boolean {
  if (owned === null) return false;
  return owned.every(({ topicId, partitions }) => {
    const epochs = assigned.get(topicId);
    return epochs !== undefined && partitions.every((partition) => epochs.has(partition));
  });
}

function unknownMember({ groupId }: ConsumerGroup, memberId: string): Refusal {
  return new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${groupId}.`);
}
