// OffsetFetch, API key 9.
// v1: oldest still valid.
// v2: response adds errorCode.
// v3: response adds throttleTimeMs.
// v4: same bytes, newer behaviour or error codes.
// v5: response adds committedLeaderEpoch.
// v6: flexible.
// v7: request adds requireStable.
// v8: request drops groupId, topics, adds groups; response drops topics, errorCode, adds groups.
// v9: request adds memberId, memberEpoch (KIP-848).
// v10: request drops name, adds topicId; response drops name, adds topicId (KIP-848).
import type { ApiSchema } from "../compile/schema-types.ts";

export const offsetFetch: ApiSchema = {
  apiKey: 9,
  name: "OffsetFetch",
  listeners: ["broker"],
  request: {
    name: "OffsetFetchRequest",
    versions: "1-10",
    flexible: "6+",
    fields: [
      { name: "groupId", type: "string", versions: "0-7", entity: "groupId" },
      {
        name: "topics",
        type: "[]OffsetFetchRequestTopic",
        versions: "0-7",
        nullable: "2-7",
        fields: [
          { name: "name", type: "string", versions: "0-7", entity: "topicName" },
          { name: "partitionIndexes", type: "[]int32", versions: "0-7" },
        ],
      },
      {
        name: "groups",
        type: "[]OffsetFetchRequestGroup",
        versions: "8+",
        fields: [
          { name: "groupId", type: "string", versions: "8+", entity: "groupId" },
          { name: "memberId", type: "string", versions: "9+", nullable: "9+", default: null, ignorable: true },
          { name: "memberEpoch", type: "int32", versions: "9+", default: -1, ignorable: true },
          {
            name: "topics",
            type: "[]OffsetFetchRequestTopics",
            versions: "8+",
            nullable: "8+",
            fields: [
              { name: "name", type: "string", versions: "8-9", ignorable: true, entity: "topicName" },
              { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
              { name: "partitionIndexes", type: "[]int32", versions: "8+" },
            ],
          },
        ],
      },
      { name: "requireStable", type: "bool", versions: "7+", default: false },
    ],
  },
  response: {
    name: "OffsetFetchResponse",
    versions: "1-10",
    flexible: "6+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "3+", ignorable: true },
      {
        name: "topics",
        type: "[]OffsetFetchResponseTopic",
        versions: "0-7",
        fields: [
          { name: "name", type: "string", versions: "0-7", entity: "topicName" },
          {
            name: "partitions",
            type: "[]OffsetFetchResponsePartition",
            versions: "0-7",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0-7" },
              { name: "committedOffset", type: "int64", versions: "0-7" },
              { name: "committedLeaderEpoch", type: "int32", versions: "5-7", default: -1, ignorable: true },
              { name: "metadata", type: "string", versions: "0-7", nullable: "0-7" },
              { name: "errorCode", type: "int16", versions: "0-7" },
            ],
          },
        ],
      },
      { name: "errorCode", type: "int16", versions: "2-7", default: 0, ignorable: true },
      {
        name: "groups",
        type: "[]OffsetFetchResponseGroup",
        versions: "8+",
        fields: [
          { name: "groupId", type: "string", versions: "8+", entity: "groupId" },
          {
            name: "topics",
            type: "[]OffsetFetchResponseTopics",
            versions: "8+",
            fields: [
              { name: "name", type: "string", versions: "8-9", ignorable: true, entity: "topicName" },
              { name: "topicId", type: "uuid", versions: "10+", ignorable: true },
              {
                name: "partitions",
                type: "[]OffsetFetchResponsePartitions",
                versions: "8+",
                fields: [
                  { name: "partitionIndex", type: "int32", versions: "8+" },
                  { name: "committedOffset", type: "int64", versions: "8+" },
                  { name: "committedLeaderEpoch", type: "int32", versions: "8+", default: -1, ignorable: true },
                  { name: "metadata", type: "string", versions: "8+", nullable: "8+" },
                  { name: "errorCode", type: "int16", versions: "8+" },
                ],
              },
            ],
          },
          { name: "errorCode", type: "int16", versions: "8+", default: 0 },
        ],
      },
    ],
  },
};
