// StopReplica, API key 5.
// No version is valid: Kafka 4 removed this API; only its key stays reserved.
import type { ApiSchema } from "../compile/schema-types.ts";

export const stopReplica: ApiSchema = {
  apiKey: 5,
  name: "StopReplica",
  listeners: [],
  clusterAction: true,
  request: {
    name: "StopReplicaRequest",
    versions: "none",
    flexible: "none",
    fields: [],
  },
  response: {
    name: "StopReplicaResponse",
    versions: "none",
    flexible: "none",
    fields: [],
  },
};
