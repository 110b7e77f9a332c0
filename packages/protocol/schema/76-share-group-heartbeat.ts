// ShareGroupHeartbeat, API key 76.
// v1: oldest still valid (KIP-932).
import type { ApiSchema } from "../compile/schema-types.ts";

export const shareGroupHeartbeat: ApiSchema = {
  apiKey: 76,
  name: "ShareGroupHeartbeat",
  listeners: ["broker"],
  request: {
    name: "ShareGroupHeartbeatRequest",
    versions: "1",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "memberId", type: "string", versions: "0+" },
      { name: "memberEpoch", type: "int32", versions: "0+" },
      { name: "rackId", type: "string", versions: "0+", nullable: "0+", default: null },
      {
        name: "subscribedTopicNames",
        type: "[]string",
        versions: "0+",
        nullable: "0+",
        default: null,
        entity: "topicName",
      },
    ],
  },
  response: {
    name: "ShareGroupHeartbeatResponse",
    versions: "1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "memberId", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "memberEpoch", type: "int32", versions: "0+" },
      { name: "heartbeatIntervalMs", type: "int32", versions: "0+" },
      {
        name: "assignment",
        type: "Assignment",
        versions: "0+",
        nullable: "0+",
        default: null,
        fields: [{ name: "topicPartitions", type: "[]TopicPartitions", versions: "0+" }],
      },
    ],
    structs: [
      {
        name: "TopicPartitions",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
};
