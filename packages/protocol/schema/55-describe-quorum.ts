// DescribeQuorum, API key 55.
// v0: first.
// v1: response adds lastFetchTimestamp, lastCaughtUpTimestamp (KIP-836).
// v2: response adds errorMessage, nodes, replicaDirectoryId (KIP-853).
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeQuorum: ApiSchema = {
  apiKey: 55,
  name: "DescribeQuorum",
  listeners: ["broker", "controller"],
  clusterAction: true,
  forwardable: true,
  request: {
    name: "DescribeQuorumRequest",
    versions: "0-2",
    flexible: "0+",
    fields: [
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
            fields: [{ name: "partitionIndex", type: "int32", versions: "0+" }],
          },
        ],
      },
    ],
  },
  response: {
    name: "DescribeQuorumResponse",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "2+", nullable: "2+", ignorable: true },
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
              { name: "errorMessage", type: "string", versions: "2+", nullable: "2+", ignorable: true },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "highWatermark", type: "int64", versions: "0+" },
              { name: "currentVoters", type: "[]ReplicaState", versions: "0+" },
              { name: "observers", type: "[]ReplicaState", versions: "0+" },
            ],
          },
        ],
      },
      {
        name: "nodes",
        type: "[]Node",
        versions: "2+",
        fields: [
          { name: "nodeId", type: "int32", versions: "2+", mapKey: true, entity: "brokerId" },
          {
            name: "listeners",
            type: "[]Listener",
            versions: "2+",
            fields: [
              { name: "name", type: "string", versions: "2+", mapKey: true },
              { name: "host", type: "string", versions: "2+" },
              { name: "port", type: "uint16", versions: "2+" },
            ],
          },
        ],
      },
    ],
    structs: [
      {
        name: "ReplicaState",
        versions: "0+",
        fields: [
          { name: "replicaId", type: "int32", versions: "0+", entity: "brokerId" },
          { name: "replicaDirectoryId", type: "uuid", versions: "2+" },
          { name: "logEndOffset", type: "int64", versions: "0+" },
          { name: "lastFetchTimestamp", type: "int64", versions: "1+", default: -1, ignorable: true },
          { name: "lastCaughtUpTimestamp", type: "int64", versions: "1+", default: -1, ignorable: true },
        ],
      },
    ],
  },
};
