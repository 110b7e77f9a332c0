// EndQuorumEpoch, API key 54.
// v0: first.
// v1: flexible; request drops preferredSuccessors, adds preferredCandidates, leaderEndpoints; response adds
//   nodeEndpoints (KIP-853).
import type { ApiSchema } from "../compile/schema-types.ts";

export const endQuorumEpoch: ApiSchema = {
  apiKey: 54,
  name: "EndQuorumEpoch",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "EndQuorumEpochRequest",
    versions: "0-1",
    flexible: "1+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+", default: null },
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
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "preferredSuccessors", type: "[]int32", versions: "0", ignorable: true },
              {
                name: "preferredCandidates",
                type: "[]ReplicaInfo",
                versions: "1+",
                ignorable: true,
                fields: [
                  { name: "candidateId", type: "int32", versions: "1+", entity: "brokerId" },
                  { name: "candidateDirectoryId", type: "uuid", versions: "1+" },
                ],
              },
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
    name: "EndQuorumEpochResponse",
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
