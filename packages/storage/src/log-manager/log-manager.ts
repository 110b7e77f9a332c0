/**
 * All logs of a node over its log directories. (Contract; bodies follow.)
 */
import type { Clock, Random } from "@ottla/base";
import type { Disk } from "../disk/disk.ts";
import type { LogConfig } from "@ottla/config";
import type { LogEnvironment } from "../log-environment.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";

export interface LogManagerOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** log.dirs, absolute. */
  readonly logDirectories: readonly string[];
  readonly clusterId: string;
  readonly nodeId: number;
  /**
   * Locks of the directories that the caller holds already, because it opened the metadata log before: then neither taken nor released
   * here. Default: taken by `openLogManager`, released by `close`.
   */
  readonly directoriesAreLocked?: boolean;
  /** Caches and files shared with the metadata log. Default: an own one. */
  readonly environment?: LogEnvironment;
  /** Config of a topic; asked at load, creation and never kept. */
  readonly configOf: (topic: string) => LogConfig;
  /** Kafka's broker configs of the same names; defaults are Kafka's. */
  readonly flushOffsetCheckpointIntervalMs?: number;
  readonly flushStartOffsetCheckpointIntervalMs?: number;
  readonly flushSchedulerIntervalMs?: number;
  readonly retentionCheckIntervalMs?: number;
  readonly initialTaskDelayMs?: number;
  readonly producerIdExpirationMs?: number;
  readonly producerIdExpirationCheckIntervalMs?: number;
  readonly maxTransactionTimeoutMs?: number;
  readonly transactionVerificationEnabled?: boolean;
  readonly recoveryThreadsPerDataDir?: number;
  /** Bytes of whole array buffers that all tail caches together may pin. Default 32 MiB. */
  readonly tailCacheBytesMax?: number;
  /** Open files kept by the engine. Default 4,000. */
  readonly openFilesMax?: number;
  readonly logger?: (level: "info" | "warn" | "error", message: string) => void;
  /** A directory stopped working; its logs are offline. */
  readonly onDirectoryFailure?: (directory: string, error: Error) => void;
}

export interface CreateLogOptions {
  readonly topicId: string;
  /** A log the controller says is new: it may not be there already in another directory. */
  readonly isNew?: boolean;
  readonly isFuture?: boolean;
  /** directory.id of the directory to use; default: the one with the fewest logs. */
  readonly targetDirectoryId?: string;
}

export interface LogDirectoryInfo {
  readonly path: string;
  readonly directoryId: string;
  readonly isOnline: boolean;
  readonly totalBytes: number;
  readonly usableBytes: number;
}

export interface LogManager {
  /** Loaded logs, current and (with `isFuture`) future ones. */
  getLog(topicPartition: TopicPartition, isFuture?: boolean): UnifiedLog | undefined;
  allLogs(): readonly UnifiedLog[];
  /** Opens or creates; the topic id is checked against partition.metadata. */
  getOrCreateLog(topicPartition: TopicPartition, options: CreateLogOptions): Promise<UnifiedLog>;
  /** Renames the log to `-delete` at once; its files go after file.delete.delay.ms. */
  deleteLog(topicPartition: TopicPartition, isFuture?: boolean): Promise<void>;
  /** Renames to `-stray` every log for which `isStray` holds (a topic deleted while we were away). */
  removeStrayLogs(isStray: (log: UnifiedLog) => boolean): Promise<void>;
  /** Starts the periodic tasks: retention, flush.ms, checkpoints, producer expiry. */
  startTasks(): void;
  /** Tells every log of the topic its new config. */
  updateTopicConfig(topic: string): void;
  /** High watermark found in replication-offset-checkpoint at load, 0 if none. */
  highWatermarkCheckpoint(topicPartition: TopicPartition): number;
  /** Writes replication-offset-checkpoint from the logs' high watermarks. */
  checkpointHighWatermarks(): Promise<void>;
  checkpointRecoveryPoints(): Promise<void>;
  checkpointLogStartOffsets(): Promise<void>;
  /** Broker epoch of the last clean shutdown, −1 if the last one was not clean; of the first directory that has one. */
  readonly previousBrokerEpoch: number;
  directories(): Promise<readonly LogDirectoryInfo[]>;
  /** Flushes and closes every log, writes checkpoints and (if every log closed well) `.kafka_cleanshutdown`, releases the locks. */
  close(options?: { readonly brokerEpoch?: number }): Promise<void>;
}

/** Locks the directories, reads or writes meta.properties, loads every log (recovering where the last stop was not clean). */
export declare function openLogManager(options: LogManagerOptions): Promise<LogManager>;
