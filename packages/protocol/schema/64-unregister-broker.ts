// UnregisterBroker, API key 64.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const unregisterBroker: ApiSchema = {
  apiKey: 64,
  name: "UnregisterBroker",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "UnregisterBrokerRequest",
    versions: "0",
    flexible: "0+",
    fields: [{ name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" }],
  },
  response: {
    name: "UnregisterBrokerResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
    ],
  },
};
