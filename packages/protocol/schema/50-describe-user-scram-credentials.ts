// DescribeUserScramCredentials, API key 50.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeUserScramCredentials: ApiSchema = {
  apiKey: 50,
  name: "DescribeUserScramCredentials",
  listeners: ["broker", "controller"],
  request: {
    name: "DescribeUserScramCredentialsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "users",
        type: "[]UserName",
        versions: "0+",
        nullable: "0+",
        fields: [{ name: "name", type: "string", versions: "0+" }],
      },
    ],
  },
  response: {
    name: "DescribeUserScramCredentialsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
      {
        name: "results",
        type: "[]DescribeUserScramCredentialsResult",
        versions: "0+",
        fields: [
          { name: "user", type: "string", versions: "0+" },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
          {
            name: "credentialInfos",
            type: "[]CredentialInfo",
            versions: "0+",
            fields: [
              { name: "mechanism", type: "int8", versions: "0+" },
              { name: "iterations", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
