// PushTelemetry, API key 72.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const pushTelemetry: ApiSchema = {
  apiKey: 72,
  name: "PushTelemetry",
  listeners: ["broker"],
  request: {
    name: "PushTelemetryRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "clientInstanceId", type: "uuid", versions: "0+" },
      { name: "subscriptionId", type: "int32", versions: "0+" },
      { name: "terminating", type: "bool", versions: "0+" },
      { name: "compressionType", type: "int8", versions: "0+" },
      { name: "metrics", type: "bytes", versions: "0+" },
    ],
  },
  response: {
    name: "PushTelemetryResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
    ],
  },
};
