export * from "./disk/disk.ts";
export { NodeDisk } from "./disk/node-disk.ts";
export {
  type CrashOptions,
  type DiskFault,
  type DiskOperation,
  type DiskOperationKind,
  MemoryDisk,
  type MemoryDiskImage,
  type MemoryDiskOptions,
} from "./disk/memory-disk.ts";
export { ProcessDisk } from "./disk/process-disk.ts";
export * from "./storage-error.ts";
export * from "./topic-partition.ts";
export * from "./log-types.ts";
export {
  CLEANER_OFFSET_CHECKPOINT,
  type CheckpointedOffset,
  HIGH_WATERMARK_CHECKPOINT,
  LOG_START_OFFSET_CHECKPOINT,
  readOffsetCheckpoint,
  RECOVERY_POINT_CHECKPOINT,
  writeOffsetCheckpoint,
} from "./checkpoint-file.ts";
export { META_PROPERTIES, type MetaProperties, readMetaProperties, writeMetaProperties } from "./meta-properties.ts";
export {
  createLogEnvironment,
  type LogEnvironment,
  type LogEnvironmentOptions,
  type StorageLogger,
} from "./log-environment.ts";
export type { ValidatedAppend } from "./log-validator.ts";
export { VerificationGuard } from "./verification-guard.ts";
export { decodeProducerSnapshot } from "./producer-state/producer-snapshot.ts";
export { ABORTED_TXN_BYTES, readAbortedTxn } from "./transaction-index.ts";
export { openUnifiedLog, type OpenLogOptions } from "./unified-log/open-log.ts";
export type { LogOptions } from "./unified-log/log-state.ts";
export type { UnifiedLog } from "./unified-log/unified-log.ts";
export type { LogCleaner } from "./log-cleaner/log-cleaner.ts";
export type { CleanerMetrics, LogCleaningInfo } from "./log-cleaner/cleaner-metrics.ts";
export type { CleanerConfig } from "./log-cleaner/cleaner-config.ts";
export * from "./log-manager/log-manager-options.ts";
export { LogManager, openLogManager } from "./log-manager/log-manager.ts";
