export type { ShareRecord } from "./records/share-record.ts";
export { shareRecordSerde } from "./records/serde.ts";
export { DEFAULT_SHARE_COORDINATOR_CONFIG, type ShareCoordinatorConfig } from "./share-coordinator-config.ts";
export {
  ShareCoordinatorShard,
  type ReadShareState,
  type ShareCoordinatorShardOptions,
  type ShareStateOutcome,
  type ShareStateSummary,
  type ShareTimer,
} from "./share-coordinator-shard.ts";
export { parseShareCoordinatorKey, shareCoordinatorKey, type SharePartitionKey } from "./share-partition-key.ts";
export type { SharePartitionState } from "./share-partition-state.ts";
export { combineStateBatches, type StateBatch } from "./state-batch.ts";
