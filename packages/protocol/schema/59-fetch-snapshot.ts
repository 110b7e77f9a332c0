// FetchSnapshot, API key 59.
// v0: first.
// v1: request adds replicaDirectoryId; response adds nodeEndpoints (KIP-853).
import type { ApiSchema } from "../compile/schema-types.ts";

export const fetchSnapshot: ApiSchema = {
  apiKey: 59,
  name: "FetchSnapshot",
  listeners: ["controller"],
  request: {
    name: "FetchSnapshotRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+", tag: 0, default: null },
      { name: "replicaId", type: "int32", versions: "0+", default: -1, entity: "brokerId" },
      { name: "maxBytes", type: "int32", versions: "0+", default: 2147483647 },
      {
        name: "topics",
        type: "[]TopicSnapshot",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]PartitionSnapshot",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "currentLeaderEpoch", type: "int32", versions: "0+" },
              {
                name: "snapshotId",
                type: "SnapshotId",
                versions: "0+",
                fields: [
                  { name: "endOffset", type: "int64", versions: "0+" },
                  { name: "epoch", type: "int32", versions: "0+" },
                ],
              },
              { name: "position", type: "int64", versions: "0+" },
              { name: "replicaDirectoryId", type: "uuid", versions: "1+", tag: 0, ignorable: true },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "FetchSnapshotResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "topics",
        type: "[]TopicSnapshot",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]PartitionSnapshot",
            versions: "0+",
            fields: [
              { name: "index", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              {
                name: "snapshotId",
                type: "SnapshotId",
                versions: "0+",
                fields: [
                  { name: "endOffset", type: "int64", versions: "0+" },
                  { name: "epoch", type: "int32", versions: "0+" },
                ],
              },
              {
                name: "currentLeader",
                type: "LeaderIdAndEpoch",
                versions: "0+",
                tag: 0,
                fields: [
                  { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
                  { name: "leaderEpoch", type: "int32", versions: "0+" },
                ],
              },
              { name: "size", type: "int64", versions: "0+" },
              { name: "position", type: "int64", versions: "0+" },
              { name: "unalignedRecords", type: "records", versions: "0+" },
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
