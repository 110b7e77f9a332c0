// UpdateMetadata, API key 6.
// No version is valid: Kafka 4 removed this API; only its key stays reserved.
import type { ApiSchema } from "../compile/schema-types.ts";

export const updateMetadata: ApiSchema = {
  apiKey: 6,
  name: "UpdateMetadata",
  listeners: [],
  clusterAction: true,
  request: {
    name: "UpdateMetadataRequest",
    versions: "none",
    flexible: "none",
    fields: [],
  },
  response: {
    name: "UpdateMetadataResponse",
    versions: "none",
    flexible: "none",
    fields: [],
  },
};
