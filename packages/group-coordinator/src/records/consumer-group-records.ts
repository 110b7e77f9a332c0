/** Makes the records of consumer groups (KIP-848). Lists are in the order Kafka writes them. */

import type { ConsumerGroupMember, PartitionEpochs } from "../consumer/consumer-group-member.ts";
import type { ResolvedRegularExpression } from "../consumer/resolved-regular-expression.ts";
import { topicPartitionsOf, type Assignment } from "../modern/assignment.ts";
import type { GroupRecord } from "./group-record.ts";

export function consumerGroupEpochRecord(groupId: string, epoch: number, metadataHash: bigint): GroupRecord {
  return { type: "consumer-group-metadata", key: { groupId }, value: { epoch, metadataHash } };
}

export function consumerGroupEpochTombstone(groupId: string): GroupRecord {
  return { type: "consumer-group-metadata", key: { groupId }, value: null };
}

/** What Kafka before 4.1 kept about the topics of a group. */
export function consumerGroupPartitionMetadataTombstone(groupId: string): GroupRecord {
  return { type: "consumer-group-partition-metadata", key: { groupId }, value: null };
}

export function consumerGroupMemberRecord(groupId: string, member: ConsumerGroupMember): GroupRecord {
  const { memberId, classicMember } = member;
  return {
    type: "consumer-group-member-metadata",
    key: { groupId, memberId },
    value: {
      instanceId: member.instanceId,
      rackId: member.rackId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      subscribedTopicNames: [...member.subscribedTopicNames].sort(),
      subscribedTopicRegex: member.subscribedTopicRegex,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      serverAssignor: member.serverAssignor,
      classicMemberMetadata:
        classicMember === null
          ? null
          : {
              sessionTimeoutMs: classicMember.sessionTimeoutMs,
              supportedProtocols: classicMember.supportedProtocols.map(({ name, metadata }) => ({ name, metadata })),
            },
    },
  };
}

export function consumerGroupMemberTombstone(groupId: string, memberId: string): GroupRecord {
  return { type: "consumer-group-member-metadata", key: { groupId, memberId }, value: null };
}

export function targetAssignmentRecord(groupId: string, memberId: string, assignment: Assignment): GroupRecord {
  const value = { topicPartitions: topicPartitionsOf(assignment) };
  return { type: "consumer-group-target-assignment-member", key: { groupId, memberId }, value };
}

export function targetAssignmentTombstone(groupId: string, memberId: string): GroupRecord {
  return { type: "consumer-group-target-assignment-member", key: { groupId, memberId }, value: null };
}

export function targetAssignmentMetadataRecord(
  groupId: string,
  assignmentEpoch: number,
  assignmentTimestamp: number,
): GroupRecord {
  const value = { assignmentEpoch, assignmentTimestamp };
  return { type: "consumer-group-target-assignment-metadata", key: { groupId }, value };
}

export function targetAssignmentMetadataTombstone(groupId: string): GroupRecord {
  return { type: "consumer-group-target-assignment-metadata", key: { groupId }, value: null };
}

export function currentAssignmentRecord(groupId: string, member: ConsumerGroupMember): GroupRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state } = member;
  return {
    type: "consumer-group-current-member-assignment",
    key: { groupId, memberId },
    value: {
      memberEpoch,
      previousMemberEpoch,
      state,
      assignedPartitions: epochsOf(member.assignedPartitions),
      partitionsPendingRevocation: epochsOf(member.partitionsPendingRevocation),
    },
  };
}

export function currentAssignmentTombstone(groupId: string, memberId: string): GroupRecord {
  return { type: "consumer-group-current-member-assignment", key: { groupId, memberId }, value: null };
}

export function regularExpressionRecord(
  groupId: string,
  regularExpression: string,
  { topics, version, timestampMs }: ResolvedRegularExpression,
): GroupRecord {
  return {
    type: "consumer-group-regular-expression",
    key: { groupId, regularExpression },
    value: { topics: [...topics].sort(), version, timestamp: timestampMs },
  };
}

export function regularExpressionTombstone(groupId: string, regularExpression: string): GroupRecord {
  return { type: "consumer-group-regular-expression", key: { groupId, regularExpression }, value: null };
}

function epochsOf(
  partitions: PartitionEpochs,
): { topicId: string; partitions: number[]; assignmentEpochs: number[] }[] {
  return [...partitions].map(([topicId, epochs]) => ({
    topicId,
    partitions: [...epochs.keys()],
    assignmentEpochs: [...epochs.values()],
  }));
}
