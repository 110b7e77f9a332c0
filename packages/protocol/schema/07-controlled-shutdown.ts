// ControlledShutdown, API key 7.
// No version is valid: Kafka 4 removed this API; only its key stays reserved.
import type { ApiSchema } from "../compile/schema-types.ts";

export const controlledShutdown: ApiSchema = {
  apiKey: 7,
  name: "ControlledShutdown",
  listeners: [],
  clusterAction: true,
  request: {
    name: "ControlledShutdownRequest",
    versions: "none",
    flexible: "none",
    fields: [],
  },
  response: {
    name: "ControlledShutdownResponse",
    versions: "none",
    flexible: "none",
    fields: [],
  },
};
