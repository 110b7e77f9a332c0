// Generated from schema/transaction-log-records.ts by `npm run generate`: do not edit.
import type { JsonField } from "../json-field.ts";

const transactionLogKeyFields: readonly JsonField[] = [
  { name: "transactionalId", from: 0, to: 0 },
];
const partitionsSchemaFields: readonly JsonField[] = [
  { name: "topic", from: 0, to: 1 },
  { name: "partitionIds", from: 0, to: 1 },
];
const transactionLogValueFields: readonly JsonField[] = [
  { name: "producerId", from: 0, to: 1 },
  { name: "previousProducerId", from: 1, to: 1, unless: -1n },
  { name: "nextProducerId", from: 1, to: 1, unless: -1n },
  { name: "producerEpoch", from: 0, to: 1 },
  { name: "nextProducerEpoch", from: 1, to: 1, unless: -1 },
  { name: "transactionTimeoutMs", from: 0, to: 1 },
  { name: "transactionStatus", from: 0, to: 1 },
  { name: "transactionPartitions", from: 0, to: 1, fields: partitionsSchemaFields },
  { name: "transactionLastUpdateTimestampMs", from: 0, to: 1 },
  { name: "transactionStartTimestampMs", from: 0, to: 1 },
  { name: "clientTransactionVersion", from: 1, to: 1, unless: 0 },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["TransactionLogKey", transactionLogKeyFields],
  ["TransactionLogValue", transactionLogValueFields],
]);
