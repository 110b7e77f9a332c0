// Keys and values of __transaction_state.
// TransactionLogValue: v0: first · v1: flexible; adds previousProducerId, nextProducerId, nextProducerEpoch,
//   clientTransactionVersion (KIP-915).
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const transactionLogRecords: RecordFamilySchema = {
  name: "transaction-log-records",
  hasJson: true,
  messages: [
    {
      name: "TransactionLogKey",
      kind: "coordinator-key",
      id: 0,
      versions: "0",
      flexible: "none",
      fields: [{ name: "transactionalId", type: "string", versions: "0" }],
    },
    {
      name: "TransactionLogValue",
      kind: "coordinator-value",
      id: 0,
      versions: "0-1",
      flexible: "1+",
      fields: [
        { name: "producerId", type: "int64", versions: "0+", as: "bigint" },
        { name: "previousProducerId", type: "int64", versions: "1+", as: "bigint", tag: 0, default: -1 },
        { name: "nextProducerId", type: "int64", versions: "1+", as: "bigint", tag: 1, default: -1 },
        { name: "producerEpoch", type: "int16", versions: "0+" },
        { name: "nextProducerEpoch", type: "int16", versions: "1+", tag: 3, default: -1 },
        { name: "transactionTimeoutMs", type: "int32", versions: "0+" },
        { name: "transactionStatus", type: "int8", versions: "0+" },
        {
          name: "transactionPartitions",
          type: "[]PartitionsSchema",
          versions: "0+",
          nullable: "0+",
          fields: [
            { name: "topic", type: "string", versions: "0+" },
            { name: "partitionIds", type: "[]int32", versions: "0+" },
          ],
        },
        { name: "transactionLastUpdateTimestampMs", type: "int64", versions: "0+" },
        { name: "transactionStartTimestampMs", type: "int64", versions: "0+" },
        { name: "clientTransactionVersion", type: "int16", versions: "1+", tag: 2, default: 0 },
      ],
    },
  ],
};
