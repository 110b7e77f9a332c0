// CreateAcls, API key 30.
// v1: oldest still valid.
// v2: flexible.
// v3: same bytes, newer behaviour or error codes.
import type { ApiSchema } from "../compile/schema-types.ts";

export const createAcls: ApiSchema = {
  apiKey: 30,
  name: "CreateAcls",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "CreateAclsRequest",
    versions: "1-3",
    flexible: "2+",
    fields: [
      {
        name: "creations",
        type: "[]AclCreation",
        versions: "0+",
        fields: [
          { name: "resourceType", type: "int8", versions: "0+" },
          { name: "resourceName", type: "string", versions: "0+" },
          { name: "resourcePatternType", type: "int8", versions: "1+", default: 3 },
          { name: "principal", type: "string", versions: "0+" },
          { name: "host", type: "string", versions: "0+" },
          { name: "operation", type: "int8", versions: "0+" },
          { name: "permissionType", type: "int8", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "CreateAclsResponse",
    versions: "1-3",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]AclCreationResult",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
        ],
      },
    ],
  },
};
