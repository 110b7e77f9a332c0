// ShareGroupDescribe, API key 77.
// v1: oldest still valid (KIP-932).
import type { ApiSchema } from "../compile/schema-types.ts";

export const shareGroupDescribe: ApiSchema = {
  apiKey: 77,
  name: "ShareGroupDescribe",
  listeners: ["broker"],
  request: {
    name: "ShareGroupDescribeRequest",
    versions: "1",
    flexible: "0+",
    fields: [
      { name: "groupIds", type: "[]string", versions: "0+", entity: "groupId" },
      { name: "includeAuthorizedOperations", type: "bool", versions: "0+" },
    ],
  },
  response: {
    name: "ShareGroupDescribeResponse",
    versions: "1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "groups",
        type: "[]DescribedGroup",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
          { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
          { name: "groupState", type: "string", versions: "0+" },
          { name: "groupEpoch", type: "int32", versions: "0+" },
          { name: "assignmentEpoch", type: "int32", versions: "0+" },
          { name: "assignorName", type: "string", versions: "0+" },
          {
            name: "members",
            type: "[]Member",
            versions: "0+",
            fields: [
              { name: "memberId", type: "string", versions: "0+" },
              { name: "rackId", type: "string", versions: "0+", nullable: "0+", default: null },
              { name: "memberEpoch", type: "int32", versions: "0+" },
              { name: "clientId", type: "string", versions: "0+" },
              { name: "clientHost", type: "string", versions: "0+" },
              { name: "subscribedTopicNames", type: "[]string", versions: "0+", entity: "topicName" },
              { name: "assignment", type: "Assignment", versions: "0+" },
            ],
          },
          { name: "authorizedOperations", type: "int32", versions: "0+", default: -2147483648 },
        ],
      },
    ],
    structs: [
      {
        name: "TopicPartitions",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
      {
        name: "Assignment",
        versions: "0+",
        fields: [{ name: "topicPartitions", type: "[]TopicPartitions", versions: "0+" }],
      },
    ],
  },
};
