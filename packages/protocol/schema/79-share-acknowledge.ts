// ShareAcknowledge, API key 79.
// v1: oldest still valid (KIP-932).
// v2: request adds isRenewAck; response adds acquisitionLockTimeoutMs (KIP-1222).
import type { ApiSchema } from "../compile/schema-types.ts";

export const shareAcknowledge: ApiSchema = {
  apiKey: 79,
  name: "ShareAcknowledge",
  listeners: ["broker"],
  request: {
    name: "ShareAcknowledgeRequest",
    versions: "1-2",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", nullable: "0+", default: null, entity: "groupId" },
      { name: "memberId", type: "string", versions: "0+", nullable: "0+" },
      { name: "shareSessionEpoch", type: "int32", versions: "0+" },
      { name: "isRenewAck", type: "bool", versions: "2+", default: false },
      {
        name: "topics",
        type: "[]AcknowledgeTopic",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+", mapKey: true },
          {
            name: "partitions",
            type: "[]AcknowledgePartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
              {
                name: "acknowledgementBatches",
                type: "[]AcknowledgementBatch",
                versions: "0+",
                fields: [
                  { name: "firstOffset", type: "int64", versions: "0+" },
                  { name: "lastOffset", type: "int64", versions: "0+" },
                  { name: "acknowledgeTypes", type: "[]int8", versions: "0+" },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "ShareAcknowledgeResponse",
    versions: "1-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "acquisitionLockTimeoutMs", type: "int32", versions: "2+", ignorable: true },
      {
        name: "responses",
        type: "[]ShareAcknowledgeTopicResponse",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+", mapKey: true },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
              {
                name: "currentLeader",
                type: "LeaderIdAndEpoch",
                versions: "0+",
                fields: [
                  { name: "leaderId", type: "int32", versions: "0+" },
                  { name: "leaderEpoch", type: "int32", versions: "0+" },
                ],
              },
            ],
          },
        ],
      },
      {
        name: "nodeEndpoints",
        type: "[]NodeEndpoint",
        versions: "0+",
        fields: [
          { name: "nodeId", type: "int32", versions: "0+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "int32", versions: "0+" },
          { name: "rack", type: "string", versions: "0+", nullable: "0+", default: null },
        ],
      },
    ],
  },
};
