// UpdateRaftVoter, API key 82.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const updateRaftVoter: ApiSchema = {
  apiKey: 82,
  name: "UpdateRaftVoter",
  listeners: ["controller"],
  request: {
    name: "UpdateRaftVoterRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "clusterId", type: "string", versions: "0+", nullable: "0+" },
      { name: "currentLeaderEpoch", type: "int32", versions: "0+" },
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
      {
        name: "kRaftVersionFeature",
        type: "KRaftVersionFeature",
        versions: "0+",
        fields: [
          { name: "minSupportedVersion", type: "int16", versions: "0+" },
          { name: "maxSupportedVersion", type: "int16", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "UpdateRaftVoterResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "currentLeader",
        type: "CurrentLeader",
        versions: "0+",
        tag: 0,
        fields: [
          { name: "leaderId", type: "int32", versions: "0+", default: -1, entity: "brokerId" },
          { name: "leaderEpoch", type: "int32", versions: "0+", default: -1 },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "int32", versions: "0+" },
        ],
      },
    ],
  },
};
