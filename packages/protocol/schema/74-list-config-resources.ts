// ListConfigResources, API key 74.
// v0: first.
// v1: request adds resourceTypes; response adds resourceType (KIP-1142).
import type { ApiSchema } from "../compile/schema-types.ts";

export const listConfigResources: ApiSchema = {
  apiKey: 74,
  name: "ListConfigResources",
  listeners: ["broker"],
  request: {
    name: "ListConfigResourcesRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [{ name: "resourceTypes", type: "[]int8", versions: "1+" }],
  },
  response: {
    name: "ListConfigResourcesResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "configResources",
        type: "[]ConfigResource",
        versions: "0+",
        fields: [
          { name: "resourceName", type: "string", versions: "0+" },
          { name: "resourceType", type: "int8", versions: "1+", default: 16, ignorable: true },
        ],
      },
    ],
  },
};
