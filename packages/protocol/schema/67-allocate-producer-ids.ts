// AllocateProducerIds, API key 67.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const allocateProducerIds: ApiSchema = {
  apiKey: 67,
  name: "AllocateProducerIds",
  listeners: ["controller"],
  clusterAction: true,
  forwardable: true,
  request: {
    name: "AllocateProducerIdsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "brokerEpoch", type: "int64", versions: "0+", default: -1 },
    ],
  },
  response: {
    name: "AllocateProducerIdsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "producerIdStart", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
      { name: "producerIdLen", type: "int32", versions: "0+" },
    ],
  },
};
