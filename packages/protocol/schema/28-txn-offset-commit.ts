// TxnOffsetCommit, API key 28.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: request adds committedLeaderEpoch.
// v3: flexible; request adds generationId, memberId, groupInstanceId.
// v4: same bytes, newer behaviour or error codes (KIP-890).
// v5: same bytes, newer behaviour or error codes (KIP-890).
import type { ApiSchema } from "../compile/schema-types.ts";

export const txnOffsetCommit: ApiSchema = {
  apiKey: 28,
  name: "TxnOffsetCommit",
  listeners: ["broker"],
  request: {
    name: "TxnOffsetCommitRequest",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "transactionalId", type: "string", versions: "0+", entity: "transactionalId" },
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
      { name: "producerEpoch", type: "int16", versions: "0+" },
      { name: "generationId", type: "int32", versions: "3+", default: -1 },
      { name: "memberId", type: "string", versions: "3+", default: "" },
      { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null },
      {
        name: "topics",
        type: "[]TxnOffsetCommitRequestTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]TxnOffsetCommitRequestPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "committedOffset", type: "int64", versions: "0+" },
              { name: "committedLeaderEpoch", type: "int32", versions: "2+", default: -1, ignorable: true },
              { name: "committedMetadata", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "TxnOffsetCommitResponse",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "topics",
        type: "[]TxnOffsetCommitResponseTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]TxnOffsetCommitResponsePartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
