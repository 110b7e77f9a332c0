// BeginQuorumEpoch, API key 53.
// v0: first.
// v1: flexible; request adds voterId, voterDirectoryId, leaderEndpoints; response adds nodeEndpoints (KIP-853).
import type { ApiSchema } from "../compile/schema-types.ts";

export const beginQuorumEpoch: ApiSchema = {
  apiKey: 53,
  name: "BeginQuorumEpoch",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "BeginQuorumEpochRequest",
    versions: "0-1",
    flexible: "1+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "voterId", type: "int32", versions: "1+", default: -1, ignorable: true, entity: "brokerId" },
      {
        name: "topics",
        type: "[]TopicData",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "voterDirectoryId", type: "uuid", versions: "1+", ignorable: true },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
      {
        name: "leaderEndpoints",
        type: "[]LeaderEndpoint",
        versions: "1+",
        ignorable: true,
        fields: [
          { name: "name", type: "string", versions: "1+", mapKey: true },
          { name: "host", type: "string", versions: "1+" },
          { name: "port", type: "uint16", versions: "1+" },
        ],
      },
    ],
  },
  response: {
    name: "BeginQuorumEpochResponse",
    versions: "0-1",
    flexible: "1+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "topics",
        type: "[]TopicData",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
      {
        name: "nodeEndpoints",
        type: "[]NodeEndpoint",
        versions: "1+",
        tag: 0,
        fields: [
          { name: "nodeId", type: "int32", versions: "1+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "1+" },
          { name: "port", type: "uint16", versions: "1+" },
        ],
      },
    ],
  },
};
