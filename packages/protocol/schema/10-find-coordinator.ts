// FindCoordinator, API key 10.
// v0: first.
// v1: request adds keyType; response adds throttleTimeMs, errorMessage.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible.
// v4: request drops key, adds coordinatorKeys; response drops errorCode, errorMessage, nodeId, host, port, adds
//   coordinators (KIP-699).
// v5: same bytes, newer behaviour or error codes (KIP-890).
// v6: same bytes, newer behaviour or error codes (KIP-932).
import type { ApiSchema } from "../compile/schema-types.ts";

export const findCoordinator: ApiSchema = {
  apiKey: 10,
  name: "FindCoordinator",
  listeners: ["broker"],
  request: {
    name: "FindCoordinatorRequest",
    versions: "0-6",
    flexible: "3+",
    fields: [
      { name: "key", type: "string", versions: "0-3" },
      { name: "keyType", type: "int8", versions: "1+", default: 0 },
      { name: "coordinatorKeys", type: "[]string", versions: "4+" },
    ],
  },
  response: {
    name: "FindCoordinatorResponse",
    versions: "0-6",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "1+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0-3" },
      { name: "errorMessage", type: "string", versions: "1-3", nullable: "1-3", ignorable: true },
      { name: "nodeId", type: "int32", versions: "0-3", entity: "brokerId" },
      { name: "host", type: "string", versions: "0-3" },
      { name: "port", type: "int32", versions: "0-3" },
      {
        name: "coordinators",
        type: "[]Coordinator",
        versions: "4+",
        fields: [
          { name: "key", type: "string", versions: "4+" },
          { name: "nodeId", type: "int32", versions: "4+", entity: "brokerId" },
          { name: "host", type: "string", versions: "4+" },
          { name: "port", type: "int32", versions: "4+" },
          { name: "errorCode", type: "int16", versions: "4+" },
          { name: "errorMessage", type: "string", versions: "4+", nullable: "4+", ignorable: true },
        ],
      },
    ],
  },
};
