// LeaderAndIsr, API key 4.
// No version is valid: Kafka 4 removed this API; only its key stays reserved.
import type { ApiSchema } from "../compile/schema-types.ts";

export const leaderAndIsr: ApiSchema = {
  apiKey: 4,
  name: "LeaderAndIsr",
  listeners: [],
  clusterAction: true,
  request: {
    name: "LeaderAndIsrRequest",
    versions: "none",
    flexible: "none",
    fields: [],
  },
  response: {
    name: "LeaderAndIsrResponse",
    versions: "none",
    flexible: "none",
    fields: [],
  },
};
