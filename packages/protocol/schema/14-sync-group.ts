// SyncGroup, API key 14.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: request adds groupInstanceId.
// v4: flexible.
// v5: request adds protocolType, protocolName; response adds protocolType, protocolName (KIP-559).
import type { ApiSchema } from "../compile/schema-types.ts";

export const syncGroup: ApiSchema = {
  apiKey: 14,
  name: "SyncGroup",
  listeners: ["broker"],
  request: {
    name: "SyncGroupRequest",
    versions: "0-5",
    flexible: "4+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "generationId", type: "int32", versions: "0+" },
      { name: "memberId", type: "string", versions: "0+" },
      { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null },
      { name: "protocolType", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
      { name: "protocolName", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
      {
        name: "assignments",
        type: "[]SyncGroupRequestAssignment",
        versions: "0+",
        fields: [
          { name: "memberId", type: "string", versions: "0+" },
          { name: "assignment", type: "bytes", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "SyncGroupResponse",
    versions: "0-5",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "protocolType", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
      { name: "protocolName", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
      { name: "assignment", type: "bytes", versions: "0+" },
    ],
  },
};
