// AlterUserScramCredentials, API key 51.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const alterUserScramCredentials: ApiSchema = {
  apiKey: 51,
  name: "AlterUserScramCredentials",
  listeners: ["broker", "controller"],
  forwardable: true,
  request: {
    name: "AlterUserScramCredentialsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "deletions",
        type: "[]ScramCredentialDeletion",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+" },
          { name: "mechanism", type: "int8", versions: "0+" },
        ],
      },
      {
        name: "upsertions",
        type: "[]ScramCredentialUpsertion",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+" },
          { name: "mechanism", type: "int8", versions: "0+" },
          { name: "iterations", type: "int32", versions: "0+" },
          { name: "salt", type: "bytes", versions: "0+" },
          { name: "saltedPassword", type: "bytes", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "AlterUserScramCredentialsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]AlterUserScramCredentialsResult",
        versions: "0+",
        fields: [
          { name: "user", type: "string", versions: "0+" },
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
        ],
      },
    ],
  },
};
