// BrokerRegistration, API key 62.
// v0: first.
// v1: request adds isMigratingZkBroker.
// v2: request adds logDirs (KIP-858, KIP-966).
// v3: request adds previousBrokerEpoch (KIP-966).
// v4: same bytes, newer behaviour or error codes.
import type { ApiSchema } from "../compile/schema-types.ts";

export const brokerRegistration: ApiSchema = {
  apiKey: 62,
  name: "BrokerRegistration",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "BrokerRegistrationRequest",
    versions: "0-4",
    flexible: "0+",
    fields: [
      { name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "clusterId", type: "string", versions: "0+" },
      { name: "incarnationId", type: "uuid", versions: "0+" },
      {
        name: "listeners",
        type: "[]Listener",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "uint16", versions: "0+" },
          { name: "securityProtocol", type: "int16", versions: "0+" },
        ],
      },
      {
        name: "features",
        type: "[]Feature",
        versions: "0+",
        fields: [
          { name: "name", type: "string", versions: "0+", mapKey: true },
          { name: "minSupportedVersion", type: "int16", versions: "0+" },
          { name: "maxSupportedVersion", type: "int16", versions: "0+" },
        ],
      },
      { name: "rack", type: "string", versions: "0+", nullable: "0+" },
      { name: "isMigratingZkBroker", type: "bool", versions: "1+", default: false },
      { name: "logDirs", type: "[]uuid", versions: "2+", ignorable: true },
      { name: "previousBrokerEpoch", type: "int64", versions: "3+", default: -1, ignorable: true },
    ],
  },
  response: {
    name: "BrokerRegistrationResponse",
    versions: "0-4",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "brokerEpoch", type: "int64", versions: "0+", default: -1 },
    ],
  },
};
