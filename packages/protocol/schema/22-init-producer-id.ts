// InitProducerId, API key 22.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: flexible.
// v3: request adds producerId, producerEpoch.
// v4: same bytes, newer behaviour or error codes.
// v5: same bytes, newer behaviour or error codes (KIP-890).
// v6: request adds enable2Pc, keepPreparedTxn; response adds ongoingTxnProducerId, ongoingTxnProducerEpoch (KIP-939).
import type { ApiSchema } from "../compile/schema-types.ts";

export const initProducerId: ApiSchema = {
  apiKey: 22,
  name: "InitProducerId",
  listeners: ["broker"],
  request: {
    name: "InitProducerIdRequest",
    versions: "0-6",
    latestVersionUnstable: true,
    flexible: "2+",
    fields: [
      { name: "transactionalId", type: "string", versions: "0+", nullable: "0+", entity: "transactionalId" },
      { name: "transactionTimeoutMs", type: "int32", versions: "0+" },
      { name: "producerId", type: "int64", versions: "3+", as: "bigint", default: -1, entity: "producerId" },
      { name: "producerEpoch", type: "int16", versions: "3+", default: -1 },
      { name: "enable2Pc", type: "bool", versions: "6+", default: false },
      { name: "keepPreparedTxn", type: "bool", versions: "6+", default: false },
    ],
  },
  response: {
    name: "InitProducerIdResponse",
    versions: "0-6",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+", ignorable: true },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "producerId", type: "int64", versions: "0+", as: "bigint", default: -1, entity: "producerId" },
      { name: "producerEpoch", type: "int16", versions: "0+" },
      { name: "ongoingTxnProducerId", type: "int64", versions: "6+", as: "bigint", default: -1, entity: "producerId" },
      { name: "ongoingTxnProducerEpoch", type: "int16", versions: "6+", default: -1 },
    ],
  },
};
