// Streams groups (KIP-1071).
import type { RecordSchema } from "../../compile/schema-types.ts";

export const streamsGroupRecords: readonly RecordSchema[] = [
  {
    name: "StreamsGroupMetadataKey",
    kind: "coordinator-key",
    id: 17,
    versions: "0",
    flexible: "none",
    fields: [{ name: "groupId", type: "string", versions: "0" }],
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
    fields: [{ name: "groupId", type: "string", versions: "0" }],
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
    fields: [{ name: "groupId", type: "string", versions: "0" }],
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
];
