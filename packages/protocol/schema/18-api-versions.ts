// ApiVersions, API key 18.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible; request adds clientSoftwareName, clientSoftwareVersion; response adds supportedFeatures,
//   finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady.
// v4: same bytes, newer behaviour or error codes.
import type { ApiSchema } from "../compile/schema-types.ts";

export const apiVersions: ApiSchema = {
  apiKey: 18,
  name: "ApiVersions",
  listeners: ["broker", "controller"],
  request: {
    name: "ApiVersionsRequest",
    versions: "0-4",
    flexible: "3+",
    fields: [
      { name: "clientSoftwareName", type: "string", versions: "3+", ignorable: true },
      { name: "clientSoftwareVersion", type: "string", versions: "3+", ignorable: true },
    ],
  },
  response: {
    name: "ApiVersionsResponse",
    versions: "0-4",
    flexible: "3+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "apiKeys",
        type: "[]ApiVersion",
        versions: "0+",
        fields: [
          { name: "apiKey", type: "int16", versions: "0+", mapKey: true },
          { name: "minVersion", type: "int16", versions: "0+" },
          { name: "maxVersion", type: "int16", versions: "0+" },
        ],
      },
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      {
        name: "supportedFeatures",
        type: "[]SupportedFeatureKey",
        versions: "3+",
        tag: 0,
        ignorable: true,
        fields: [
          { name: "name", type: "string", versions: "3+", mapKey: true },
          { name: "minVersion", type: "int16", versions: "3+" },
          { name: "maxVersion", type: "int16", versions: "3+" },
        ],
      },
      { name: "finalizedFeaturesEpoch", type: "int64", versions: "3+", tag: 1, default: -1, ignorable: true },
      {
        name: "finalizedFeatures",
        type: "[]FinalizedFeatureKey",
        versions: "3+",
        tag: 2,
        ignorable: true,
        fields: [
          { name: "name", type: "string", versions: "3+", mapKey: true },
          { name: "maxVersionLevel", type: "int16", versions: "3+" },
          { name: "minVersionLevel", type: "int16", versions: "3+" },
        ],
      },
      { name: "zkMigrationReady", type: "bool", versions: "3+", tag: 3, default: false, ignorable: true },
    ],
  },
};
