// ListOffsets, API key 2.
// v1: oldest still valid.
// v2: request adds isolationLevel; response adds throttleTimeMs.
// v3: same bytes, newer behaviour or error codes.
// v4: request adds currentLeaderEpoch; response adds leaderEpoch.
// v5: same bytes, newer behaviour or error codes.
// v6: flexible.
// v7: same bytes, newer behaviour or error codes (KIP-734).
// v8: same bytes, newer behaviour or error codes (KIP-405).
// v9: same bytes, newer behaviour or error codes (KIP-1005).
// v10: request adds timeoutMs (KIP-1075).
// v11: same bytes, newer behaviour or error codes (KIP-1023).
import type { ApiSchema } from "../compile/schema-types.ts";

export const listOffsets: ApiSchema = {
  apiKey: 2,
  name: "ListOffsets",
  listeners: ["broker"],
  request: {
    name: "ListOffsetsRequest",
    versions: "1-11",
    flexible: "6+",
    fields: [
      { name: "replicaId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "isolationLevel", type: "int8", versions: "2+" },
      {
        name: "topics",
        type: "[]ListOffsetsTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]ListOffsetsPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "currentLeaderEpoch", type: "int32", versions: "4+", default: -1, ignorable: true },
              { name: "timestamp", type: "int64", versions: "0+" },
            ],
          },
        ],
      },
      { name: "timeoutMs", type: "int32", versions: "10+", ignorable: true },
    ],
  },
  response: {
    name: "ListOffsetsResponse",
    versions: "1-11",
    flexible: "6+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "2+", ignorable: true },
      {
        name: "topics",
        type: "[]ListOffsetsTopicResponse",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]ListOffsetsPartitionResponse",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "timestamp", type: "int64", versions: "1+", default: -1 },
              { name: "offset", type: "int64", versions: "1+", default: -1 },
              { name: "leaderEpoch", type: "int32", versions: "4+", default: -1 },
            ],
          },
        ],
      },
    ],
  },
};
