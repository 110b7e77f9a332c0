// DescribeConfigs, API key 32.
// v1: oldest still valid.
// v2: same bytes, newer behaviour or error codes.
// v3: request adds includeDocumentation; response adds configType, documentation.
// v4: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeConfigs: ApiSchema = {
  apiKey: 32,
  name: "DescribeConfigs",
  listeners: ["broker", "controller"],
  request: {
    name: "DescribeConfigsRequest",
    versions: "1-4",
    flexible: "4+",
    fields: [
      {
        name: "resources",
        type: "[]DescribeConfigsResource",
        versions: "0+",
        fields: [
          { name: "resourceType", type: "int8", versions: "0+" },
          { name: "resourceName", type: "string", versions: "0+" },
          { name: "configurationKeys", type: "[]string", versions: "0+", nullable: "0+" },
        ],
      },
      { name: "includeSynonyms", type: "bool", versions: "1+", default: false },
      { name: "includeDocumentation", type: "bool", versions: "3+", default: false },
    ],
  },
  response: {
    name: "DescribeConfigsResponse",
    versions: "1-4",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]DescribeConfigsResult",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
          { name: "resourceType", type: "int8", versions: "0+" },
          { name: "resourceName", type: "string", versions: "0+" },
          {
            name: "configs",
            type: "[]DescribeConfigsResourceResult",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+" },
              { name: "value", type: "string", versions: "0+", nullable: "0+" },
              { name: "readOnly", type: "bool", versions: "0+" },
              { name: "configSource", type: "int8", versions: "1+", default: -1, ignorable: true },
              { name: "isSensitive", type: "bool", versions: "0+" },
              {
                name: "synonyms",
                type: "[]DescribeConfigsSynonym",
                versions: "1+",
                ignorable: true,
                fields: [
                  { name: "name", type: "string", versions: "1+" },
                  { name: "value", type: "string", versions: "1+", nullable: "0+" },
                  { name: "source", type: "int8", versions: "1+" },
                ],
              },
              { name: "configType", type: "int8", versions: "3+", default: 0, ignorable: true },
              { name: "documentation", type: "string", versions: "3+", nullable: "0+", ignorable: true },
            ],
          },
        ],
      },
    ],
  },
};
