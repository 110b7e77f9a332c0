// DescribeProducers, API key 61.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeProducers: ApiSchema = {
  apiKey: 61,
  name: "DescribeProducers",
  listeners: ["broker"],
  request: {
    name: "DescribeProducersRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "topics",
        type: "[]TopicRequest",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          { name: "partitionIndexes", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "DescribeProducersResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "topics",
        type: "[]TopicResponse",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]PartitionResponse",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
              {
                name: "activeProducers",
                type: "[]ProducerState",
                versions: "0+",
                fields: [
                  { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
                  { name: "producerEpoch", type: "int32", versions: "0+" },
                  { name: "lastSequence", type: "int32", versions: "0+", default: -1 },
                  { name: "lastTimestamp", type: "int64", versions: "0+", default: -1 },
                  { name: "coordinatorEpoch", type: "int32", versions: "0+" },
                  { name: "currentTxnStartOffset", type: "int64", versions: "0+", default: -1 },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
};
