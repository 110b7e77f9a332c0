// CreateDelegationToken, API key 38.
// v1: oldest still valid.
// v2: flexible.
// v3: request adds ownerPrincipalType, ownerPrincipalName; response adds tokenRequesterPrincipalType,
//   tokenRequesterPrincipalName.
import type { ApiSchema } from "../compile/schema-types.ts";

export const createDelegationToken: ApiSchema = {
  apiKey: 38,
  name: "CreateDelegationToken",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "CreateDelegationTokenRequest",
    versions: "1-3",
    flexible: "2+",
    fields: [
      { name: "ownerPrincipalType", type: "string", versions: "3+", nullable: "3+" },
      { name: "ownerPrincipalName", type: "string", versions: "3+", nullable: "3+" },
      {
        name: "renewers",
        type: "[]CreatableRenewers",
        versions: "0+",
        fields: [
          { name: "principalType", type: "string", versions: "0+" },
          { name: "principalName", type: "string", versions: "0+" },
        ],
      },
      { name: "maxLifetimeMs", type: "int64", versions: "0+" },
    ],
  },
  response: {
    name: "CreateDelegationTokenResponse",
    versions: "1-3",
    flexible: "2+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "principalType", type: "string", versions: "0+" },
      { name: "principalName", type: "string", versions: "0+" },
      { name: "tokenRequesterPrincipalType", type: "string", versions: "3+" },
      { name: "tokenRequesterPrincipalName", type: "string", versions: "3+" },
      { name: "issueTimestampMs", type: "int64", versions: "0+" },
      { name: "expiryTimestampMs", type: "int64", versions: "0+" },
      { name: "maxTimestampMs", type: "int64", versions: "0+" },
      { name: "tokenId", type: "string", versions: "0+" },
      { name: "hmac", type: "bytes", versions: "0+" },
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
    ],
  },
};
