// DeleteShareGroupOffsets, API key 92.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const deleteShareGroupOffsets: ApiSchema = {
  apiKey: 92,
  name: "DeleteShareGroupOffsets",
  listeners: ["broker"],
  request: {
    name: "DeleteShareGroupOffsetsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      {
        name: "topics",
        type: "[]DeleteShareGroupOffsetsRequestTopic",
        versions: "0+",
        fields: [{ name: "topicName", type: "string", versions: "0+", entity: "topicName" }],
      },
    ],
  },
  response: {
    name: "DeleteShareGroupOffsetsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      {
        name: "responses",
        type: "[]DeleteShareGroupOffsetsResponseTopic",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
        ],
      },
    ],
  },
};
