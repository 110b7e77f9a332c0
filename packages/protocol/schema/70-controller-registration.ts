// ControllerRegistration, API key 70.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const controllerRegistration: ApiSchema = {
  apiKey: 70,
  name: "ControllerRegistration",
  listeners: ["controller"],
  request: {
    name: "ControllerRegistrationRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "controllerId", type: "int32", versions: "0+" },
      { name: "incarnationId", type: "uuid", versions: "0+" },
      { name: "zkMigrationReady", type: "bool", versions: "0+" },
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
    ],
  },
  response: {
    name: "ControllerRegistrationResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "errorMessage", type: "string", versions: "0+", nullable: "0+" },
    ],
  },
};
