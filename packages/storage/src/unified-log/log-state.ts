/**
 * The state of one open log, shared by the operations in this folder; nobody else touches it.
 *
 * Two ends: `reservedEndOffset` is where the next append goes, `logEndOffset` what is written. Producer state, leader epochs and the segments'
 * reservations belong to the former; whatever readers, replicas and acknowledgements see belongs to the latter.
 *
 *   logStartOffset ≤ highWatermark ≤ logEndOffset ≤ reservedEndOffset,   recoveryPoint ≤ logEndOffset
 */
import type { Timer } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import type { LeaderEpochCache } from "../leader-epoch-cache.ts";
import { LEADER_EPOCH_CHECKPOINT, writeLeaderEpochCheckpoint } from "../checkpoint-file.ts";
import type { LogEnvironment } from "../log-environment.ts";
import type { LogListener, LogOffsetMetadata } from "../log-types.ts";
import type { LogSegment } from "../log-segment.ts";
import type { LogSegments } from "../log-segments.ts";
import type { ProducerStateManager } from "../producer-state/producer-state-manager.ts";
import { Semaphore } from "../semaphore.ts";
import { StorageError } from "../storage-error.ts";
import type { LogTail, TailPosition } from "../tail-cache.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { WriteQueue } from "../write-queue.ts";
import type { PendingAppend, PendingRoll } from "./pending-append.ts";
import type { ProducerSnapshots } from "./producer-snapshots.ts";
import { ReadHints } from "./read-hints.ts";
import { ReadPace } from "./read-pace.ts";

/** Broker configs that logs obey. */
export interface LogOptions {
  readonly producerIdExpirationMs: number;
  readonly maxTransactionTimeoutMs: number;
  /** As it is now: it may change while the broker runs. */
  readonly transactionVerificationEnabled: () => boolean;
}

export const DEFAULT_LOG_OPTIONS: LogOptions = {
  producerIdExpirationMs: 86_400_000,
  maxTransactionTimeoutMs: 900_000,
  transactionVerificationEnabled: () => true,
};

/** How a log holds off its cleaner while it changes what the cleaner reads. */
export interface LogCleaningControl {
  /** Resolves when nothing cleans the log; nothing will until the function it resolves with is called, once. */
  abortAndPause(): Promise<() => void>;
  /** The log was cut: it ends at or before this offset. */
  onTruncated(offset: number): Promise<void>;
}

export interface LogStateParts {
  readonly topicPartition: TopicPartition;
  readonly parentDirectory: string;
  readonly directory: string;
  readonly environment: LogEnvironment;
  readonly options: LogOptions;
  readonly config: LogConfig;
  readonly segments: LogSegments;
  readonly producers: ProducerStateManager;
  readonly snapshots: ProducerSnapshots;
  readonly epochs: LeaderEpochCache;
  readonly topicId: string | undefined;
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  readonly logEndOffset: number;
  readonly checkpointRecoveryPoint: (() => Promise<void>) | undefined;
}

export class LogState {
  readonly topicPartition: TopicPartition;
  readonly name: string;
  readonly environment: LogEnvironment;
  readonly options: LogOptions;
  readonly segments: LogSegments;
  readonly producers: ProducerStateManager;
  readonly snapshots: ProducerSnapshots;
  readonly epochs: LeaderEpochCache;
  readonly tail: LogTail;
  readonly hints: ReadHints = new ReadHints();
  readonly pace: ReadPace = new ReadPace();
  readonly listeners: Set<LogListener> = new Set();
  /** See `OpenLogOptions`. */
  readonly checkpointRecoveryPoint: (() => Promise<void>) | undefined;
  /** One flush at a time. */
  readonly flushes: Semaphore = new Semaphore(1);
  /** Set right after construction: its handlers need the state. */
  queue!: WriteQueue<PendingAppend>;

  parentDirectory: string;
  directory: string;
  topicId: string | undefined;
  config: LogConfig;
  logStartOffset: number;
  highWatermark: number;
  logEndOffset: number;
  reservedEndOffset: number;
  /**
   * Everything below it is durable. Apache Kafka raises it to the log start offset when records are deleted; here it tells only of what was
   * synced, since a deletion that a crash undoes brings back records that were not.
   */
  recoveryPoint: number;
  /** Where the log ends: place of `logEndOffset`. */
  endPosition: TailPosition;
  /** Offset of the newest producer snapshot, reserved ones included. */
  lastSnapshotOffset: number;
  lastFlushMs: number;
  /** This process made it. */
  isNew = false;
  /** Rises when written data is taken away, so that a flush under way does not raise the recovery point over it. */
  truncations = 0;
  /** Rises when the cleaner has put new segments in the place of old ones. */
  replacements = 0;
  /** Who cleans this log, while somebody does. */
  cleaning: LogCleaningControl | undefined;
  /** Files were made or removed since the directory was last synced. */
  needsDirectorySync = false;
  /** partition.metadata was written, by this process or one before it, and perhaps not yet synced. */
  needsMetadataSync = false;
  /** Why appends are refused at the moment. */
  failure: StorageError | undefined;
  /** Segments whose file may hold bytes of a failed write behind `sizeInBytes`; the repair cuts them off. */
  readonly torn: Set<LogSegment> = new Set();
  /** Segments of rolls that were taken back; their files go with the repair. */
  abandoned: LogSegment[] = [];
  /** Decided, in memory, and not yet on the disk; in order. */
  readonly rollsUnderWay: Set<PendingRoll> = new Set();
  /** The failure is for good: the directory is offline. */
  isOffline = false;
  isClosed = false;
  /** Truncations under way; appends are refused meanwhile. */
  exclusiveTasks = 0;
  /** Timers of deletions that wait; a start removes what they did not get to. */
  readonly deletions: Set<Timer> = new Set();
  /** Work that runs beside the queue: flushes after a roll, deletions. `close` waits for it. */
  readonly #background = new Set<Promise<void>>();

