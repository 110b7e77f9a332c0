// CreateTopics, API key 19.
// v2: oldest still valid.
// v3: same bytes, newer behaviour or error codes.
// v4: same bytes, newer behaviour or error codes (KIP-464).
// v5: flexible; response adds topicConfigErrorCode, numPartitions, replicationFactor, configs (KIP-525).
// v6: same bytes, newer behaviour or error codes (KIP-599).
// v7: response adds topicId.
import type { ApiSchema } from "../compile/schema-types.ts";

export const createTopics: ApiSchema = {
  apiKey: 19,
  name: "CreateTopics",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "CreateTopicsRequest",
    versions: "2-7",
    flexible: "5+",
    fields: [
      {
        name: "topics",
        type: "[]CreatableTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "numPartitions", type: "int32", versions: "0+" },
          { name: "replicationFactor", type: "int16", versions: "0+" },
          {
            name: "assignments",
            type: "[]CreatableReplicaAssignment",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
              { name: "brokerIds", type: "[]int32", versions: "0+", entity: "brokerId" },
            ],
          },
          {
            name: "configs",
            type: "[]CreatableTopicConfig",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", mapKey: true },
              { name: "value", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
      { name: "timeoutMs", type: "int32", versions: "0+", default: 60000 },
      { name: "validateOnly", type: "bool", versions: "1+", default: false },
    ],
  },
  response: {
    name: "CreateTopicsResponse",
    versions: "2-7",
    flexible: "5+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "2+", ignorable: true },
      {
        name: "topics",
        type: "[]CreatableTopicResult",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "7+", ignorable: true },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "1+", nullable: "0+", ignorable: true },
          { name: "topicConfigErrorCode", type: "int16", versions: "5+", tag: 0, ignorable: true },
          { name: "numPartitions", type: "int32", versions: "5+", default: -1, ignorable: true },
          { name: "replicationFactor", type: "int16", versions: "5+", default: -1, ignorable: true },
          {
            name: "configs",
            type: "[]CreatableTopicConfigs",
            versions: "5+",
            nullable: "5+",
            ignorable: true,
            fields: [
              { name: "name", type: "string", versions: "5+" },
              { name: "value", type: "string", versions: "5+", nullable: "5+" },
              { name: "readOnly", type: "bool", versions: "5+" },
              { name: "configSource", type: "int8", versions: "5+", default: -1, ignorable: true },
              { name: "isSensitive", type: "bool", versions: "5+" },
            ],
          },
        ],
      },
    ],
  },
};
