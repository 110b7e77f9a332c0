// Keys and values of __consumer_offsets: offsets and classic, consumer, share and streams groups.
// OffsetCommitValue: v0: first · v1: adds expireTimestamp · v2: drops expireTimestamp · v3: adds leaderEpoch · v4:
//   flexible; adds topicId (KIP-915).
// GroupMetadataValue: v0: first · v1: adds rebalanceTimeout · v2: adds currentStateTimestamp · v3: adds
//   groupInstanceId · v4: flexible (KIP-915).
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const groupCoordinatorRecords: RecordFamilySchema = {
  name: "group-coordinator-records",
  messages: [
    {
      name: "LegacyOffsetCommitKey",
      kind: "coordinator-key",
      id: 0,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "group", type: "string", versions: "0" },
        { name: "topic", type: "string", versions: "0" },
        { name: "partition", type: "int32", versions: "0" },
      ],
    },
    {
      name: "LegacyOffsetCommitValue",
      kind: "coordinator-value",
      id: 0,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "offset", type: "int64", versions: "0" },
        { name: "metadata", type: "string", versions: "0" },
        { name: "commitTimestamp", type: "int64", versions: "0" },
      ],
    },
    {
      name: "OffsetCommitKey",
      kind: "coordinator-key",
      id: 1,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "group", type: "string", versions: "0" },
        { name: "topic", type: "string", versions: "0" },
        { name: "partition", type: "int32", versions: "0" },
      ],
    },
    {
      name: "OffsetCommitValue",
      kind: "coordinator-value",
      id: 1,
      versions: "0-4",
      flexible: "4+",
      fields: [
        { name: "offset", type: "int64", versions: "0+" },
        { name: "leaderEpoch", type: "int32", versions: "3+", default: -1, ignorable: true },
        { name: "metadata", type: "string", versions: "0+" },
        { name: "commitTimestamp", type: "int64", versions: "0+" },
        { name: "expireTimestamp", type: "int64", versions: "1", default: -1, ignorable: true },
        { name: "topicId", type: "uuid", versions: "4+", tag: 0, ignorable: true },
      ],
    },
    {
      name: "GroupMetadataKey",
      kind: "coordinator-key",
      id: 2,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "group", type: "string", versions: "0" },
      ],
    },
    {
      name: "GroupMetadataValue",
      kind: "coordinator-value",
      id: 2,
      versions: "0-4",
      flexible: "4+",
      fields: [
        { name: "protocolType", type: "string", versions: "0+" },
        { name: "generation", type: "int32", versions: "0+" },
        { name: "protocol", type: "string", versions: "0+", nullable: "0+" },
        { name: "leader", type: "string", versions: "0+", nullable: "0+" },
        { name: "currentStateTimestamp", type: "int64", versions: "2+", default: -1, ignorable: true },
        { name: "members", type: "[]MemberMetadata", versions: "0+" },
      ],
      structs: [
        {
          name: "MemberMetadata",
          versions: "0+",
          fields: [
            { name: "memberId", type: "string", versions: "0+" },
            { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null, ignorable: true },
            { name: "clientId", type: "string", versions: "0+" },
            { name: "clientHost", type: "string", versions: "0+" },
            { name: "rebalanceTimeout", type: "int32", versions: "1+", default: -1, ignorable: true },
            { name: "sessionTimeout", type: "int32", versions: "0+" },
            { name: "subscription", type: "bytes", versions: "0+" },
            { name: "assignment", type: "bytes", versions: "0+" },
          ],
        },
      ],
    },
    {
      name: "ConsumerGroupMetadataKey",
      kind: "coordinator-key",
      id: 3,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
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
    {
      name: "StreamsGroupMetadataKey",
      kind: "coordinator-key",
      id: 17,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupMetadataValue",
      kind: "coordinator-value",
      id: 17,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "epoch", type: "int32", versions: "0+" },
        { name: "metadataHash", type: "int64", versions: "0+", as: "bigint" },
        { name: "validatedTopologyEpoch", type: "int32", versions: "0+", tag: 0, default: -1 },
        { name: "lastAssignmentConfigs", type: "[]LastAssignmentConfig", versions: "0+", nullable: "0+", tag: 1 },
      ],
      structs: [
        {
          name: "LastAssignmentConfig",
          versions: "0+",
          fields: [
            { name: "key", type: "string", versions: "0+" },
            { name: "value", type: "string", versions: "0+" },
          ],
        },
      ],
    },
    {
      name: "StreamsGroupMemberMetadataKey",
      kind: "coordinator-key",
      id: 19,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
        { name: "memberId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupMemberMetadataValue",
      kind: "coordinator-value",
      id: 19,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "instanceId", type: "string", versions: "0+", nullable: "0+" },
        { name: "rackId", type: "string", versions: "0+", nullable: "0+" },
        { name: "clientId", type: "string", versions: "0+" },
        { name: "clientHost", type: "string", versions: "0+" },
        { name: "rebalanceTimeoutMs", type: "int32", versions: "0+", default: -1 },
        { name: "topologyEpoch", type: "int32", versions: "0+" },
        { name: "processId", type: "string", versions: "0+" },
        { name: "userEndpoint", type: "Endpoint", versions: "0+", nullable: "0+", default: null },
        { name: "clientTags", type: "[]KeyValue", versions: "0+" },
      ],
      structs: [
        {
          name: "Endpoint",
          versions: "0+",
          fields: [
            { name: "host", type: "string", versions: "0+" },
            { name: "port", type: "uint16", versions: "0+" },
          ],
        },
        {
          name: "KeyValue",
          versions: "0+",
          fields: [
            { name: "key", type: "string", versions: "0+" },
            { name: "value", type: "string", versions: "0+" },
          ],
        },
      ],
    },
    {
      name: "StreamsGroupTargetAssignmentMetadataKey",
      kind: "coordinator-key",
      id: 20,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupTargetAssignmentMetadataValue",
      kind: "coordinator-value",
      id: 20,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "assignmentEpoch", type: "int32", versions: "0+" },
        { name: "assignmentTimestamp", type: "int64", versions: "0+", tag: 0, default: 0, ignorable: true },
      ],
    },
    {
      name: "StreamsGroupTargetAssignmentMemberKey",
      kind: "coordinator-key",
      id: 21,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
        { name: "memberId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupTargetAssignmentMemberValue",
      kind: "coordinator-value",
      id: 21,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "activeTasks", type: "[]TaskIds", versions: "0+" },
        { name: "standbyTasks", type: "[]TaskIds", versions: "0+" },
        { name: "warmupTasks", type: "[]TaskIds", versions: "0+" },
      ],
      structs: [
        {
          name: "TaskIds",
          versions: "0+",
          fields: [
            { name: "subtopologyId", type: "string", versions: "0+" },
            { name: "partitions", type: "[]int32", versions: "0+" },
          ],
        },
      ],
    },
    {
      name: "StreamsGroupCurrentMemberAssignmentKey",
      kind: "coordinator-key",
      id: 22,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
        { name: "memberId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupCurrentMemberAssignmentValue",
      kind: "coordinator-value",
      id: 22,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "memberEpoch", type: "int32", versions: "0+" },
        { name: "previousMemberEpoch", type: "int32", versions: "0+" },
        { name: "state", type: "int8", versions: "0+" },
        { name: "activeTasks", type: "[]TaskIds", versions: "0+" },
        { name: "standbyTasks", type: "[]TaskIds", versions: "0+" },
        { name: "warmupTasks", type: "[]TaskIds", versions: "0+" },
        { name: "activeTasksPendingRevocation", type: "[]TaskIds", versions: "0+" },
        { name: "standbyTasksPendingRevocation", type: "[]TaskIds", versions: "0+" },
        { name: "warmupTasksPendingRevocation", type: "[]TaskIds", versions: "0+" },
      ],
      structs: [
        {
          name: "TaskIds",
          versions: "0+",
          fields: [
            { name: "subtopologyId", type: "string", versions: "0+" },
            { name: "partitions", type: "[]int32", versions: "0+" },
            { name: "assignmentEpochs", type: "[]int32", versions: "0+", nullable: "0+", tag: 0 },
          ],
        },
      ],
    },
    {
      name: "StreamsGroupTopologyKey",
      kind: "coordinator-key",
      id: 23,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
      ],
    },
    {
      name: "StreamsGroupTopologyValue",
      kind: "coordinator-value",
      id: 23,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "epoch", type: "int32", versions: "0+" },
        {
          name: "subtopologies",
          type: "[]Subtopology",
          versions: "0+",
          fields: [
            { name: "subtopologyId", type: "string", versions: "0+" },
            { name: "sourceTopics", type: "[]string", versions: "0+" },
            { name: "sourceTopicRegex", type: "[]string", versions: "0+" },
            { name: "stateChangelogTopics", type: "[]TopicInfo", versions: "0+" },
            { name: "repartitionSinkTopics", type: "[]string", versions: "0+" },
            { name: "repartitionSourceTopics", type: "[]TopicInfo", versions: "0+" },
            {
              name: "copartitionGroups",
              type: "[]CopartitionGroup",
              versions: "0+",
              fields: [
                { name: "sourceTopics", type: "[]int16", versions: "0+" },
                { name: "sourceTopicRegex", type: "[]int16", versions: "0+" },
                { name: "repartitionSourceTopics", type: "[]int16", versions: "0+" },
              ],
            },
          ],
        },
      ],
      structs: [
        {
          name: "TopicConfig",
          versions: "0+",
          fields: [
            { name: "key", type: "string", versions: "0+" },
            { name: "value", type: "string", versions: "0+" },
          ],
        },
        {
          name: "TopicInfo",
          versions: "0+",
          fields: [
            { name: "name", type: "string", versions: "0+" },
            { name: "partitions", type: "int32", versions: "0+" },
            { name: "replicationFactor", type: "int16", versions: "0+" },
            { name: "topicConfigs", type: "[]TopicConfig", versions: "0+" },
          ],
        },
      ],
    },
  ],
};
