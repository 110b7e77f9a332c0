// AlterPartitionReassignments, API key 45.
// v0: first.
// v1: request adds allowReplicationFactorChange; response adds allowReplicationFactorChange.
import type { ApiSchema } from "../compile/schema-types.ts";

export const alterPartitionReassignments: ApiSchema = {
  apiKey: 45,
  name: "AlterPartitionReassignments",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "AlterPartitionReassignmentsRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "timeoutMs", type: "int32", versions: "0+", default: 60000 },
      { name: "allowReplicationFactorChange", type: "bool", versions: "1+", default: true },
      {
        name: "topics",
        type: "[]ReassignableTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]ReassignablePartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "replicas", type: "[]int32", versions: "0+", nullable: "0+", default: null, entity: "brokerId" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "AlterPartitionReassignmentsResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "allowReplicationFactorChange", type: "bool", versions: "1+", default: true, ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
      {
        name: "responses",
        type: "[]ReassignableTopicResponse",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]ReassignablePartitionResponse",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
