// RenewDelegationToken, API key 39.
// v1: oldest still valid.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const renewDelegationToken: ApiSchema = {
  apiKey: 39,
  name: "RenewDelegationToken",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "RenewDelegationTokenRequest",
    versions: "1-2",
    flexible: "2+",
    fields: [
      { name: "hmac", type: "bytes", versions: "0+" },
      { name: "renewPeriodMs", type: "int64", versions: "0+" },
    ],
  },
  response: {
    name: "RenewDelegationTokenResponse",
    versions: "1-2",
    flexible: "2+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "expiryTimestampMs", type: "int64", versions: "0+" },
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
    ],
  },
};
