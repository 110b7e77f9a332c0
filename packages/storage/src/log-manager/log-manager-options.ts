/** What a log manager is told and tells. */
import type { Clock, Random } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import type { Disk } from "../disk/disk.ts";
import type { CleanerConfig } from "../log-cleaner/cleaner-config.ts";
import type { LogEnvironment, StorageLogger } from "../log-environment.ts";

export interface LogManagerOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** Share the caches and open files of logs opened elsewhere (the metadata log); default: an own one. */
  readonly environment?: LogEnvironment;
  /** The caller holds the locks of all directories, and releases them. Default false. */
  readonly directoriesAreLocked?: boolean;
  /** log.dirs, absolute. */
  readonly logDirectories: readonly string[];
  readonly clusterId: string;
  readonly nodeId: number;
  /** cordoned.log.dirs: no new log goes there unless all are cordoned. Asked at each choice. Default: none. */
  readonly cordonedLogDirectories?: () => readonly string[];
  /** Config of a topic; asked at load, creation and `updateTopicConfig`. */
  readonly configOf: (topic: string) => LogConfig;
  // Kafka's broker configs of these names; the defaults are Kafka's.
  readonly flushOffsetCheckpointIntervalMs?: number;
  readonly flushStartOffsetCheckpointIntervalMs?: number;
  readonly highWatermarkCheckpointIntervalMs?: number;
  readonly flushSchedulerIntervalMs?: number;
  readonly retentionCheckIntervalMs?: number;
  readonly initialTaskDelayMs?: number;
  readonly producerIdExpirationMs?: number;
  readonly producerIdExpirationCheckIntervalMs?: number;
  readonly maxTransactionTimeoutMs?: number;
  readonly transactionVerificationEnabled?: () => boolean;
  readonly recoveryThreadsPerDataDir?: number;
  /** From so many logs on that are not durable a clean stop syncs the file system as a whole, where the platform can. Default 64. */
  readonly wholeSyncMin?: number;
  /** Bytes of whole blocks that the cached ends of all logs together may have. Default 32 MiB. */
  readonly tailCacheBytesMax?: number;
  /** Open files kept by the engine. Default 4,000. */
  readonly openFilesMax?: number;
  /** The configs of the log cleaner; asked whenever one is needed. Default: Kafka's defaults. */
  readonly cleanerConfig?: () => CleanerConfig;
  readonly logger?: StorageLogger;
  /** A directory stopped working; its logs are offline. */
  readonly onDirectoryFailure?: (directory: string, error: Error) => void;
}

export interface CreateLogOptions {
  readonly topicId: string;
  /** A log the controller says is new: it cannot be in a directory that is offline. */
  readonly isNew?: boolean;
  readonly isFuture?: boolean;
  /** directory.id of the directory to use; default: the one with the fewest logs. */
  readonly targetDirectoryId?: string;
}

export interface LogDirectoryInfo {
  readonly path: string;
  /** Empty if the directory could not be opened at start. */
  readonly directoryId: string;
  readonly isOnline: boolean;
  /** −1 if the directory cannot be asked. */
  readonly totalBytes: number;
  readonly usableBytes: number;
}
