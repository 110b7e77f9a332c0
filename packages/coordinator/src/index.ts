export { CoordinatorError, coordinatorErrorOf } from "./coordinator-error.ts";
export { coordinatorPartitionOf } from "./coordinator-partition.ts";
export type { ReadOperation, WriteOperation } from "./hosted-shard.ts";
export type { CoordinatorMetrics, LoadSummary, ShardState } from "./metrics.ts";
export { ParkedResponse } from "./parked-response.ts";
export type {
  AppendedBatch,
  LogStretch,
  PartitionReader,
  PartitionWriter,
  RecordSerde,
  TransactionalAppend,
} from "./partition-log.ts";
export { EMPTY_RESULT, respond, type CoordinatorResult } from "./result.ts";
export { CoordinatorRuntime } from "./runtime.ts";
export type { RuntimeOptions, ShardFailure } from "./runtime-options.ts";
export type {
  CoordinatorShard,
  OperationTime,
  RecordPosition,
  ShardContext,
  ShardFactory,
  TransactionOutcome,
} from "./shard.ts";
export type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";
export { CoordinatorTimers, type ExpiredTimer } from "./timers.ts";
