// OffsetDelete, API key 47.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const offsetDelete: ApiSchema = {
  apiKey: 47,
  name: "OffsetDelete",
  listeners: ["broker"],
  request: {
    name: "OffsetDeleteRequest",
    versions: "0",
    flexible: "none",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      {
        name: "topics",
        type: "[]OffsetDeleteRequestTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]OffsetDeleteRequestPartition",
            versions: "0+",
            fields: [{ name: "partitionIndex", type: "int32", versions: "0+" }],
          },
        ],
      },
    ],
  },
  response: {
    name: "OffsetDeleteResponse",
    versions: "0",
    flexible: "none",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "throttleTimeMs", type: "int32", versions: "0+", ignorable: true },
      {
        name: "topics",
        type: "[]OffsetDeleteResponseTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]OffsetDeleteResponsePartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
              { name: "errorCode", type: "int16", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
