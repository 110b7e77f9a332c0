// Request and response headers. The client id keeps its two-byte length in every version, also in flexible ones.
// RequestHeader: v1: oldest still valid · v2: flexible.
// ResponseHeader: v0: first · v1: flexible.
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const headers: RecordFamilySchema = {
  name: "headers",
  messages: [
    {
      name: "RequestHeader",
      kind: "header",
      versions: "1-2",
      flexible: "2+",
      fields: [
        { name: "requestApiKey", type: "int16", versions: "0+" },
        { name: "requestApiVersion", type: "int16", versions: "0+" },
        { name: "correlationId", type: "int32", versions: "0+" },
        { name: "clientId", type: "string", versions: "1+", nullable: "1+", flexible: "none" },
      ],
    },
    {
      name: "ResponseHeader",
      kind: "header",
      versions: "0-1",
      flexible: "1+",
      fields: [{ name: "correlationId", type: "int32", versions: "0+" }],
    },
  ],
};
