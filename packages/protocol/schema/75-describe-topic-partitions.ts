// DescribeTopicPartitions, API key 75.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeTopicPartitions: ApiSchema = {
  apiKey: 75,
  name: "DescribeTopicPartitions",
  listeners: ["broker"],
  request: {
    name: "DescribeTopicPartitionsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "topics",
        type: "[]TopicRequest",
        versions: "0+",
        fields: [{ name: "name", type: "string", versions: "0+", entity: "topicName" }],
      },
      { name: "responsePartitionLimit", type: "int32", versions: "0+", default: 2000 },
      {
        name: "cursor",
        type: "Cursor",
        versions: "0+",
        nullable: "0+",
        default: null,
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          { name: "partitionIndex", type: "int32", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "DescribeTopicPartitionsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+", ignorable: true },
      {
        name: "topics",
        type: "[]DescribeTopicPartitionsResponseTopic",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "name", type: "string", versions: "0+", nullable: "0+", mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "0+", ignorable: true },
          { name: "isInternal", type: "bool", versions: "0+", default: false, ignorable: true },
          {
            name: "partitions",
            type: "[]DescribeTopicPartitionsResponsePartition",
            versions: "0+",
            fields: [
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+", default: -1, ignorable: true },
              { name: "replicaNodes", type: "[]int32", versions: "0+", entity: "brokerId" },
              { name: "isrNodes", type: "[]int32", versions: "0+", entity: "brokerId" },
              {
                name: "eligibleLeaderReplicas",
                type: "[]int32",
                versions: "0+",
                nullable: "0+",
                default: null,
                entity: "brokerId",
              },
              {
                name: "lastKnownElr",
                type: "[]int32",
                versions: "0+",
                nullable: "0+",
                default: null,
                entity: "brokerId",
              },
              { name: "offlineReplicas", type: "[]int32", versions: "0+", ignorable: true, entity: "brokerId" },
            ],
          },
          { name: "topicAuthorizedOperations", type: "int32", versions: "0+", default: -2147483648 },
        ],
      },
      {
        name: "nextCursor",
        type: "Cursor",
        versions: "0+",
        nullable: "0+",
        default: null,
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          { name: "partitionIndex", type: "int32", versions: "0+" },
        ],
      },
    ],
  },
};
