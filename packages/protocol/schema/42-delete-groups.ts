// DeleteGroups, API key 42.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const deleteGroups: ApiSchema = {
  apiKey: 42,
  name: "DeleteGroups",
  listeners: ["broker"],
  request: {
    name: "DeleteGroupsRequest",
    versions: "0-2",
    flexible: "2+",
    fields: [{ name: "groupsNames", type: "[]string", versions: "0+", entity: "groupId" }],
  },
  response: {
    name: "DeleteGroupsResponse",
    versions: "0-2",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]DeletableGroupResult",
        versions: "0+",
        fields: [
          { name: "groupId", type: "string", versions: "0+", mapKey: true, entity: "groupId" },
          { name: "errorCode", type: "int16", versions: "0+" },
        ],
      },
    ],
  },
};
