// EndTxn, API key 26.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible.
// v4: same bytes, newer behaviour or error codes (KIP-890).
// v5: response adds producerId, producerEpoch (KIP-890).
import type { ApiSchema } from "../compile/schema-types.ts";

export const endTxn: ApiSchema = {
  apiKey: 26,
  name: "EndTxn",
  listeners: ["broker"],
  request: {
    name: "EndTxnRequest",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "transactionalId", type: "string", versions: "0+", entity: "transactionalId" },
      { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
      { name: "producerEpoch", type: "int16", versions: "0+" },
      { name: "committed", type: "bool", versions: "0+" },
    ],
  },
  response: {
    name: "EndTxnResponse",
    versions: "0-5",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "producerId",
        type: "int64",
        versions: "5+",
        as: "bigint",
        default: -1,
        ignorable: true,
        entity: "producerId",
      },
      { name: "producerEpoch", type: "int16", versions: "5+", default: -1, ignorable: true },
    ],
  },
};
