// Share groups (KIP-932).
import type { RecordSchema } from "../../compile/schema-types.ts";

export const shareGroupRecords: readonly RecordSchema[] = [
  {
    name: "ShareGroupMemberMetadataKey",
    kind: "coordinator-key",
    id: 10,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ShareGroupMemberMetadataValue",
    kind: "coordinator-value",
    id: 10,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "rackId", type: "string", versions: "0+", nullable: "0+" },
      { name: "clientId", type: "string", versions: "0+" },
      { name: "clientHost", type: "string", versions: "0+" },
      { name: "subscribedTopicNames", type: "[]string", versions: "0+" },
    ],
  },
  {
    name: "ShareGroupMetadataKey",
    kind: "coordinator-key",
    id: 11,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ShareGroupMetadataValue",
    kind: "coordinator-value",
    id: 11,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "epoch", type: "int32", versions: "0+" },
      { name: "metadataHash", type: "int64", versions: "0+", as: "bigint" },
    ],
  },
  {
    name: "ShareGroupTargetAssignmentMetadataKey",
    kind: "coordinator-key",
    id: 12,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ShareGroupTargetAssignmentMetadataValue",
    kind: "coordinator-value",
    id: 12,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "assignmentEpoch", type: "int32", versions: "0+" },
      { name: "assignmentTimestamp", type: "int64", versions: "0+", tag: 0, default: 0, ignorable: true },
    ],
  },
  {
    name: "ShareGroupTargetAssignmentMemberKey",
    kind: "coordinator-key",
    id: 13,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ShareGroupTargetAssignmentMemberValue",
    kind: "coordinator-value",
    id: 13,
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "topicPartitions",
        type: "[]TopicPartition",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  {
    name: "ShareGroupCurrentMemberAssignmentKey",
    kind: "coordinator-key",
    id: 14,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ShareGroupCurrentMemberAssignmentValue",
    kind: "coordinator-value",
    id: 14,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "memberEpoch", type: "int32", versions: "0+" },
      { name: "previousMemberEpoch", type: "int32", versions: "0+" },
      { name: "state", type: "int8", versions: "0+" },
      { name: "assignedPartitions", type: "[]TopicPartitions", versions: "0+" },
    ],
    structs: [
      {
        name: "TopicPartitions",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  {
    name: "ShareGroupStatePartitionMetadataKey",
    kind: "coordinator-key",
    id: 15,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ShareGroupStatePartitionMetadataValue",
    kind: "coordinator-value",
    id: 15,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "initializingTopics", type: "[]TopicPartitionsInfo", versions: "0+" },
      { name: "initializedTopics", type: "[]TopicPartitionsInfo", versions: "0+" },
      { name: "deletingTopics", type: "[]TopicInfo", versions: "0+" },
    ],
    structs: [
      {
        name: "TopicPartitionsInfo",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "topicName", type: "string", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
      {
        name: "TopicInfo",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "topicName", type: "string", versions: "0+" },
        ],
      },
    ],
  },
];
