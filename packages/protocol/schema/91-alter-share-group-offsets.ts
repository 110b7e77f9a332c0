// AlterShareGroupOffsets, API key 91.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const alterShareGroupOffsets: ApiSchema = {
  apiKey: 91,
  name: "AlterShareGroupOffsets",
  listeners: ["broker"],
  request: {
    name: "AlterShareGroupOffsetsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      {
        name: "topics",
        type: "[]AlterShareGroupOffsetsRequestTopic",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]AlterShareGroupOffsetsRequestPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "startOffset", type: "int64", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "AlterShareGroupOffsetsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      {
        name: "responses",
        type: "[]AlterShareGroupOffsetsResponseTopic",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "0+" },
          {
            name: "partitions",
            type: "[]AlterShareGroupOffsetsResponsePartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
            ],
          },
        ],
      },
    ],
  },
};