  constructor(parts: LogStateParts) {
    this.topicPartition = parts.topicPartition;
    this.name = `${parts.topicPartition.topic}-${parts.topicPartition.partition}`;
    this.environment = parts.environment;
    this.options = parts.options;
    this.segments = parts.segments;
    this.producers = parts.producers;
    this.snapshots = parts.snapshots;
    this.epochs = parts.epochs;
    this.tail = parts.environment.tailCache.createTail();
    this.parentDirectory = parts.parentDirectory;
    this.directory = parts.directory;
    this.topicId = parts.topicId;
    this.config = parts.config;
    this.logStartOffset = parts.logStartOffset;
    this.highWatermark = parts.logStartOffset;
    this.logEndOffset = this.reservedEndOffset = parts.logEndOffset;
    this.recoveryPoint = parts.recoveryPoint;
    this.endPosition = {
      segmentBaseOffset: parts.segments.active.baseOffset,
      position: parts.segments.active.sizeInBytes,
    };
    this.lastSnapshotOffset = parts.snapshots.latestOffset ?? parts.logStartOffset;
    this.checkpointRecoveryPoint = parts.checkpointRecoveryPoint;
    this.lastFlushMs = parts.environment.clock.nowMs();
  }

  get lastStableOffset(): number {
    const unstable = this.producers.firstUnstableOffset;
    if (unstable === undefined) return this.highWatermark;
    return Math.min(Math.max(unstable, this.logStartOffset), this.highWatermark);
  }

  get logEndOffsetMetadata(): LogOffsetMetadata {
    return {
      messageOffset: this.logEndOffset,
      segmentBaseOffset: this.endPosition.segmentBaseOffset,
      relativePositionInSegment: this.endPosition.position,
    };
  }

  /** Bounded to [logStartOffset, logEndOffset]. */
  updateHighWatermark(highWatermark: number): number {
    const bounded = Math.max(this.logStartOffset, Math.min(highWatermark, this.logEndOffset));
    if (bounded === this.highWatermark) return bounded;
    this.highWatermark = bounded;
    this.producers.onHighWatermarkUpdated(bounded);
    for (const listener of this.listeners) listener.onHighWatermarkUpdated?.(bounded);
    return bounded;
  }

  /** The log ends at the end of the active segment. */
  setEnd(logEndOffset: number): void {
    const { active } = this.segments;
    // A flush that began while the end was being moved must not count for either end.
    this.truncations++;
    this.logEndOffset = this.reservedEndOffset = logEndOffset;
    this.endPosition = { segmentBaseOffset: active.baseOffset, position: active.sizeInBytes };
    this.recoveryPoint = Math.min(this.recoveryPoint, logEndOffset);
  }

  async writeEpochs(options: { readonly leavesSync?: boolean } = {}): Promise<void> {
    if (!this.epochs.isDirty) return;
    this.epochs.isDirty = false;
    try {
      const path = `${this.directory}/${LEADER_EPOCH_CHECKPOINT}`;
      await writeLeaderEpochCheckpoint(this.environment.disk, path, this.epochs.entries, options);
      this.needsDirectorySync = true;
    } catch (error) {
      this.epochs.isDirty = true;
      throw error;
    }
  }

  /** Runs beside the queue; an error is the log's storage error. */
  inBackground(work: () => Promise<void>): void {
    const running = work().catch((error: unknown) => this.onStorageError(error as StorageError));
    this.#background.add(running);
    void running.finally(() => this.#background.delete(running));
  }

  /** Removes the files when nobody can be reading them any more. */
  afterFileDeleteDelay(paths: readonly string[]): void {
    if (paths.length === 0) return;
    const { clock, disk, files } = this.environment;
    const timer = clock.setTimer(this.config.fileDeleteDelayMs, () => {
      this.deletions.delete(timer);
      this.inBackground(async () => {
        for (const path of paths) {
          await files.close(path);
          await disk.unlink(path);
        }
      });
    });
    this.deletions.add(timer);
  }

  async backgroundDone(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /**
   * Runs a change of several files. One that stops halfway leaves a disk that is no longer what this process takes it for: the log is over, as
   * with Apache Kafka, and the next start finds out what there is.
   */
  async changeFiles<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (error instanceof StorageError) {
        this.isOffline = true;
        this.onStorageError(error.retriable ? new StorageError("IO", error.message, { cause: error }) : error);
      }
      throw error;
    }
  }

  /** A device that cannot be read is not trusted with writes either: as with Apache Kafka its directory goes offline. */
  onReadError(error: StorageError): void {
    if (this.isClosed || error.code === "CLOSED" || this.isOffline) return;
    if (error.code === "IO") this.onStorageError(error);
    else this.environment.logger("error", `read of ${this.directory} failed: ${error.message}`);
  }

  /** No append until the repair; for good if trying again cannot help. */
  onStorageError(error: StorageError): void {
    this.failure = error;
    if (this.isClosed) return;
    this.environment.logger("error", `${this.directory}: ${error.message}`);
    if (!error.retriable) this.isOffline = true;
    for (const listener of this.listeners) listener.onStorageError?.(error);
  }
}
