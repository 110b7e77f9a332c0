/**
 * The values that go in and out of a log: what an append was given and what became of it, what a read found, offsets with their place
 * on disk. Error codes are the protocol's; 0 is success.
 */
import type { ByteChunk } from "@ottla/base";
import type { VerificationGuard } from "./verification-guard.ts";

/**
 * Who appends. `client`: everything is validated. `coordinator`: the broker's own batches, control batches allowed, sequences not
 * checked. `replication`: offsets and epochs are the leader's. `raft-leader`: offsets and epochs are already assigned.
 */
export type AppendOrigin = "client" | "coordinator" | "replication" | "raft-leader";

/** How far a read may see: all that is written, the high watermark, or the last stable offset. */
export type FetchIsolation = "log-end" | "high-watermark" | "txn-committed";

/** An error of one record of a batch, as Produce v8 and later report it. */
export interface RecordError {
  /** Index of the record within its batch. */
  readonly batchIndex: number;
  readonly message: string;
}

/** An offset and, when known, where it lies: the start of the batch that holds it (or the end of the log). */
export interface LogOffsetMetadata {
  readonly messageOffset: number;
  /** −1 when the place is not known. */
  readonly segmentBaseOffset: number;
  /** −1 when the place is not known. */
  readonly relativePositionInSegment: number;
}

export interface AppendOptions {
  /** Written into every batch as partitionLeaderEpoch (leader appends), and the bound of A16 (follower appends). */
  readonly leaderEpoch: number;
  /** Default `client`. */
  readonly origin?: AppendOrigin;
  /** Default: the sentinel that verifies nothing. */
  readonly verificationGuard?: VerificationGuard;
  /** Version of the transaction protocol behind a control batch (0, 1, 2); required with end-txn markers of a coordinator. */
  readonly transactionVersion?: number;
}

/** What became of one append; the whole batch is in the log or none of it. */
export interface LogAppendInfo {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly recordErrors: readonly RecordError[];
  /** Offset of the first record, −1 on error. */
  readonly firstOffset: number;
  /** Offset of the last record, −1 on error or when nothing was appended. */
  readonly lastOffset: number;
  readonly lastLeaderEpoch: number;
  readonly maxTimestamp: number;
  /** The broker's time on a LogAppendTime topic, the stored time of a duplicate, otherwise −1. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** Bytes as written (after a re-encode). */
  readonly sizeInBytes: number;
  readonly recordCount: number;
  /** True if the batch was there already: the offsets are those of the first time (I1). */
  readonly isDuplicate: boolean;
}

/** An append whose offsets are assigned. It takes effect for readers when `written` resolves without an error code. */
export interface ReservedAppend {
  /** The outcome of all checks, known at once. Offsets may be taken back if the write fails. */
  readonly info: LogAppendInfo;
  /**
   * Resolves, never rejects, when the bytes are written (and flushed where `flush.messages` demands): `info` itself, or one with
   * KAFKA_STORAGE_ERROR if the write failed and everything of it was taken back.
   */
  readonly written: Promise<LogAppendInfo>;
}

export interface ReadOptions {
  readonly startOffset: number;
  /** A limit for the bytes returned; see `minOneMessage`. */
  readonly maxBytes: number;
  readonly isolation: FetchIsolation;
  /** Return the first batch whole even if it is larger than `maxBytes` (F4). */
  readonly minOneMessage: boolean;
}

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** What a read found; with `ByteChunk`, some of it may be read from disk only when it is sent. */
export interface FetchDataInfo<Chunk extends ByteChunk = Uint8Array> {
  /** 0, OFFSET_OUT_OF_RANGE, or KAFKA_STORAGE_ERROR. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly fetchOffsetMetadata: LogOffsetMetadata;
  /** Whole batches, possibly with a part of one at the end; views, never copies. Empty at the end of the readable log. */
  readonly records: readonly Chunk[];
  readonly sizeInBytes: number;
  /** True when a first batch exists but did not fit into `maxBytes` (and `minOneMessage` was false). */
  readonly firstEntryIncomplete: boolean;
  /** Null unless the isolation is `txn-committed`. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  /**
   * Gives the memory back; call it once, after the last use of `records`: it is used for something else then. A forgotten call costs a
   * pooled buffer, nothing else.
   */
  release(): void;
}

/** An answer of ListOffsets: offset −1 when there is none. */
export interface TimestampAndOffset {
  readonly errorCode: number;
  readonly timestamp: number;
  readonly offset: number;
  /** −1 when unknown. */
  readonly leaderEpoch: number;
}

/** The special timestamps of ListOffsets. */
export const ListOffsetsTimestamp = {
  LATEST: -1,
  EARLIEST: -2,
  MAX_TIMESTAMP: -3,
  EARLIEST_LOCAL: -4,
  LATEST_TIERED: -5,
  EARLIEST_PENDING_UPLOAD: -6,
} as const;

export interface EpochEndOffset {
  /** −1 when the epoch is not known. */
  readonly leaderEpoch: number;
  /** −1 when the epoch is not known. */
  readonly endOffset: number;
}

/** The offsets a reader or replica asks for together. */
export interface LogOffsetSnapshot {
  readonly logStartOffset: number;
  readonly logEndOffset: LogOffsetMetadata;
  readonly highWatermark: LogOffsetMetadata;
  readonly lastStableOffset: LogOffsetMetadata;
}

export type LogStartOffsetIncrementReason =
  | "leader offset increment"
  | "segment deletion"
  | "client delete records request"
  | "snapshot generated";

/** Callbacks of a log. They run synchronously after the change, must not throw, and must not append. */
export interface LogListener {
  /** The log end offset moved forward: appended bytes can be read. */
  onAppended?(log: { readonly logEndOffset: number }): void;
  onHighWatermarkUpdated?(highWatermark: number): void;
  /** A write or read failed and the log refuses further appends until it has recovered, or for good. */
  onStorageError?(error: Error): void;
}

/** A producer as DescribeProducers shows it. */
export interface ActiveProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly coordinatorEpoch: number;
  /** −1 without an open transaction. */
  readonly currentTxnStartOffset: number;
}
