// Metadata, API key 3.
// v0: first.
// v1: response adds rack, controllerId, isInternal.
// v2: response adds clusterId.
// v3: response adds throttleTimeMs.
// v4: request adds allowAutoTopicCreation.
// v5: response adds offlineReplicas.
// v6: same bytes, newer behaviour or error codes.
// v7: response adds leaderEpoch.
// v8: request adds includeClusterAuthorizedOperations, includeTopicAuthorizedOperations; response adds
//   topicAuthorizedOperations, clusterAuthorizedOperations.
// v9: flexible.
// v10: request adds topicId; response adds topicId.
// v11: request drops includeClusterAuthorizedOperations; response drops clusterAuthorizedOperations (KIP-700).
// v12: same bytes, newer behaviour or error codes.
// v13: response adds errorCode.
import type { ApiSchema } from "../compile/schema-types.ts";

export const metadata: ApiSchema = {
  apiKey: 3,
  name: "Metadata",
  listeners: ["broker"],
  request: {
    name: "MetadataRequest",
    versions: "0-13",
    flexible: "9+",
    fields: [
      {
        name: "topics",
        type: "[]MetadataRequestTopic",
        versions: "0+",
        nullable: "1+",
        fields: [
          { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
          { name: "name", type: "string", versions: "0+", nullable: "10+", entity: "topicName" },
        ],
      },
      { name: "allowAutoTopicCreation", type: "bool", versions: "4+", default: true },
      { name: "includeClusterAuthorizedOperations", type: "bool", versions: "8-10" },
      { name: "includeTopicAuthorizedOperations", type: "bool", versions: "8+" },
    ],
  },
  response: {
    name: "MetadataResponse",
    versions: "0-13",
    flexible: "9+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "3+", ignorable: true },
      {
        name: "brokers",
        type: "[]MetadataResponseBroker",
        versions: "0+",
        fields: [
          { name: "nodeId", type: "int32", versions: "0+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "int32", versions: "0+" },
          { name: "rack", type: "string", versions: "1+", nullable: "1+", default: null, ignorable: true },
        ],
      },
      { name: "clusterId", type: "string", versions: "2+", nullable: "2+", default: null, ignorable: true },
      { name: "controllerId", type: "int32", versions: "1+", default: -1, ignorable: true, entity: "brokerId" },
      {
        name: "topics",
        type: "[]MetadataResponseTopic",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "name", type: "string", versions: "0+", nullable: "12+", mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
          { name: "isInternal", type: "bool", versions: "1+", default: false, ignorable: true },
          {
            name: "partitions",
            type: "[]MetadataResponsePartition",
            versions: "0+",
            fields: [
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "7+", default: -1, ignorable: true },
              { name: "replicaNodes", type: "[]int32", versions: "0+", entity: "brokerId" },
              { name: "isrNodes", type: "[]int32", versions: "0+", entity: "brokerId" },
              { name: "offlineReplicas", type: "[]int32", versions: "5+", ignorable: true, entity: "brokerId" },
            ],
          },
          { name: "topicAuthorizedOperations", type: "int32", versions: "8+", default: -2147483648 },
        ],
      },
      { name: "clusterAuthorizedOperations", type: "int32", versions: "8-10", default: -2147483648 },
      { name: "errorCode", type: "int16", versions: "13+", ignorable: true },
    ],
  },
};
