/** Opening every log of a log directory at start. */
import { setImmediate } from "node:timers/promises";
import { Semaphore } from "../semaphore.ts";
import {
  CLEANER_OFFSET_CHECKPOINT,
  LOG_START_OFFSET_CHECKPOINT,
  RECOVERY_POINT_CHECKPOINT,
} from "../checkpoint-file.ts";
import { type LogDirectoryName, parseLogDirectoryName } from "../log-files.ts";
import type { LogEnvironment } from "../log-environment.ts";
import { StorageError } from "../storage-error.ts";
import { type TopicPartition, topicPartitionName } from "../topic-partition.ts";
import { openUnifiedLog, type OpenLogOptions } from "../unified-log/open-log.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { LogDirectory } from "./log-directory.ts";

/** The metadata log is the raft layer's. */
const METADATA_TOPIC = "__cluster_metadata";
/** A directory of tiered storage that Apache Kafka may leave. */
const REMOTE_INDEX_CACHE = "remote-log-index-cache";
/** Opening a log is a few small reads, done in place; now and then, and during long scans, the event loop gets its turn. */
const CLEAN_CONCURRENCY = 32;
const BREATH_EVERY = 64;
/** One event loop does the work of all recovery threads; while one log waits for its disk another is checked. */
const LOGS_PER_RECOVERY_THREAD = 4;

export interface LoadLogsOptions {
  readonly directory: LogDirectory;
  readonly environment: LogEnvironment;
  readonly openOptions: (topic: string) => Pick<OpenLogOptions, "config" | "options" | "checkpointRecoveryPoint">;
  readonly recoveryThreads: number;
}

export interface LoadedLogs {
  readonly logs: readonly UnifiedLog[];
  /** Directories marked for deletion by an earlier run. */
  readonly deleted: readonly string[];
  /**
   * The checkpoint must be written before anything else happens: it calls durable what a log has lost, or does not know yet how far a log with
   * gaps was made durable.
   */
  readonly isRecoveryPointStale: boolean;
}

/** Rejects with the first error: INVALID_LOG_DIR for a directory that cannot be a log, IO for the disk's. */
export async function loadLogs(options: LoadLogsOptions): Promise<LoadedLogs> {
  const { directory, environment } = options;
  const checkpoints = await readCheckpoints(directory);
  const found = (await environment.disk.list(directory.path)).filter(
    (entry) => entry.isDirectory && entry.name !== REMOTE_INDEX_CACHE,
  );
  const parsed = found
    .map(({ name }) => ({ name, ...parse(directory.path, name) }))
    .filter(({ topicPartition }) => topicPartition.topic !== METADATA_TOPIC);
  const openable = parsed.filter(({ state }) => state === "current" || state === "future");
  for (const { name, state } of parsed) {
    if (state === "stray")
      environment.logger("warn", `Found stray log directory ${directory.path}/${name}, which is left alone`);
  }
  const hadCleanShutdown = directory.hadCleanShutdown;
  const concurrency = new Semaphore(
    hadCleanShutdown ? CLEAN_CONCURRENCY : LOGS_PER_RECOVERY_THREAD * Math.max(1, options.recoveryThreads),
  );
  environment.disk.setBlocking?.(true);
  let opened = 0;
  const logs = await Promise.all(
    openable.map(({ name, topicPartition }) =>
      concurrency.run(async () => {
        if (++opened % BREATH_EVERY === 0) await setImmediate();
        return await openUnifiedLog({
          topicPartition,
          parentDirectory: directory.path,
          directory: `${directory.path}/${name}`,
          environment,
          hadCleanShutdown,
          ...checkpoints.of(topicPartition),
          ...options.openOptions(topicPartition.topic),
        });
      }),
    ),
  ).finally(() => {
    environment.disk.setBlocking?.(false);
  });
  const deleted = parsed.filter(({ state }) => state === "delete").map(({ name }) => `${directory.path}/${name}`);
  const isRecoveryPointStale =
    !checkpoints.knowsRecoveryPoints ||
    logs.some((log) => !log.isFuture && log.recoveryPoint !== checkpoints.of(log.topicPartition).recoveryPoint);
  return { logs, deleted, isRecoveryPointStale };
}

interface Checkpoints {
  /** Without them nobody can tell a gap of compaction from a hole. */
  readonly knowsRecoveryPoints: boolean;
  of(topicPartition: TopicPartition): Required<Pick<OpenLogOptions, "recoveryPoint" | "logStartOffset" | "gapsBelow">>;
}

async function readCheckpoints(directory: LogDirectory): Promise<Checkpoints> {
  const recoveryPoints = await directory.readCheckpoint(RECOVERY_POINT_CHECKPOINT);
  const logStartOffsets = await directory.readCheckpoint(LOG_START_OFFSET_CHECKPOINT);
  const cleanerOffsets = await directory.readCheckpoint(CLEANER_OFFSET_CHECKPOINT);
  return {
    knowsRecoveryPoints: recoveryPoints !== undefined,
    of: (topicPartition) => {
      const name = topicPartitionName(topicPartition);
      return {
        recoveryPoint: recoveryPoints?.get(name)?.offset ?? 0,
        logStartOffset: logStartOffsets?.get(name)?.offset ?? 0,
        gapsBelow: recoveryPoints ? (cleanerOffsets?.get(name)?.offset ?? 0) : Infinity,
      };
    },
  };
}

function parse(parent: string, name: string): LogDirectoryName {
  const parsed = parseLogDirectoryName(name);
  if (parsed) return parsed;
  throw new StorageError(
    "INVALID_LOG_DIR",
    `Found directory ${parent}/${name}, '${name}' is not in the form of topic-partition or topic-partition.uniqueId-delete ` +
      "(if marked for deletion). Kafka's log directories (and children) should only contain Kafka topic data.",
  );
}
