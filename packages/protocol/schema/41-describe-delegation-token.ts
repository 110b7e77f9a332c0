// DescribeDelegationToken, API key 41.
// v1: oldest still valid.
// v2: flexible.
// v3: response adds tokenRequesterPrincipalType, tokenRequesterPrincipalName.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeDelegationToken: ApiSchema = {
  apiKey: 41,
  name: "DescribeDelegationToken",
  listeners: ["broker", "controller"],
  request: {
    name: "DescribeDelegationTokenRequest",
    versions: "1-3",
    flexible: "2+",
    fields: [
      {
        name: "owners",
        type: "[]DescribeDelegationTokenOwner",
        versions: "0+",
        nullable: "0+",
        fields: [
          { name: "principalType", type: "string", versions: "0+" },
          { name: "principalName", type: "string", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "DescribeDelegationTokenResponse",
    versions: "1-3",
    flexible: "2+",
    fields: [
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "tokens",
        type: "[]DescribedDelegationToken",
        versions: "0+",
        fields: [
          { name: "principalType", type: "string", versions: "0+" },
          { name: "principalName", type: "string", versions: "0+" },
          { name: "tokenRequesterPrincipalType", type: "string", versions: "3+" },
          { name: "tokenRequesterPrincipalName", type: "string", versions: "3+" },
          { name: "issueTimestamp", type: "int64", versions: "0+" },
          { name: "expiryTimestamp", type: "int64", versions: "0+" },
          { name: "maxTimestamp", type: "int64", versions: "0+" },
          { name: "tokenId", type: "string", versions: "0+" },
          { name: "hmac", type: "bytes", versions: "0+" },
          {
            name: "renewers",
            type: "[]DescribedDelegationTokenRenewer",
            versions: "0+",
            fields: [
              { name: "principalType", type: "string", versions: "0+" },
              { name: "principalName", type: "string", versions: "0+" },
            ],
          },
        ],
      },
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
    ],
  },
};
