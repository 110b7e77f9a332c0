// Consumer groups (KIP-848); their regular expressions came later and stand behind the records of share groups.
import type { RecordSchema } from "../../compile/schema-types.ts";

export const consumerGroupRecords: readonly RecordSchema[] = [
  {
    name: "ConsumerGroupMetadataKey",
    kind: "coordinator-key",
    id: 3,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ConsumerGroupMetadataValue",
    kind: "coordinator-value",
    id: 3,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "epoch", type: "int32", versions: "0+" },
      { name: "metadataHash", type: "int64", versions: "0+", as: "bigint", tag: 0, default: 0 },
    ],
  },
  {
    name: "ConsumerGroupPartitionMetadataKey",
    kind: "coordinator-key",
    id: 4,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ConsumerGroupPartitionMetadataValue",
    kind: "coordinator-value",
    id: 4,
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "topics",
        type: "[]TopicMetadata",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "topicName", type: "string", versions: "0+" },
          { name: "numPartitions", type: "int32", versions: "0+" },
          {
            name: "partitionMetadata",
            type: "[]PartitionMetadata",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "racks", type: "[]string", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  {
    name: "ConsumerGroupMemberMetadataKey",
    kind: "coordinator-key",
    id: 5,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ConsumerGroupMemberMetadataValue",
    kind: "coordinator-value",
    id: 5,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "instanceId", type: "string", versions: "0+", nullable: "0+" },
      { name: "rackId", type: "string", versions: "0+", nullable: "0+" },
      { name: "clientId", type: "string", versions: "0+" },
      { name: "clientHost", type: "string", versions: "0+" },
      { name: "subscribedTopicNames", type: "[]string", versions: "0+" },
      { name: "subscribedTopicRegex", type: "string", versions: "0+", nullable: "0+" },
      { name: "rebalanceTimeoutMs", type: "int32", versions: "0+", default: -1 },
      { name: "serverAssignor", type: "string", versions: "0+", nullable: "0+" },
      {
        name: "classicMemberMetadata",
        type: "ClassicMemberMetadata",
        versions: "0+",
        nullable: "0+",
        tag: 0,
        fields: [
          { name: "sessionTimeoutMs", type: "int32", versions: "0+" },
          {
            name: "supportedProtocols",
            type: "[]ClassicProtocol",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+" },
              { name: "metadata", type: "bytes", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  {
    name: "ConsumerGroupTargetAssignmentMetadataKey",
    kind: "coordinator-key",
    id: 6,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
  },
  {
    name: "ConsumerGroupTargetAssignmentMetadataValue",
    kind: "coordinator-value",
    id: 6,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "assignmentEpoch", type: "int32", versions: "0+" },
      { name: "assignmentTimestamp", type: "int64", versions: "0+", tag: 0, default: 0, ignorable: true },
    ],
  },
  {
    name: "ConsumerGroupTargetAssignmentMemberKey",
    kind: "coordinator-key",
    id: 7,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ConsumerGroupTargetAssignmentMemberValue",
    kind: "coordinator-value",
    id: 7,
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
    name: "ConsumerGroupCurrentMemberAssignmentKey",
    kind: "coordinator-key",
    id: 8,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "memberId", type: "string", versions: "0" },
    ],
  },
  {
    name: "ConsumerGroupCurrentMemberAssignmentValue",
    kind: "coordinator-value",
    id: 8,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "memberEpoch", type: "int32", versions: "0+" },
      { name: "previousMemberEpoch", type: "int32", versions: "0+" },
      { name: "state", type: "int8", versions: "0+" },
      { name: "assignedPartitions", type: "[]TopicPartitions", versions: "0+" },
      { name: "partitionsPendingRevocation", type: "[]TopicPartitions", versions: "0+" },
    ],
    structs: [
      {
        name: "TopicPartitions",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
          { name: "assignmentEpochs", type: "[]int32", versions: "0+", nullable: "0+", tag: 0 },
        ],
      },
    ],
  },
];

export const regularExpressionRecords: readonly RecordSchema[] = [
  {
    name: "ConsumerGroupRegularExpressionKey",
    kind: "coordinator-key",
    id: 16,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0" },
      { name: "regularExpression", type: "string", versions: "0" },
    ],
  },
  {
    name: "ConsumerGroupRegularExpressionValue",
    kind: "coordinator-value",
    id: 16,
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "topics", type: "[]string", versions: "0+" },
      { name: "version", type: "int64", versions: "0+" },
      { name: "timestamp", type: "int64", versions: "0+" },
    ],
  },
];
