// BrokerHeartbeat, API key 63.
// v0: first.
// v1: request adds offlineLogDirs.
// v2: request adds cordonedLogDirs.
import type { ApiSchema } from "../compile/schema-types.ts";

export const brokerHeartbeat: ApiSchema = {
  apiKey: 63,
  name: "BrokerHeartbeat",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "BrokerHeartbeatRequest",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "brokerEpoch", type: "int64", versions: "0+", default: -1 },
      { name: "currentMetadataOffset", type: "int64", versions: "0+" },
      { name: "wantFence", type: "bool", versions: "0+" },
      { name: "wantShutDown", type: "bool", versions: "0+" },
      { name: "offlineLogDirs", type: "[]uuid", versions: "1+", tag: 0 },
      { name: "cordonedLogDirs", type: "[]uuid", versions: "2+", nullable: "2+", tag: 1, default: null },
    ],
  },
  response: {
    name: "BrokerHeartbeatResponse",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "isCaughtUp", type: "bool", versions: "0+", default: false },
      { name: "isFenced", type: "bool", versions: "0+", default: true },
      { name: "shouldShutDown", type: "bool", versions: "0+" },
    ],
  },
};
