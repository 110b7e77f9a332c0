// OffsetCommit, API key 8.
// v2: oldest still valid.
// v3: response adds throttleTimeMs.
// v4: same bytes, newer behaviour or error codes.
// v5: request drops retentionTimeMs.
// v6: request adds committedLeaderEpoch.
// v7: request adds groupInstanceId.
// v8: flexible.
// v9: same bytes, newer behaviour or error codes (KIP-848).
// v10: request drops name, adds topicId; response drops name, adds topicId (KIP-848).
import type { ApiSchema } from "../compile/schema-types.ts";

export const offsetCommit: ApiSchema = {
  apiKey: 8,
  name: "OffsetCommit",
  listeners: ["broker"],
  request: {
    name: "OffsetCommitRequest",
    versions: "2-10",
    flexible: "8+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "generationIdOrMemberEpoch", type: "int32", versions: "1+", default: -1, ignorable: true },
      { name: "memberId", type: "string", versions: "1+", ignorable: true },
      { name: "groupInstanceId", type: "string", versions: "7+", nullable: "7+", default: null },
      { name: "retentionTimeMs", type: "int64", versions: "2-4", default: -1, ignorable: true },
      {
        name: "topics",
        type: "[]OffsetCommitRequestTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0-9", ignorable: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
          {
            name: "partitions",
            type: "[]OffsetCommitRequestPartition",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "committedOffset", type: "int64", versions: "0+" },
              { name: "committedLeaderEpoch", type: "int32", versions: "6+", default: -1, ignorable: true },
              { name: "committedMetadata", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "OffsetCommitResponse",
    versions: "2-10",
    flexible: "8+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "3+", ignorable: true },
      {
        name: "topics",
        type: "[]OffsetCommitResponseTopic",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0-9", ignorable: true, entity: "topicName" },
          { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
          {
            name: "partitions",
            type: "[]OffsetCommitResponsePartition",
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
