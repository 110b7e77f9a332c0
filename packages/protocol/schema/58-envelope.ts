// Envelope, API key 58.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const envelope: ApiSchema = {
  apiKey: 58,
  name: "Envelope",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "EnvelopeRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "requestData", type: "bytes", versions: "0+" },
      { name: "requestPrincipal", type: "bytes", versions: "0+", nullable: "0+" },
      { name: "clientHostAddress", type: "bytes", versions: "0+" },
    ],
  },
  response: {
    name: "EnvelopeResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "responseData", type: "bytes", versions: "0+", nullable: "0+", default: null },
      { name: "errorCode", type: "int16", versions: "0+" },
    ],
  },
};
