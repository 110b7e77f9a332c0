// ExpireDelegationToken, API key 40.
// v1: oldest still valid.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const expireDelegationToken: ApiSchema = {
  apiKey: 40,
  name: "ExpireDelegationToken",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "ExpireDelegationTokenRequest",
    versions: "1-2",
    flexible: "2+",
    fields: [
      { name: "hmac", type: "bytes", versions: "0+" },
      { name: "expiryTimePeriodMs", type: "int64", versions: "0+" },
    ],
  },
  response: {
    name: "ExpireDelegationTokenResponse",
    versions: "1-2",
    flexible: "2+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "expiryTimestampMs", type: "int64", versions: "0+" },
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
    ],
  },
};
