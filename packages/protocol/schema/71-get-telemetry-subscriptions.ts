// GetTelemetrySubscriptions, API key 71.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const getTelemetrySubscriptions: ApiSchema = {
  apiKey: 71,
  name: "GetTelemetrySubscriptions",
  listeners: ["broker"],
  request: {
    name: "GetTelemetrySubscriptionsRequest",
    versions: "0",
    flexible: "0+",
    fields: [{ name: "clientInstanceId", type: "uuid", versions: "0+" }],
  },
  response: {
    name: "GetTelemetrySubscriptionsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "clientInstanceId", type: "uuid", versions: "0+" },
      { name: "subscriptionId", type: "int32", versions: "0+" },
      { name: "acceptedCompressionTypes", type: "[]int8", versions: "0+" },
      { name: "pushIntervalMs", type: "int32", versions: "0+" },
      { name: "telemetryMaxBytes", type: "int32", versions: "0+" },
      { name: "deltaTemporality", type: "bool", versions: "0+" },
      { name: "requestedMetrics", type: "[]string", versions: "0+" },
    ],
  },
};
