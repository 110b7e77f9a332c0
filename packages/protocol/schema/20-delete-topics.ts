// DeleteTopics, API key 20.
// v1: oldest still valid.
// v2: same bytes, newer behaviour or error codes.
// v3: same bytes, newer behaviour or error codes.
// v4: flexible.
// v5: response adds errorMessage (KIP-599).
// v6: request drops topicNames, adds topics; response adds topicId.
import type { ApiSchema } from "../compile/schema-types.ts";

export const deleteTopics: ApiSchema = {
  apiKey: 20,
  name: "DeleteTopics",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "DeleteTopicsRequest",
    versions: "1-6",
    flexible: "4+",
    fields: [
      {
        name: "topics",
        type: "[]DeleteTopicState",
        versions: "6+",
        fields: [
          { name: "name", type: "string", versions: "6+", nullable: "6+", default: null, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "6+" },
        ],
      },
      { name: "topicNames", type: "[]string", versions: "0-5", ignorable: true, entity: "topicName" },
      { name: "timeoutMs", type: "int32", versions: "0+" },
    ],
  },
  response: {
    name: "DeleteTopicsResponse",
    versions: "1-6",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      {
        name: "responses",
        type: "[]DeletableTopicResult",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", nullable: "6+", mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "6+", ignorable: true },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
        ],
      },
    ],
  },
};
