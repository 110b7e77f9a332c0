// JoinGroup, API key 11.
// v0: first.
// v1: request adds rebalanceTimeoutMs.
// v2: response adds throttleTimeMs.
// v3: same bytes, newer behaviour or error codes.
// v4: same bytes, newer behaviour or error codes.
// v5: request adds groupInstanceId; response adds groupInstanceId.
// v6: flexible.
// v7: response adds protocolType (KIP-559).
// v8: request adds reason (KIP-800).
// v9: response adds skipAssignment.
import type { ApiSchema } from "../compile/schema-types.ts";

export const joinGroup: ApiSchema = {
  apiKey: 11,
  name: "JoinGroup",
  listeners: ["broker"],
  request: {
    name: "JoinGroupRequest",
    versions: "0-9",
    flexible: "6+",
    fields: [
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
      { name: "sessionTimeoutMs", type: "int32", versions: "0+" },
      { name: "rebalanceTimeoutMs", type: "int32", versions: "1+", default: -1, ignorable: true },
      { name: "memberId", type: "string", versions: "0+" },
      { name: "groupInstanceId", type: "string", versions: "5+", nullable: "5+", default: null },
      { name: "protocolType", type: "string", versions: "0+" },
      {
        name: "protocols",
        type: "[]JoinGroupRequestProtocol",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true },
          { name: "metadata", type: "bytes", versions: "0+" },
        ],
      },
      { name: "reason", type: "string", versions: "8+", nullable: "8+", default: null, ignorable: true },
    ],
  },
  response: {
    name: "JoinGroupResponse",
    versions: "0-9",
    flexible: "6+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "2+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "generationId", type: "int32", versions: "0+", default: -1 },
      { name: "protocolType", type: "string", versions: "7+", nullable: "7+", default: null, ignorable: true },
      { name: "protocolName", type: "string", versions: "0+", nullable: "7+" },
      { name: "leader", type: "string", versions: "0+" },
      { name: "skipAssignment", type: "bool", versions: "9+", default: false },
      { name: "memberId", type: "string", versions: "0+" },
      {
        name: "members",
        type: "[]JoinGroupResponseMember",
        versions: "0+",
        fields: [
          { name: "memberId", type: "string", versions: "0+" },
          { name: "groupInstanceId", type: "string", versions: "5+", nullable: "5+", default: null, ignorable: true },
          { name: "metadata", type: "bytes", versions: "0+" },
        ],
      },
    ],
  },
};
