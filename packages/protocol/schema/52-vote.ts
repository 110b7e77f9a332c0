// Vote, API key 52.
// v0: first.
// v1: request adds voterId, replicaDirectoryId, voterDirectoryId; response adds nodeEndpoints (KIP-853).
// v2: request adds preVote.
import type { ApiSchema } from "../compile/schema-types.ts";

export const vote: ApiSchema = {
  apiKey: 52,
  name: "Vote",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "VoteRequest",
    versions: "0-2",
    flexible: "0+",
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
              { name: "replicaEpoch", type: "int32", versions: "0+" },
              { name: "replicaId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "replicaDirectoryId", type: "uuid", versions: "1+", ignorable: true },
              { name: "voterDirectoryId", type: "uuid", versions: "1+", ignorable: true },
              { name: "lastOffsetEpoch", type: "int32", versions: "0+" },
              { name: "lastOffset", type: "int64", versions: "0+" },
              { name: "preVote", type: "bool", versions: "2+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "VoteResponse",
    versions: "0-2",
    flexible: "0+",
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
              { name: "voteGranted", type: "bool", versions: "0+" },
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
