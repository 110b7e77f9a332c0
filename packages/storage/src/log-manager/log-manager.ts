/**
 * All logs of a node over its log directories: opening them at start, creating and deleting them, and the periodic work on them. The metadata log
 * is not among them; its owner opens it with `openUnifiedLog` and this manager's `environment`, under the same directory lock.
 *
 * A directory that fails goes offline with its logs; the others serve on. A log is in at most one directory, or in two while it moves (the
 * second one is its future log).
 */
import { setImmediate } from "node:timers/promises";
import { assert } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import { CLEANER_OFFSET_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT } from "../checkpoint-file.ts";
import { createLogEnvironment, type LogEnvironment } from "../log-environment.ts";
import type { LogCleaner } from "../log-cleaner/log-cleaner.ts";
import {
  DELETE_DIRECTORY_SUFFIX,
  FUTURE_DIRECTORY_SUFFIX,
  markedDirectoryName,
  STRAY_DIRECTORY_SUFFIX,
} from "../log-files.ts";
import { Semaphore } from "../semaphore.ts";
import { StorageError } from "../storage-error.ts";
import { topicPartitionName, type TopicPartition } from "../topic-partition.ts";
import type { LogOptions } from "../unified-log/log-state.ts";
import { openUnifiedLog, type OpenLogOptions } from "../unified-log/open-log.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import { chooseDirectory } from "./choose-directory.ts";
import { closeDirectory } from "./close-directory.ts";
import { describeDirectories } from "./describe-directories.ts";
import { loadLogs } from "./load-logs.ts";
import { LogCheckpoints } from "./log-checkpoints.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { CreateLogOptions, LogDirectoryInfo, LogManagerOptions } from "./log-manager-options.ts";
import { openDirectories } from "./open-directories.ts";
import { openLogCleaner } from "./open-log-cleaner.ts";
import { deleteOldSegments, removeExpiredProducers, startLogTasks } from "./log-tasks.ts";
import { Logs } from "./logs.ts";
import { PeriodicTasks } from "./periodic-tasks.ts";
import { RetiredLogs } from "./retired-logs.ts";

/** So many logs are made before the event loop gets its turn: one takes about a fifth of a millisecond. */
const CREATED_AT_ONCE = 16;
/** With fewer logs that are not durable a clean stop syncs file by file. */
const WHOLE_SYNC_MIN = 64;

export class LogManager {
  /** Ports and caches that all logs share. */
  readonly environment: LogEnvironment;
  /** Compacts logs, and deletes old segments of compacted ones. */
  readonly cleaner: LogCleaner;
  /** `producer.id.expiration.ms`, which may change while the node runs. */
  producerIdExpirationMs: number | undefined;
  readonly #options: LogManagerOptions;
  readonly #directories: readonly LogDirectory[];
  readonly #logs: Logs;
  readonly #checkpoints: LogCheckpoints;
  readonly #retired: RetiredLogs;
  readonly #creating = new Map<string, Promise<UnifiedLog>>();
  /** As they were checkpointed before this start. */
  readonly #highWatermarks = new Map<string, number>();
  readonly #tasks: PeriodicTasks;
  readonly #createSlots = new Semaphore(1);
  #isClosed = false;
  #createdCount = 0;

