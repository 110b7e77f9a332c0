// LeaveGroup, API key 13.
// v0: first.
// v1: response adds throttleTimeMs.
// v2: same bytes, newer behaviour or error codes.
// v3: request drops memberId, adds members; response adds members.
// v4: flexible.
// v5: request adds reason (KIP-800).
import type { ApiSchema } from "../compile/schema-types.ts";

export const leaveGroup: ApiSchema = {
  apiKey: 13,
  name: "LeaveGroup",
  listeners: ["broker"],
  request: {
    name: "LeaveGroupRequest",
    versions: "0-5",
    flexible: "4+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "memberId", type: "string", versions: "0-2" },
      {
        name: "members",
        type: "[]MemberIdentity",
        versions: "3+",
        fields: [
          { name: "memberId", type: "string", versions: "3+" },
          { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null },
          { name: "reason", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
        ],
      },
    ],
  },
  response: {
    name: "LeaveGroupResponse",
    versions: "0-5",
    flexible: "4+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "members",
        type: "[]MemberResponse",
        versions: "3+",
        fields: [
          { name: "memberId", type: "string", versions: "3+" },
          { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+" },
          { name: "errorCode", type: "int16", versions: "3+" },
        ],
      },
    ],
  },
};
