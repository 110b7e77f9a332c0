// DeleteRecords, API key 21.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const deleteRecords: ApiSchema = {
  apiKey: 21,
  name: "DeleteRecords",
  listeners: ["broker"],
  request: {
    name: "DeleteRecordsRequest",
    versions: "0-2",
    flexible: "2+",
    fields: [
      {
        name: "topics",
        type: "[]DeleteRecordsTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]DeleteRecordsPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "offset", type: "int64", versions: "0+" },
            ],
          },
        ],
      },
      { name: "timeoutMs", type: "int32", versions: "0+" },
    ],
  },
  response: {
    name: "DeleteRecordsResponse",
    versions: "0-2",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "topics",
        type: "[]DeleteRecordsTopicResult",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          {
            name: "partitions",
            type: "[]DeleteRecordsPartitionResult",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
              { name: "lowWatermark", type: "int64", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
