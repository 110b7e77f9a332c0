// UpdateFeatures, API key 57.
// v0: first.
// v1: request drops allowDowngrade, adds upgradeType, validateOnly.
// v2: response drops results.
import type { ApiSchema } from "../compile/schema-types.ts";

export const updateFeatures: ApiSchema = {
  apiKey: 57,
  name: "UpdateFeatures",
  listeners: ["broker", "controller"],
  clusterAction: true,
  forwardable: true,
  request: {
    name: "UpdateFeaturesRequest",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "timeoutMs", type: "int32", versions: "0+", default: 60000 },
      {
        name: "featureUpdates",
        type: "[]FeatureUpdateKey",
        versions: "0+",
        fields: [
          { name: "feature", type: "string", versions: "0+", mapKey: true },
          { name: "maxVersionLevel", type: "int16", versions: "0+" },
          { name: "allowDowngrade", type: "bool", versions: "0" },
          { name: "upgradeType", type: "int8", versions: "1+", default: 1 },
        ],
      },
      { name: "validateOnly", type: "bool", versions: "1+", default: false },
    ],
  },
  response: {
    name: "UpdateFeaturesResponse",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
      {
        name: "results",
        type: "[]UpdatableFeatureResult",
        versions: "0-1",
        ignorable: true,
        fields: [
          { name: "feature", type: "string", versions: "0+", mapKey: true },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
        ],
      },
    ],
  },
};
