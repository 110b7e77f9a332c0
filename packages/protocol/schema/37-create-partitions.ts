// CreatePartitions, API key 37.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: flexible.
// v3: same bytes, newer behaviour or error codes (KIP-599).
import type { ApiSchema } from "../compile/schema-types.ts";

export const createPartitions: ApiSchema = {
  apiKey: 37,
  name: "CreatePartitions",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "CreatePartitionsRequest",
    versions: "0-3",
    flexible: "2+",
    fields: [
      {
        name: "topics",
        type: "[]CreatePartitionsTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "count", type: "int32", versions: "0+" },
          {
            name: "assignments",
            type: "[]CreatePartitionsAssignment",
            versions: "0+",
            nullable: "0+",
            fields: [{ name: "brokerIds", type: "[]int32", versions: "0+", entity: "brokerId" }],
          },
        ],
      },
      { name: "timeoutMs", type: "int32", versions: "0+" },
      { name: "validateOnly", type: "bool", versions: "0+" },
    ],
  },
  response: {
    name: "CreatePartitionsResponse",
    versions: "0-3",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]CreatePartitionsTopicResult",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
        ],
      },
    ],
  },
};
