export { PartitionSet, type TopicPartition } from "./partition-set.ts";
export { transactionRecordSerde } from "./records/serde.ts";
export type { TransactionRecord } from "./records/transaction-record.ts";
export type { AddPartitionsRequest } from "./requests/add-partitions.ts";
export type { EndTransactionRequest } from "./requests/end-transaction.ts";
export { noProducer, type InitProducerIdRequest, type ProducerIdentity } from "./requests/init-producer-id.ts";
export { statesOf, type ListTransactionsFilter } from "./requests/list.ts";
export type { MarkersWritten } from "./requests/markers.ts";
export { TransactionCoordinatorShard } from "./transaction-coordinator-shard.ts";
export type { ProducerIdSource, TransactionCoordinatorLog } from "./transaction-coordinator-context.ts";
export type { TransactionCoordinatorConfig } from "./transaction-coordinator-config.ts";
export type { TransactionMarkers, TransactionMarkerSink } from "./transaction-markers.ts";
export type { TransactionTimer } from "./transaction-timer.ts";
export {
  TransactionVersion,
  transactionVersionOfAddPartitions,
  transactionVersionOfEndTxn,
  transactionVersionOfLevel,
} from "./transaction-version.ts";
export type { TransactionResult } from "./transitions/end.ts";
