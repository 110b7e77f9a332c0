// IncrementalAlterConfigs, API key 44.
// v0: first.
// v1: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const incrementalAlterConfigs: ApiSchema = {
  apiKey: 44,
  name: "IncrementalAlterConfigs",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "IncrementalAlterConfigsRequest",
    versions: "0-1",
    flexible: "1+",
    fields: [
      {
        name: "resources",
        type: "[]AlterConfigsResource",
        versions: "0+",
        fields: [
          { name: "resourceType", type: "int8", versions: "0+", mapKey: true },
          { name: "resourceName", type: "string", versions: "0+", mapKey: true },
          {
            name: "configs",
            type: "[]AlterableConfig",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", mapKey: true },
              { name: "configOperation", type: "int8", versions: "0+", mapKey: true },
              { name: "value", type: "string", versions: "0+", nullable: "0+" },
            ],
          },
        ],
      },
      { name: "validateOnly", type: "bool", versions: "0+" },
    ],
  },
  response: {
    name: "IncrementalAlterConfigsResponse",
    versions: "0-1",
    flexible: "1+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "responses",
        type: "[]AlterConfigsResourceResponse",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
          { name: "resourceType", type: "int8", versions: "0+" },
          { name: "resourceName", type: "string", versions: "0+" },
        ],
      },
    ],
  },
};