  private constructor(
    options: LogManagerOptions,
    parts: {
      readonly environment: LogEnvironment;
      readonly directories: readonly LogDirectory[];
      readonly logs: Logs;
      readonly cleaner: LogCleaner;
    },
  ) {
    const { environment, directories, logs, cleaner } = parts;
    this.#options = options;
    this.environment = environment;
    this.cleaner = cleaner;
    this.#logs = logs;
    this.producerIdExpirationMs = options.producerIdExpirationMs;
    this.#directories = directories;
    this.#checkpoints = new LogCheckpoints({
      directories,
      logs,
      logger: environment.logger,
      onFailure: (directory, error) => this.#onDirectoryFailure(directory, error),
    });
    this.#retired = new RetiredLogs({ environment, random: options.random });
    this.#tasks = new PeriodicTasks(options.clock, (name, error) =>
      environment.logger("error", `task ${name}: ${String(error)}`),
    );
  }

  /** See `openLogManager`. */
  static async open(options: LogManagerOptions): Promise<LogManager> {
    assert(options.logDirectories.length > 0, "a node has a log directory");
    const environment = options.environment ?? createLogEnvironment(options);
    const directories = await openDirectories(options, environment);
    const logs = new Logs();
    const cleaner = await openLogCleaner(options, {
      environment,
      directories,
      logs: () => logs.current,
      onCheckpointError: (directory, error) =>
        manager.#checkpoints.onError(directory, CLEANER_OFFSET_CHECKPOINT, error),
    });
    const manager = new LogManager(options, { environment, directories, logs, cleaner });
    try {
      for (const directory of directories) await manager.#load(directory);
    } catch (error) {
      for (const log of manager.allLogs()) await log.closeHandlers();
      for (const directory of directories) await directory.release();
      throw error;
    }
    return manager;
  }

  getLog(topicPartition: TopicPartition, isFuture = false): UnifiedLog | undefined {
    return this.#logs.get(topicPartition, isFuture);
  }

  /** log.dirs, failed ones included. */
  get logDirectories(): readonly string[] {
    return this.#options.logDirectories;
  }

  /** Current and future logs. */
  allLogs(): readonly UnifiedLog[] {
    return this.#logs.all();
  }

  /** Broker epoch of the last clean stop; −1 unless every directory says the same one. */
  get previousBrokerEpoch(): number {
    const epochs = new Set(this.#directories.map((directory) => directory.cleanShutdownEpoch ?? -1));
    const [epoch] = epochs;
    return epochs.size === 1 && this.#directories.length === this.#options.logDirectories.length ? (epoch ?? -1) : -1;
  }

  /** Opens or creates; the topic id is checked against partition.metadata. */
  async getOrCreateLog(topicPartition: TopicPartition, options: CreateLogOptions): Promise<UnifiedLog> {
    const key = `${topicPartitionName(topicPartition)}${options.isFuture ? FUTURE_DIRECTORY_SUFFIX : ""}`;
    const log =
      this.getLog(topicPartition, options.isFuture) ??
      (await (this.#creating.get(key) ?? this.#startCreating(key, topicPartition, options)));
    await log.assignTopicId(options.topicId);
    return log;
  }

  #startCreating(key: string, topicPartition: TopicPartition, options: CreateLogOptions): Promise<UnifiedLog> {
    const creating = this.#create(topicPartition, options).finally(() => this.#creating.delete(key));
    this.#creating.set(key, creating);
    return creating;
  }

  async #create(
    topicPartition: TopicPartition,
    { topicId, isNew, isFuture, targetDirectoryId }: CreateLogOptions,
  ): Promise<UnifiedLog> {
    assert(!this.#isClosed, "a closed log manager makes no logs");
    const offline = this.#options.logDirectories.filter((path) => !this.#onlineDirectory(path));
    if (!isNew && offline.length > 0) {
      throw new StorageError(
        "LOG_DIR_OFFLINE",
        `Can not create log for ${topicPartitionName(topicPartition)} because log directories ${offline.join(",")} are offline`,
      );
    }
    const directory = chooseDirectory({
      ...{ topicPartition, targetDirectoryId, isFuture: isFuture ?? false },
      ...{ directories: this.#directories, logs: this.#logs },
      cordoned: this.#options.cordonedLogDirectories?.() ?? [],
    });
    const name = isFuture
      ? markedDirectoryName(topicPartition, FUTURE_DIRECTORY_SUFFIX, this.#options.random)
      : topicPartitionName(topicPartition);
    directory.logsInTheMaking++;
    try {
      const log = await this.#createSlots.run(() => this.#makeLog({ topicPartition, directory, name, topicId }));
      await this.environment.disk.syncDirectory(directory.path);
      this.#adopt(log, directory);
      return log;
    } catch (error) {
      if (error instanceof StorageError && error.code === "IO") this.#onDirectoryFailure(directory, error);
      throw error;
    } finally {
      directory.logsInTheMaking--;
    }
  }

  /** Makes the files of a log in place, as a new log costs a score of tiny operations and no fsync. */
  async #makeLog(log: {
    topicPartition: TopicPartition;
    directory: LogDirectory;
    name: string;
    topicId: string;
  }): Promise<UnifiedLog> {
    const { disk } = this.environment;
    const { topicPartition, directory, name } = log;
    if (++this.#createdCount % CREATED_AT_ONCE === 0) await setImmediate();
    disk.setBlocking?.(true);
    try {
      const made = await openUnifiedLog({
        topicPartition,
        parentDirectory: directory.path,
        directory: `${directory.path}/${name}`,
        environment: this.environment,
        hadCleanShutdown: true,
        ...this.#openOptions(topicPartition.topic, directory),
      });
      await made.assignTopicId(log.topicId);
      return made;
    } finally {
      disk.setBlocking?.(false);
    }
  }

  /** Renames the log to `-delete` at once; its files go after file.delete.delay.ms. */
  async deleteLog(topicPartition: TopicPartition, isFuture = false): Promise<void> {
    const log = this.#logs.remove(topicPartition, isFuture);
    if (!log) return;
    await this.cleaner.forget(log);
    const target = await this.#retired.retire(log, DELETE_DIRECTORY_SUFFIX);
    this.#retired.deleteLater(target, log.config.fileDeleteDelayMs);
    await this.#checkpoints.onLogsChanged();
  }

  /** Renames to `-stray` every log for which `isStray` holds (the metadata does not have it on this node). */
  async removeStrayLogs(isStray: (log: UnifiedLog) => boolean): Promise<void> {
    const strays = this.allLogs().filter(isStray);
    for (const log of strays) {
      this.#logs.remove(log.topicPartition, log.isFuture);
      await this.cleaner.forget(log);
      const target = await this.#retired.retire(log, STRAY_DIRECTORY_SUFFIX);
      this.environment.logger("warn", `Log in ${log.parentDirectory} marked stray and renamed to ${target}`);
    }
    if (strays.length > 0) await this.#checkpoints.onLogsChanged();
  }

  /** A future log that has caught up takes the place of the current one, which is deleted. */
  async replaceCurrentWithFutureLog(topicPartition: TopicPartition): Promise<void> {
    const name = topicPartitionName(topicPartition);
    const [source, destination] = [this.#logs.get(topicPartition, false), this.#logs.get(topicPartition, true)];
    if (!source || !destination)
      throw new StorageError("LOG_DIR_OFFLINE", `The ${source ? "future" : "current"} replica for ${name} is offline`);
    await destination.renameDirectory(`${destination.parentDirectory}/${name}`);
    destination.updateHighWatermark(source.highWatermark);
    await this.cleaner.onReplaced(destination, source);
    this.#logs.remove(topicPartition, true);
    this.#logs.add(destination);
    const target = await this.#retired.retire(source, DELETE_DIRECTORY_SUFFIX);
    this.#retired.deleteLater(target, source.config.fileDeleteDelayMs);
    await this.#checkpoints.onLogsChanged();
  }

  /** Starts the periodic tasks: retention, flush.ms, checkpoints, producer expiry. */
  startTasks(): void {
    startLogTasks(this.#tasks, this, this.#options);
    this.cleaner.start();
  }

  /** What the retention task does at its interval, now. */
  deleteOldSegments(): Promise<void> {
    return deleteOldSegments(this);
  }

  /** What the task of producer ids does at its interval, now. */
  removeExpiredProducers(): void {
    removeExpiredProducers(this, this.#options.clock.nowMs());
  }

  /** Tells every log of the topic its new config. */
  updateTopicConfig(topic: string): void {
    const config = this.#options.configOf(topic);
    for (const log of this.allLogs()) if (log.topicPartition.topic === topic) log.updateConfig(config);
  }

  /** Tells every log its new config: one look at all of them, however many topics there are. */
  updateAllConfigs(): void {
    const configs = new Map<string, LogConfig>();
    for (const log of this.allLogs()) {
      const { topic } = log.topicPartition;
      let config = configs.get(topic);
      if (config === undefined) configs.set(topic, (config = this.#options.configOf(topic)));
      log.updateConfig(config);
    }
  }

  /** High watermark found in replication-offset-checkpoint at load, 0 if none. */
  highWatermarkCheckpoint(topicPartition: TopicPartition): number {
    return this.#highWatermarks.get(topicPartitionName(topicPartition)) ?? 0;
  }

  /** Writes replication-offset-checkpoint from the logs' high watermarks. */
  checkpointHighWatermarks(): Promise<void> {
    return this.#checkpoints.highWatermarks();
  }

  checkpointRecoveryPoints(): Promise<void> {
    return this.#checkpoints.recoveryPoints();
  }

  checkpointLogStartOffsets(): Promise<void> {
    return this.#checkpoints.logStartOffsets();
  }

  directories(): Promise<readonly LogDirectoryInfo[]> {
    return describeDirectories(this.#directories, { all: this.#options.logDirectories, disk: this.environment.disk });
  }

  /** directory.id of a log directory, undefined while it is offline. */
  directoryId(path: string): string | undefined {
    return this.#onlineDirectory(path)?.meta.directoryId;
  }

  /** Flushes and closes every log, writes checkpoints and (where every log closed well) the clean-shutdown file, releases the locks. */
  async close({ brokerEpoch = -1 }: { readonly brokerEpoch?: number } = {}): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#tasks.stop();
    await this.cleaner.stop();
    await Promise.allSettled(this.#creating.values());
    await this.#retired.stop();
    const { wholeSyncMin = WHOLE_SYNC_MIN } = this.#options;
    for (const directory of this.#directories) {
      const logs = this.#logs.in(directory.path);
      const { environment } = this;
      await closeDirectory({
        ...{ directory, logs, environment, brokerEpoch, wholeSyncMin },
        checkpoints: this.#checkpoints,
      });
    }
    await this.environment.files.closeAll();
  }

  async #load(directory: LogDirectory): Promise<void> {
    const { logger } = this.environment;
    const startMs = this.environment.clock.monotonicMs();
    try {
      await directory.forgetCleanShutdown();
      for (const [name, { offset }] of (await directory.readCheckpoint(HIGH_WATERMARK_CHECKPOINT)) ?? [])
        this.#highWatermarks.set(name, offset);
      const { logs, deleted, isRecoveryPointStale } = await loadLogs({
        directory,
        environment: this.environment,
        openOptions: (topic) => this.#openOptions(topic, directory),
        recoveryThreads: this.#options.recoveryThreadsPerDataDir ?? 2,
      });
      for (const log of logs) this.#adoptLoaded(log, directory);
      if (isRecoveryPointStale) await this.#checkpoints.recoveryPointsOf(directory);
      for (const path of deleted) this.#retired.deleteLater(path, this.#options.configOf("").fileDeleteDelayMs);
      directory.isLoaded = true;
      const elapsedMs = Math.round(this.environment.clock.monotonicMs() - startMs);
      const how = directory.hadCleanShutdown ? "after a clean shutdown" : "with recovery";
      logger("info", `Loaded ${logs.length} logs from ${directory.path} in ${elapsedMs}ms ${how}`);
    } catch (error) {
      const isOfTheDisk = error instanceof StorageError && (error.code === "IO" || error.retriable);
      if (!isOfTheDisk || this.#options.logDirectories.length === 1) throw error;
      this.#onDirectoryFailure(directory, error);
    }
  }

  #adoptLoaded(log: UnifiedLog, directory: LogDirectory): void {
    const name = topicPartitionName(log.topicPartition);
    const other = this.#logs.get(log.topicPartition, log.isFuture);
    if (other) {
      throw new StorageError(
        "INVALID_LOG_DIR",
        `Duplicate log directories for ${name} are found in both ${log.directory} and ${other.directory}. It is likely because a log ` +
          "directory failed while the broker was replacing the current replica with the future one. Delete one of them by hand.",
      );
    }
    log.updateHighWatermark(this.#highWatermarks.get(name) ?? 0);
    this.#adopt(log, directory);
  }

  #adopt(log: UnifiedLog, directory: LogDirectory): void {
    this.#logs.add(log);
    this.cleaner.adopt(log);
    log.addListener({
      onStorageError: (error) => {
        // A full disk or a lack of descriptors passes; the log tries again by itself.
        if (error instanceof StorageError && !error.retriable && error.code !== "CLOSED")
          this.#onDirectoryFailure(directory, error);
      },
    });
  }

  #onDirectoryFailure(directory: LogDirectory, error: StorageError): void {
    if (!directory.isOnline) return;
    directory.isOnline = false;
    this.cleaner.onDirectoryFailure(directory.path);
    const lost = this.#logs.in(directory.path);
    for (const log of lost) this.#logs.remove(log.topicPartition, log.isFuture);
    this.environment.logger(
      "error",
      `Stopping serving logs in dir ${directory.path}, ${lost.length} logs are offline: ${error.message}`,
    );
    this.#retired.inBackground(async () => {
      for (const log of lost) {
        await this.cleaner.forget(log);
        await log.closeHandlers();
      }
    });
    this.#options.onDirectoryFailure?.(directory.path, error);
  }

  #onlineDirectory(path: string): LogDirectory | undefined {
    return this.#directories.find((directory) => directory.path === path && directory.isOnline);
  }

  #openOptions(
    topic: string,
    directory: LogDirectory,
  ): Pick<OpenLogOptions, "config" | "options" | "checkpointRecoveryPoint"> {
    const { maxTransactionTimeoutMs, transactionVerificationEnabled } = this.#options;
    const { producerIdExpirationMs } = this;
    const options: Partial<LogOptions> = {
      ...(producerIdExpirationMs === undefined ? {} : { producerIdExpirationMs }),
      ...(maxTransactionTimeoutMs === undefined ? {} : { maxTransactionTimeoutMs }),
      ...(transactionVerificationEnabled === undefined ? {} : { transactionVerificationEnabled }),
    };
    const checkpointRecoveryPoint = (): Promise<void> => this.#checkpoints.recoveryPointsOf(directory);
    return { config: this.#options.configOf(topic), options, checkpointRecoveryPoint };
  }
}

/**
 * Locks the directories, reads or writes meta.properties, loads every log (recovering where the last stop was not clean). Rejects with a
 * `StorageError`: LOG_DIR_LOCKED, INCONSISTENT_CLUSTER_ID, INCONSISTENT_NODE_ID, INVALID_LOG_DIR, LOG_DIR_OFFLINE.
 */
export function openLogManager(options: LogManagerOptions): Promise<LogManager> {
  return LogManager.open(options);
}
