// SaslAuthenticate, API key 36.
// v0: first.
// v1: response adds sessionLifetimeMs.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const saslAuthenticate: ApiSchema = {
  apiKey: 36,
  name: "SaslAuthenticate",
  listeners: ["broker", "controller"],
  request: {
    name: "SaslAuthenticateRequest",
    versions: "0-2",
    flexible: "2+",
    fields: [{ name: "authBytes", type: "bytes", versions: "0+" }],
  },
  response: {
    name: "SaslAuthenticateResponse",
    versions: "0-2",
    flexible: "2+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
      { name: "authBytes", type: "bytes", versions: "0+" },
      { name: "sessionLifetimeMs", type: "int64", versions: "1+", default: 0, ignorable: true },
    ],
  },
};
