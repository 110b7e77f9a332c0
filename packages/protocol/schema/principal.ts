// The serialized principal inside an Envelope request.
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const principal: RecordFamilySchema = {
  name: "principal",
  messages: [
    {
      name: "DefaultPrincipalData",
      kind: "data",
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "type", type: "string", versions: "0+" },
        { name: "name", type: "string", versions: "0+" },
        { name: "tokenAuthenticated", type: "bool", versions: "0+" },
      ],
    },
  ],
};
