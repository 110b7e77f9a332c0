// AddOffsetsToTxn, API key 25.
// v0: first.
// v1: same bytes, newer behaviour or error codes.
// v2: same bytes, newer behaviour or error codes.
// v3: flexible.
// v4: same bytes, newer behaviour or error codes (KIP-890).
import type { ApiSchema } from "../compile/schema-types.ts";

export const addOffsetsToTxn: ApiSchema = {
  apiKey: 25,
  name: "AddOffsetsToTxn",
  listeners: ["broker"],
  request: {
    name: "AddOffsetsToTxnRequest",
    versions: "0-4",
    flexible: "3+",
    fields: [
      { name: "transactionalId", type: "string", versions: "0+", entity: "transactionalId" },
      { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
      { name: "producerEpoch", type: "int16", versions: "0+" },
      { name: "groupId", type: "string", versions: "0+", entity: "groupId" },
    ],
  },
  response: {
    name: "AddOffsetsToTxnResponse",
    versions: "0-4",
    flexible: "3+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
    ],
  },
};
