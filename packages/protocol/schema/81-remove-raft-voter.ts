// RemoveRaftVoter, API key 81.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const removeRaftVoter: ApiSchema = {
  apiKey: 81,
  name: "RemoveRaftVoter",
  listeners: ["controller", "broker"],
  forwardable: true,
  request: {
    name: "RemoveRaftVoterRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+" },
      { name: "voterId", type: "int32", versions: "0+" },
      { name: "voterDirectoryId", type: "uuid", versions: "0+" },
    ],
  },
  response: {
    name: "RemoveRaftVoterResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", ignorable: true },
    ],
  },
};
