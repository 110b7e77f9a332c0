// Heartbeat, API key 12.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: request adds groupInstanceId.
// v4: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const heartbeat: ApiSchema = {
  apiKey: 12,
  name: "Heartbeat",
  listeners: ["broker"],
  request: {
    name: "HeartbeatRequest",
    versions: "0-4",
    flexible: "4+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "generationId", type: "int32", versions: "0+" },
      { name: "memberId", type: "string", versions: "0+" },
      { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null },
    ],
  },
  response: {
    name: "HeartbeatResponse",
    versions: "0-4",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
    ],
  },
};
