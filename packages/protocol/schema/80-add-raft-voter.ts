// AddRaftVoter, API key 80.
// v0: first.
// v1: request adds ackWhenCommitted.
import type { ApiSchema } from "../compile/schema-types.ts";

export const addRaftVoter: ApiSchema = {
  apiKey: 80,
  name: "AddRaftVoter",
  listeners: ["controller", "broker"],
  forwardable: true,
  request: {
    name: "AddRaftVoterRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+" },
      { name: "timeoutMs", type: "int32", versions: "0+" },
      { name: "voterId", type: "int32", versions: "0+" },
      { name: "voterDirectoryId", type: "uuid", versions: "0+" },
      {
        name: "listeners",
        type: "[]Listener",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "uint16", versions: "0+" },
        ],
      },
      { name: "ackWhenCommitted", type: "bool", versions: "1+", default: true },
    ],
  },
  response: {
    name: "AddRaftVoterResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", ignorable: true },
    ],
  },
};
