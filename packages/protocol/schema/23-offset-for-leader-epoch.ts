// OffsetForLeaderEpoch, API key 23.
// v2: oldest still valid.
// v3: request adds replicaId.
// v4: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const offsetForLeaderEpoch: ApiSchema = {
  apiKey: 23,
  name: "OffsetForLeaderEpoch",
  listeners: ["broker"],
  request: {
    name: "OffsetForLeaderEpochRequest",
    versions: "2-4",
    flexible: "4+",
    fields: [
      { name: "replicaId", type: "int32", versions: "3+", default: -2, ignorable: true, entity: "brokerId" },
      {
        name: "topics",
        type: "[]OffsetForLeaderTopic",
        versions: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]OffsetForLeaderPartition",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "currentLeaderEpoch", type: "int32", versions: "2+", default: -1, ignorable: true },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "OffsetForLeaderEpochResponse",
    versions: "2-4",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "2+", ignorable: true },
      {
        name: "topics",
        type: "[]OffsetForLeaderTopicResult",
        versions: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]EpochEndOffset",
            versions: "0+",
            fields: [
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "partition", type: "int32", versions: "0+" },
              { name: "leaderEpoch", type: "int32", versions: "1+", default: -1, ignorable: true },
              { name: "endOffset", type: "int64", versions: "0+", default: -1 },
            ],
          },
        ],
      },
    ],
  },
};
