// DescribeShareGroupOffsets, API key 90.
// v0: first (KIP-932).
// v1: response adds lag (KIP-1226).
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeShareGroupOffsets: ApiSchema = {
  apiKey: 90,
  name: "DescribeShareGroupOffsets",
  listeners: ["broker"],
  request: {
    name: "DescribeShareGroupOffsetsRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      {
        name: "groups",
        type: "[]DescribeShareGroupOffsetsRequestGroup",
        versions: "0+",
        fields: [
          { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
          {
            name: "topics",
            type: "[]DescribeShareGroupOffsetsRequestTopic",
            versions: "0+",
            nullable: "0+",
            fields: [
              { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
              { name: "partitions", type: "[]int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "DescribeShareGroupOffsetsResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "groups",
        type: "[]DescribeShareGroupOffsetsResponseGroup",
        versions: "0+",
        fields: [
          { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
          {
            name: "topics",
            type: "[]DescribeShareGroupOffsetsResponseTopic",
            versions: "0+",
            fields: [
              { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
              { name: "topicId", type: "uuid", versions: "0+" },
              {
                name: "partitions",
                type: "[]DescribeShareGroupOffsetsResponsePartition",
                versions: "0+",
                fields: [
                  { name: "partitionIndex", type: "int32", versions: "0+" },
                  { name: "startOffset", type: "int64", versions: "0+" },
                  { name: "leaderEpoch", type: "int32", versions: "0+" },
                  { name: "lag", type: "int64", versions: "1+", default: -1, ignorable: true },
                  { name: "errorCode", type: "int16", versions: "0+" },
                  { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
                ],
              },
            ],
          },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
        ],
      },
    ],
  },
};
