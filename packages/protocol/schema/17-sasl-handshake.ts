// SaslHandshake, API key 17.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
import type { ApiSchema } from "../compile/schema-types.ts";

export const saslHandshake: ApiSchema = {
  apiKey: 17,
  name: "SaslHandshake",
  listeners: ["broker", "controller"],
  request: {
    name: "SaslHandshakeRequest",
    versions: "0-1",
    flexible: "none",
    fields: [{ name: "mechanism", type: "string", versions: "0+" }],
  },
  response: {
    name: "SaslHandshakeResponse",
    versions: "0-1",
    flexible: "none",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "mechanisms", type: "[]string", versions: "0+" },
    ],
  },
};
