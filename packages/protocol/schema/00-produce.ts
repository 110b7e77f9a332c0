// Produce, API key 0.
// v3: oldest still valid.
// v4: same bytes, newer behaviour or error codes.
// v5: response adds logStartOffset.
// v6: same bytes, newer behaviour or error codes.
// v7: same bytes, newer behaviour or error codes (KIP-110).
// v8: response adds recordErrors, errorMessage (KIP-467).
// v9: flexible.
// v10: response adds currentLeader, nodeEndpoints (KIP-951).
// v11: same bytes, newer behaviour or error codes (KIP-890).
// v12: same bytes, newer behaviour or error codes (KIP-890).
// v13: request drops name, adds topicId; response drops name, adds topicId (KIP-516).
import type { ApiSchema } from "../compile/schema-types.ts";

export const produce: ApiSchema = {
  apiKey: 0,
  name: "Produce",
  listeners: ["broker"],
  request: {
    name: "ProduceRequest",
    versions: "3-13",
    flexible: "9+",
    fields: [
      {
        name: "transactionalId",
        type: "string",
        versions: "3+",
        nullable: "3+",
        default: null,
        entity: "transactionalId",
      },
      { name: "acks", type: "int16", versions: "0+" },
      { name: "timeoutMs", type: "int32", versions: "0+" },
      {
        name: "topicData",
        type: "[]TopicProduceData",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0-12", ignorable: true, mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "13+", ignorable: true, mapKey: true },
          {
            name: "partitionData",
            type: "[]PartitionProduceData",
            versions: "0+",
            fields: [
              { name: "index", type: "int32", versions: "0+" },
              { name: "records", type: "records", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "ProduceResponse",
    versions: "3-13",
    flexible: "9+",
    fields: [
      {
        name: "responses",
        type: "[]TopicProduceResponse",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0-12", ignorable: true, mapKey: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "13+", ignorable: true, mapKey: true },
          {
            name: "partitionResponses",
            type: "[]PartitionProduceResponse",
            versions: "0+",
            fields: [
              { name: "index", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "baseOffset", type: "int64", versions: "0+" },
              { name: "logAppendTimeMs", type: "int64", versions: "2+", default: -1, ignorable: true },
              { name: "logStartOffset", type: "int64", versions: "5+", default: -1, ignorable: true },
              {
                name: "recordErrors",
                type: "[]BatchIndexAndErrorMessage",
                versions: "8+",
                ignorable: true,
                fields: [
                  { name: "batchIndex", type: "int32", versions: "8+" },
                  { name: "batchIndexErrorMessage", type: "string", versions: "8+", nullable: "8+", default: null },
                ],
              },
              { name: "errorMessage", type: "string", versions: "8+", nullable: "8+", default: null, ignorable: true },
              {
                name: "currentLeader",
                type: "LeaderIdAndEpoch",
                versions: "10+",
                tag: 0,
                fields: [
                  { name: "leaderId", type: "int32", versions: "10+", default: -1, entity: "brokerId" },
                  { name: "leaderEpoch", type: "int32", versions: "10+", default: -1 },
                ],
              },
            ],
          },
        ],
      },
      { name: "throttleTimeMs", type: "int32", versions: "1+", default: 0, ignorable: true },
      {
        name: "nodeEndpoints",
        type: "[]NodeEndpoint",
        versions: "10+",
        tag: 0,
        fields: [
          { name: "nodeId", type: "int32", versions: "10+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "10+" },
          { name: "port", type: "int32", versions: "10+" },
          { name: "rack", type: "string", versions: "10+", nullable: "10+", default: null },
        ],
      },
    ],
  },
};
