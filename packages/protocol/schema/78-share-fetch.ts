// ShareFetch, API key 78.
// v1: oldest still valid (KIP-932).
// v2: request adds shareAcquireMode, isRenewAck (KIP-1206, KIP-1222).
import type { ApiSchema } from "../compile/schema-types.ts";

export const shareFetch: ApiSchema = {
  apiKey: 78,
  name: "ShareFetch",
  listeners: ["broker"],
  request: {
    name: "ShareFetchRequest",
    versions: "1-2",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", nullable: "0+", default: null, entity: "groupId" },
      { name: "memberId", type: "string", versions: "0+", nullable: "0+" },
      { name: "shareSessionEpoch", type: "int32", versions: "0+" },
      { name: "maxWaitMs", type: "int32", versions: "0+" },
      { name: "minBytes", type: "int32", versions: "0+" },
      { name: "maxBytes", type: "int32", versions: "0+", default: 2147483647 },
      { name: "maxRecords", type: "int32", versions: "1+" },
      { name: "batchSize", type: "int32", versions: "1+" },
      { name: "shareAcquireMode", type: "int8", versions: "2+", default: 0, ignorable: true },
      { name: "isRenewAck", type: "bool", versions: "2+", default: false },
      {
        name: "topics",
        type: "[]FetchTopic",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+", mapKey: true },
          {
            name: "partitions",
            type: "[]FetchPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+", mapKey: true },
              { name: "partitionMaxBytes", type: "int32", versions: "0" },
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
      {
        name: "forgottenTopicsData",
        type: "[]ForgottenTopic",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "ShareFetchResponse",
    versions: "1-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "acquisitionLockTimeoutMs", type: "int32", versions: "1+" },
      {
        name: "responses",
        type: "[]ShareFetchableTopicResponse",
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
              { name: "acknowledgeErrorCode", type: "int16", versions: "0+" },
              { name: "acknowledgeErrorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
              {
                name: "currentLeader",
                type: "LeaderIdAndEpoch",
                versions: "0+",
                fields: [
                  { name: "leaderId", type: "int32", versions: "0+" },
                  { name: "leaderEpoch", type: "int32", versions: "0+" },
                ],
              },
              { name: "records", type: "records", versions: "0+", nullable: "0" },
              {
                name: "acquiredRecords",
                type: "[]AcquiredRecords",
                versions: "0+",
                fields: [
                  { name: "firstOffset", type: "int64", versions: "0+" },
                  { name: "lastOffset", type: "int64", versions: "0+" },
                  { name: "deliveryCount", type: "int16", versions: "0+" },
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
