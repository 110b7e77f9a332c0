// ListTransactions, API key 66.
// v0: first.
// v1: request adds durationFilter (KIP-1152, KIP-994).
// v2: request adds transactionalIdPattern (KIP-1152).
import type { ApiSchema } from "../compile/schema-types.ts";

export const listTransactions: ApiSchema = {
  apiKey: 66,
  name: "ListTransactions",
  listeners: ["broker"],
  request: {
    name: "ListTransactionsRequest",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "stateFilters", type: "[]string", versions: "0+" },
      { name: "producerIdFilters", type: "[]int64", versions: "0+", as: "bigint", entity: "producerId" },
      { name: "durationFilter", type: "int64", versions: "1+", default: -1 },
      { name: "transactionalIdPattern", type: "string", versions: "2+", nullable: "2+", default: null },
    ],
  },
  response: {
    name: "ListTransactionsResponse",
    versions: "0-2",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      { name: "unknownStateFilters", type: "[]string", versions: "0+" },
      {
        name: "transactionStates",
        type: "[]TransactionState",
        versions: "0+",
        fields: [
          { name: "transactionalId", type: "string", versions: "0+", entity: "transactionalId" },
          { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
          { name: "transactionState", type: "string", versions: "0+" },
        ],
      },
    ],
  },
};
