/**
 * One partition's log: the face that the rest of the broker sees. (Contract; bodies follow.)
 */
import { assert } from "@ottla/base";
import type {
  AbortedTransaction, ActiveProducer, AppendOptions, EpochEndOffset, FetchDataInfo, FetchIsolation, LogAppendInfo, LogListener,
  LogOffsetMetadata, LogOffsetSnapshot, LogStartOffsetIncrementReason, ReadOptions, ReservedAppend, TimestampAndOffset,
} from "../log-types.ts";
import type { LogConfig } from "@ottla/config";
import type { TopicPartition } from "../topic-partition.ts";
import type { VerificationGuard } from "../verification-guard.ts";

/** A batch or several that passed phase 1; give it to `reserve` of the same log. */
export interface ValidatedAppend {
  readonly options: AppendOptions;
}

export abstract class UnifiedLog {
  abstract readonly topicPartition: TopicPartition;
  /** The log directory (one of log.dirs) it lies in. */
  abstract readonly parentDirectory: string;
  /** Its own directory. */
  abstract readonly directory: string;
  abstract readonly isFuture: boolean;
  /** Undefined until assigned. */
  abstract readonly topicId: string | undefined;
  abstract readonly config: LogConfig;

  // offsets: logStartOffset ≤ lastStableOffset ≤ highWatermark ≤ logEndOffset; recoveryPoint ≤ logEndOffset
  abstract readonly logStartOffset: number;
  abstract readonly lastStableOffset: number;
  abstract readonly highWatermark: number;
  /** One after the last written record: written, not merely reserved. */
  abstract readonly logEndOffset: number;
  abstract readonly recoveryPoint: number;
  abstract readonly logEndOffsetMetadata: LogOffsetMetadata;
  abstract offsetSnapshot(): LogOffsetSnapshot;
  abstract readonly sizeInBytes: number;
  abstract readonly segmentCount: number;

  /** Validates, assigns offsets and writes, in the order of the calls; never rejects. */
  abstract appendAsLeader(records: Uint8Array, options: AppendOptions): Promise<LogAppendInfo>;
  /** Appends what a leader sent: offsets are kept, batches of a higher epoch skipped (A16). */
  abstract appendAsFollower(records: Uint8Array, leaderEpoch: number): Promise<LogAppendInfo>;
  /**
   * Phase 1 alone: everything that needs no state. A promise only if a large compressed batch must be decompressed off the event
   * loop. `records` belongs to the log from here on and is patched in place.
   */
  abstract validateAppend(records: Uint8Array, options: AppendOptions): ValidatedAppend | Promise<ValidatedAppend>;
  /** Phase 2, synchronous: epochs, sequences, offsets. The write is queued. */
  abstract reserve(append: ValidatedAppend): ReservedAppend;

  /** Sync (an object, not a promise) when the tail cache holds the answer. */
  abstract read(options: ReadOptions): FetchDataInfo | Promise<FetchDataInfo>;
  abstract abortedTransactions(startOffset: number, upperBoundOffset: number): Promise<readonly AbortedTransaction[]>;
  /** Special timestamps (`ListOffsetsTimestamp`) and times ≥ 0. LATEST answers the log end offset; the caller bounds by isolation. */
  abstract offsetForTimestamp(timestamp: number): Promise<TimestampAndOffset>;
  /** The answer of OffsetForLeaderEpoch, and of divergence checks. */
  abstract endOffsetForEpoch(leaderEpoch: number): EpochEndOffset;
  abstract readonly latestEpoch: number | undefined;
  /** A new leader marks where its epoch starts. */
  abstract assignEpochStartOffset(leaderEpoch: number, startOffset: number): void;
  /** Bytes between two offsets if both lie in known places of one segment, else undefined. */
  abstract sizeBetween(from: LogOffsetMetadata, to: LogOffsetMetadata): number | undefined;
  abstract offsetMetadata(offset: number): LogOffsetMetadata | Promise<LogOffsetMetadata>;

  /** Bounded to [logStartOffset, logEndOffset]; returns the one set. */
  abstract updateHighWatermark(highWatermark: number): number;
  /** DeleteRecords and retention: returns OFFSET_OUT_OF_RANGE above the high watermark, otherwise 0. */
  abstract maybeIncrementLogStartOffset(offset: number, reason: LogStartOffsetIncrementReason): number;
  abstract truncateTo(offset: number): Promise<boolean>;
  abstract truncateFullyAndStartAt(offset: number, logStartOffset?: number): Promise<void>;
  /** Rolls if the active segment holds anything. */
  abstract roll(): Promise<void>;
  /** Makes everything below `offset` (default: the log end) durable and moves the recovery point. */
  abstract flush(offset?: number): Promise<void>;
  /** Deletes what retention demands; resolves with the number of segments. */
  abstract deleteOldSegments(): Promise<number>;
  abstract updateConfig(config: LogConfig): void;
  abstract assignTopicId(topicId: string): Promise<void>;

  abstract activeProducers(): readonly ActiveProducer[];
  abstract hasLateTransaction(nowMs: number): boolean;
  abstract hasOngoingTransaction(producerId: bigint, producerEpoch: number): boolean;
  /** Returns the guard to append with, or INVALID_PRODUCER_EPOCH for a fenced producer. */
  abstract maybeStartTransactionVerification(options: {
    producerId: bigint; sequence: number; producerEpoch: number; supportsEpochBump: boolean;
  }): { readonly errorCode: number; readonly guard: VerificationGuard };
  abstract removeExpiredProducers(nowMs: number): void;

  abstract addListener(listener: LogListener): void;
  abstract removeListener(listener: LogListener): void;
  /** Waits for queued writes, writes the producer snapshot, trims indexes. No append may follow. */
  abstract close(): Promise<void>;

  /** The bound of a read with this isolation. */
  isolationOffset(isolation: FetchIsolation): number {
    switch (isolation) {
      case "log-end":
        return this.logEndOffset;
      case "high-watermark":
        return this.highWatermark;
      case "txn-committed":
        return this.lastStableOffset;
    }
    assert(false, "a known isolation");
  }
}
