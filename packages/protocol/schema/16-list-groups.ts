// ListGroups, API key 16.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible.
// v4: request adds statesFilter; response adds groupState (KIP-518).
// v5: request adds typesFilter; response adds groupType (KIP-848).
import type { ApiSchema } from "../compile/schema-types.ts";

export const listGroups: ApiSchema = {
  apiKey: 16,
  name: "ListGroups",
  listeners: ["broker"],
  request: {
    name: "ListGroupsRequest",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "statesFilter", type: "[]string", versions: "4+" },
      { name: "typesFilter", type: "[]string", versions: "5+" },
    ],
  },
  response: {
    name: "ListGroupsResponse",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "groups",
        type: "[]ListedGroup",
        versions: "0+",
        fields: [
          { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
          { name: "protocolType", type: "string", versions: "0+" },
          { name: "groupState", type: "string", versions: "4+", ignorable: true },
          { name: "groupType", type: "string", versions: "5+", ignorable: true },
        ],
      },
    ],
  },
};
