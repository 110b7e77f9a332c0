/**
 * The ports to the log behind a coordinator: the runtime appends through `PartitionWriter` and replays through
 * `PartitionReader`. The broker puts its replica manager behind them, a test a list of batches.
 */

/** What an append came to. */
export interface AppendedBatch {
  /** Offset of the batch's first record. */
  readonly baseOffset: number;
  /** Offset of its last record. */
  readonly lastOffset: number;
}

/** What the log asks of a batch of a transaction beside its bytes. */
export interface TransactionalAppend {
  /** Of the records of a transaction: what says that it was verified. */
  readonly verification?: object;
  /** Of a marker: the protocol of transactions behind it. */
  readonly transactionVersion?: number;
}

export interface PartitionWriter {
  /** The largest batch the partition takes, in bytes (`max.message.bytes`). */
  maxBatchBytes(partition: number): number;
  /**
   * Appends one whole batch as leader. Its place in the log is reserved before this returns. Resolves when the leader's
   * log has it, which is not yet a commit; rejects with a `CoordinatorError` when it is not in the log and never will be.
   */
  append(partition: number, batch: Uint8Array, transaction?: TransactionalAppend): Promise<AppendedBatch>;
  /**
   * Calls back with the present high watermark before this returns, then after each advance. Returns the way to stop it.
   */
  onHighWatermark(partition: number, listener: (highWatermark: number) => void): () => void;
}

/** One stretch of the log. */
export interface LogStretch {
  /** Whole batches, back to back; the first may begin before the offset asked for. Empty at the end of the log. */
  readonly records: readonly Uint8Array[];
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
}

export interface PartitionReader {
  /**
   * Reads up to about `maxBytes` from `offset` on, at least one batch if there is one. An `offset` before the log start
   * offset means the log start offset. Rejects with a `CoordinatorError` when this node does not lead the partition.
   */
  read(partition: number, offset: number, maxBytes: number): Promise<LogStretch>;
}

/** Record to bytes and back: `R` is the record of one kind of coordinator. */
export interface RecordSerde<R> {
  serializeKey(record: R): Uint8Array;
  /** Null for a tombstone. */
  serializeValue(record: R): Uint8Array | null;
  /** Undefined for a record type this version does not know: it is skipped, never fatal. Throws on a malformed record. */
  deserialize(key: Uint8Array, value: Uint8Array | null): R | undefined;
}
