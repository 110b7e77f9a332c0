// ElectLeaders, API key 43.
// v0: first.
// v1: request adds electionType; response adds errorCode (KIP-460).
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const electLeaders: ApiSchema = {
  apiKey: 43,
  name: "ElectLeaders",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "ElectLeadersRequest",
    versions: "0-2",
    flexible: "2+",
    fields: [
      { name: "electionType", type: "int8", versions: "1+" },
      {
        name: "topicPartitions",
        type: "[]TopicPartitions",
        versions: "0+",
        nullable: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
      { name: "timeoutMs", type: "int32", versions: "0+", default: 60000 },
    ],
  },
  response: {
    name: "ElectLeadersResponse",
    versions: "0-2",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "1+" },
      {
        name: "replicaElectionResults",
        type: "[]ReplicaElectionResult",
        versions: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitionResult",
            type: "[]PartitionResult",
            versions: "0+",
            fields: [
              { name: "partitionId", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
