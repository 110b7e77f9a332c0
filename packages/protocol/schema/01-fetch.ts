// Fetch, API key 1.
// v4: oldest still valid.
// v5: request adds logStartOffset; response adds logStartOffset.
// v6: same bytes, newer behaviour or error codes.
// v7: request adds sessionId, sessionEpoch, forgottenTopicsData; response adds errorCode, sessionId.
// v8: same bytes, newer behaviour or error codes.
// v9: request adds currentLeaderEpoch (KIP-320).
// v10: same bytes, newer behaviour or error codes (KIP-110).
// v11: request adds rackId; response adds preferredReadReplica.
// v12: flexible; request adds clusterId, lastFetchedEpoch; response adds divergingEpoch, currentLeader, snapshotId.
// v13: request drops topic, adds topicId; response drops topic, adds topicId (KIP-516).
// v14: same bytes, newer behaviour or error codes (KIP-405).
// v15: request drops replicaId, adds replicaState (KIP-903).
// v16: response adds nodeEndpoints (KIP-951).
// v17: request adds replicaDirectoryId (KIP-853).
// v18: request adds highWatermark (KIP-1166).
import type { ApiSchema } from "../compile/schema-types.ts";

export const fetch: ApiSchema = {
  apiKey: 1,
  name: "Fetch",
  listeners: ["broker", "controller"],
  request: {
    name: "FetchRequest",
    versions: "4-18",
    flexible: "12+",
    fields: [
      { name: "clusterId", type: "string", versions: "12+", nullable: "12+", tag: 0, default: null, ignorable: true },
      { name: "replicaId", type: "int32", versions: "0-14", default: -1, entity: "brokerId" },
      {
        name: "replicaState",
        type: "ReplicaState",
        versions: "15+",
        tag: 1,
        fields: [
          { name: "replicaId", type: "int32", versions: "15+", default: -1, entity: "brokerId" },
          { name: "replicaEpoch", type: "int64", versions: "15+", default: -1 },
        ],
      },
      { name: "maxWaitMs", type: "int32", versions: "0+" },
      { name: "minBytes", type: "int32", versions: "0+" },
      { name: "maxBytes", type: "int32", versions: "3+", default: 2147483647, ignorable: true },
      { name: "isolationLevel", type: "int8", versions: "4+", default: 0, ignorable: true },
      { name: "sessionId", type: "int32", versions: "7+", default: 0, ignorable: true },
      { name: "sessionEpoch", type: "int32", versions: "7+", default: -1, ignorable: true },
      {
        name: "topics",
        type: "[]FetchTopic",
        versions: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0-12", ignorable: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "13+", ignorable: true },
          {
            name: "partitions",
            type: "[]FetchPartition",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "currentLeaderEpoch", type: "int32", versions: "9+", default: -1, ignorable: true },
              { name: "fetchOffset", type: "int64", versions: "0+" },
              { name: "lastFetchedEpoch", type: "int32", versions: "12+", default: -1 },
              { name: "logStartOffset", type: "int64", versions: "5+", default: -1, ignorable: true },
              { name: "partitionMaxBytes", type: "int32", versions: "0+" },
              { name: "replicaDirectoryId", type: "uuid", versions: "17+", tag: 0, ignorable: true },
              {
                name: "highWatermark",
                type: "int64",
                versions: "18+",
                tag: 1,
                default: "9223372036854775807",
                ignorable: true,
              },
            ],
          },
        ],
      },
      {
        name: "forgottenTopicsData",
        type: "[]ForgottenTopic",
        versions: "7+",
        fields: [
          { name: "topic", type: "string", versions: "7-12", ignorable: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "13+", ignorable: true },
          { name: "partitions", type: "[]int32", versions: "7+" },
        ],
      },
      { name: "rackId", type: "string", versions: "11+", default: "", ignorable: true },
    ],
  },
  response: {
    name: "FetchResponse",
    versions: "4-18",
    flexible: "12+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "7+", ignorable: true },
      { name: "sessionId", type: "int32", versions: "7+", default: 0 },
      {
        name: "responses",
        type: "[]FetchableTopicResponse",
        versions: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0-12", ignorable: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "13+", ignorable: true },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "highWatermark", type: "int64", versions: "0+" },
              { name: "lastStableOffset", type: "int64", versions: "4+", default: -1, ignorable: true },
              { name: "logStartOffset", type: "int64", versions: "5+", default: -1, ignorable: true },
              {
                name: "divergingEpoch",
                type: "EpochEndOffset",
                versions: "12+",
                tag: 0,
                fields: [
                  { name: "epoch", type: "int32", versions: "12+", default: -1 },
                  { name: "endOffset", type: "int64", versions: "12+", default: -1 },
                ],
              },
              {
                name: "currentLeader",
                type: "LeaderIdAndEpoch",
                versions: "12+",
                tag: 1,
                fields: [
                  { name: "leaderId", type: "int32", versions: "12+", default: -1, entity: "brokerId" },
                  { name: "leaderEpoch", type: "int32", versions: "12+", default: -1 },
                ],
              },
              {
                name: "snapshotId",
                type: "SnapshotId",
                versions: "12+",
                tag: 2,
                fields: [
                  { name: "endOffset", type: "int64", versions: "0+", default: -1 },
                  { name: "epoch", type: "int32", versions: "0+", default: -1 },
                ],
              },
              {
                name: "abortedTransactions",
                type: "[]AbortedTransaction",
                versions: "4+",
                nullable: "4+",
                ignorable: true,
                fields: [
                  { name: "producerId", type: "int64", versions: "4+", as: "bigint", entity: "producerId" },
                  { name: "firstOffset", type: "int64", versions: "4+" },
                ],
              },
              { name: "preferredReadReplica", type: "int32", versions: "11+", default: -1, entity: "brokerId" },
              { name: "records", type: "records", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
      {
        name: "nodeEndpoints",
        type: "[]NodeEndpoint",
        versions: "16+",
        tag: 0,
        fields: [
          { name: "nodeId", type: "int32", versions: "16+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "16+" },
          { name: "port", type: "int32", versions: "16+" },
          { name: "rack", type: "string", versions: "16+", nullable: "16+", default: null },
        ],
      },
    ],
  },
};
