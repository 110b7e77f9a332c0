/** Makes the records of share groups (KIP-932). Lists are in the order Kafka writes them. */

import { topicPartitionsOf, type Assignment } from "../modern/assignment.ts";
import type { TopicsImage } from "../modern/topics-image.ts";
import type { ShareGroupMember } from "../share/share-group-member.ts";
import { statePartitionMetadataOf, type ShareStateTopics } from "../share/share-state-topics.ts";
import type { GroupRecord } from "./group-record.ts";

export function shareGroupEpochRecord(groupId: string, epoch: number, metadataHash: bigint): GroupRecord {
  return { type: "share-group-metadata", key: { groupId }, value: { epoch, metadataHash } };
}

export function shareGroupMemberRecord(groupId: string, member: ShareGroupMember): GroupRecord {
  const { memberId, rackId, clientId, clientHost } = member;
  return {
    type: "share-group-member-metadata",
    key: { groupId, memberId },
    value: { rackId, clientId, clientHost, subscribedTopicNames: [...member.subscribedTopicNames].sort() },
  };
}

export function shareTargetAssignmentRecord(groupId: string, memberId: string, assignment: Assignment): GroupRecord {
  const value = { topicPartitions: topicPartitionsOf(assignment) };
  return { type: "share-group-target-assignment-member", key: { groupId, memberId }, value };
}

export function shareTargetAssignmentMetadataRecord(
  groupId: string,
  assignmentEpoch: number,
  assignmentTimestamp: number,
): GroupRecord {
  const value = { assignmentEpoch, assignmentTimestamp };
  return { type: "share-group-target-assignment-metadata", key: { groupId }, value };
}

export function shareCurrentAssignmentRecord(groupId: string, member: ShareGroupMember): GroupRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state } = member;
  return {
    type: "share-group-current-member-assignment",
    key: { groupId, memberId },
    value: {
      memberEpoch,
      previousMemberEpoch,
      state,
      assignedPartitions: topicPartitionsOf(member.assignedPartitions),
    },
  };
}

export function shareStatePartitionsRecord(groupId: string, topics: ShareStateTopics, image: TopicsImage): GroupRecord {
  const value = statePartitionMetadataOf(topics, image);
  return { type: "share-group-state-partition-metadata", key: { groupId }, value };
}

/** In this order: replay takes a member for gone only when it has nothing any more. */
export function shareMemberTombstones(groupId: string, memberId: string): GroupRecord[] {
  const key = { groupId, memberId };
  return [
    { type: "share-group-current-member-assignment", key, value: null },
    { type: "share-group-target-assignment-member", key, value: null },
    { type: "share-group-member-metadata", key, value: null },
  ];
}

export function shareGroupTombstones(groupId: string, memberIds: readonly string[]): GroupRecord[] {
  const ofMembers = memberIds.map((memberId) => shareMemberTombstones(groupId, memberId));
  const key = { groupId };
  return [
    ...ofMembers.map(([currentAssignment]) => currentAssignment!),
    ...ofMembers.map(([, targetAssignment]) => targetAssignment!),
    { type: "share-group-target-assignment-metadata", key, value: null },
    ...ofMembers.map(([, , member]) => member!),
    { type: "share-group-state-partition-metadata", key, value: null },
    { type: "share-group-metadata", key, value: null },
  ];
}
