// DescribeGroups, API key 15.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: request adds includeAuthorizedOperations; response adds authorizedOperations.
// v4: response adds groupInstanceId.
// v5: flexible.
// v6: response adds errorMessage (KIP-1043).
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeGroups: ApiSchema = {
  apiKey: 15,
  name: "DescribeGroups",
  listeners: ["broker"],
  request: {
    name: "DescribeGroupsRequest",
    versions: "0-6",
    flexible: "5+",
    fields: [
      { name: "groups", type: "[]string", versions: "0+", entity: "groupId" },
      { name: "includeAuthorizedOperations", type: "bool", versions: "3+" },
    ],
  },
  response: {
    name: "DescribeGroupsResponse",
    versions: "0-6",
    flexible: "5+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      {
        name: "groups",
        type: "[]DescribedGroup",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "6+", nullable: "6+", default: null },
          { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
          { name: "groupState", type: "string", versions: "0+" },
          { name: "protocolType", type: "string", versions: "0+" },
          { name: "protocolData", type: "string", versions: "0+" },
          {
            name: "members",
            type: "[]DescribedGroupMember",
            versions: "0+",
            fields: [
              { name: "memberId", type: "string", versions: "0+" },
              {
                name: "groupInstanceId",
                type: "string",
                versions: "4+",
                nullable: "4+",
                default: null,
                ignorable: true,
              },
              { name: "clientId", type: "string", versions: "0+" },
              { name: "clientHost", type: "string", versions: "0+" },
              { name: "memberMetadata", type: "bytes", versions: "0+" },
              { name: "memberAssignment", type: "bytes", versions: "0+" },
            ],
          },
          { name: "authorizedOperations", type: "int32", versions: "3+", default: -2147483648 },
        ],
      },
    ],
  },
};
