// DescribeCluster, API key 60.
// v0: first.
// v1: request adds endpointType; response adds endpointType (KIP-919).
// v2: request adds includeFencedBrokers; response adds isFenced (KIP-1073).
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeCluster: ApiSchema = {
  apiKey: 60,
  name: "DescribeCluster",
  listeners: ["broker", "controller"],
  request: {
    name: "DescribeClusterRequest",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "includeClusterAuthorizedOperations", type: "bool", versions: "0+" },
      { name: "endpointType", type: "int8", versions: "1+", default: 1 },
      { name: "includeFencedBrokers", type: "bool", versions: "2+" },
    ],
  },
  response: {
    name: "DescribeClusterResponse",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
      { name: "endpointType", type: "int8", versions: "1+", default: 1 },
      { name: "clusterId", type: "string", versions: "0+" },
      { name: "controllerId", type: "int32", versions: "0+", default: -1, entity: "brokerId" },
      {
        name: "brokers",
        type: "[]DescribeClusterBroker",
        versions: "0+",
        fields: [
          { name: "brokerId", type: "int32", versions: "0+", mapKey: true, entity: "brokerId" },
          { name: "host", type: "string", versions: "0+" },
          { name: "port", type: "int32", versions: "0+" },
          { name: "rack", type: "string", versions: "0+", nullable: "0+", default: null },
          { name: "isFenced", type: "bool", versions: "2+" },
        ],
      },
      { name: "clusterAuthorizedOperations", type: "int32", versions: "0+", default: -2147483648 },
    ],
  },
};
