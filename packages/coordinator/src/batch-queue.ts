/**
 * The way of one shard's records to the log: the batches that fill and wait, the one that is being appended, and the
 * operations that wait for the high watermark. Keeps the snapshots to which the state can return.
 *
 * Invariant: committedOffset ≤ writtenOffset ≤ nextOffset, and there is a snapshot at committedOffset, at writtenOffset and
 * at the base offset of every batch.
 */

import { assert, type SnapshotRegistry, type TimerQueue } from "@ottla/base";
import { ErrorCode, describeError } from "@ottla/protocol";
import type { CompressionType } from "@ottla/records";
import { buildBatch, buildMarker } from "./log-batches.ts";
import { CoordinatorError } from "./coordinator-error.ts";
import type { DeferredOperation } from "./deferred-operation.ts";
import type { LoadedLog } from "./loader.ts";
import type { CoordinatorMetrics } from "./metrics.ts";
import type { AppendedBatch, PartitionWriter, RecordSerde } from "./partition-log.ts";
import { PendingBatch, recordBytesUpperBound, type PendingRecord, type TransactionalBatch } from "./pending-batch.ts";
import type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";

export interface BatchQueueOptions<R> {
  readonly partition: number;
  readonly options: {
    readonly serde: RecordSerde<R>;
    readonly writer: PartitionWriter;
    readonly clock: { monotonicMs(): number };
    readonly appendLingerMs: number;
    readonly compressionType: CompressionType;
    readonly metrics?: CoordinatorMetrics;
  };
  readonly timerQueue: TimerQueue;
  readonly snapshots: SnapshotRegistry;
  readonly loaded: LoadedLog;
  /** The log put a batch elsewhere than expected. Everything pending is void. */
  readonly onOutOfSync: () => void;
}

export interface Append<R> {
  readonly deferred: DeferredOperation;
  readonly isAtomic: boolean;
  readonly nowMs: number;
  readonly replay: (record: R, offset: number) => void;
  /** The records are part of this producer's transaction: they get a batch of their own. */
  readonly producer?: TransactionalProducer;
}

/** Operations that wait for the high watermark to reach `offset`. */
interface Written {
  readonly offset: number;
  readonly operations: DeferredOperation[];
}

export class BatchQueue<R> {
  readonly #partition: number;
  readonly #options: BatchQueueOptions<R>["options"];
  readonly #timerQueue: TimerQueue;
  readonly #snapshots: SnapshotRegistry;
  readonly #onOutOfSync: () => void;
  /** In the order of their offsets. The first may be on its way, the last may be open. */
  readonly #batches: PendingBatch[] = [];
  /** Ascending; all above `committedOffset`. */
  readonly #written: Written[];
  #isAppending = false;
  #isClosed = false;
  #highWatermark: number;
  #committedOffset: number;
  #writtenOffset: number;
  #stopListening: () => void = () => {};
  pendingBytes = 0;

  constructor({ partition, options, timerQueue, snapshots, loaded, onOutOfSync }: BatchQueueOptions<R>) {
    this.#partition = partition;
    this.#options = options;
    this.#timerQueue = timerQueue;
    this.#snapshots = snapshots;
    this.#onOutOfSync = onOutOfSync;
    this.#committedOffset = loaded.committedOffset;
    this.#highWatermark = loaded.committedOffset;
    this.#writtenOffset = loaded.nextOffset;
    this.#written = loaded.uncommittedOffsets.map((offset) => ({ offset, operations: [] }));
  }

  /** What reads see: an epoch of the snapshots. */
  get committedOffset(): number {
    return this.#committedOffset;
  }

  get writtenOffset(): number {
    return this.#writtenOffset;
  }

  /** Where the next record goes, if all goes well. */
  get nextOffset(): number {
    return this.#batches.at(-1)?.nextOffset ?? this.#writtenOffset;
  }

  start(): void {
    this.#stopListening = this.#options.writer.onHighWatermark(this.#partition, (highWatermark) =>
      this.#onHighWatermark(highWatermark),
    );
  }

  /** Replays the records and puts them into the open batch. Without records, the operation waits for all before it. */
  append(records: readonly R[], append: Append<R>): void {
    if (records.length === 0) {
      this.#waitForPending(append.deferred);
      return;
    }
    const { serde, writer } = this.#options;
    const maxBytes = writer.maxBatchBytes(this.#partition);
    const pending = records.map((record): PendingRecord => ({
      key: serde.serializeKey(record),
      value: serde.serializeValue(record),
      timestampMs: append.nowMs,
    }));
    const bounds = pending.map(recordBytesUpperBound);
    const totalBytes = bounds.reduce((sum, bytes) => sum + bytes, 0);
    const { producer } = append;
    const isAtomic = append.isAtomic || producer !== undefined;
    let batch =
      producer === undefined
        ? this.#openBatch(isAtomic ? totalBytes : bounds[0]!, maxBytes)
        : this.#newBatch({ producer });
    for (let i = 0; i < records.length; i++) {
      if (!isAtomic) batch = this.#openBatch(bounds[i]!, maxBytes);
      this.#replay(batch, () => append.replay(records[i]!, batch.nextOffset));
      batch.add(pending[i]!);
      this.pendingBytes += bounds[i]!;
    }
    batch.operations.push(append.deferred);
    if (producer === undefined) this.#maybeFlush(batch, maxBytes);
    else this.#closeAndAppend(batch);
  }

  /** Replays the end of a transaction and writes its marker behind everything before. */
  appendMarker(
    marker: TransactionMarker,
    append: { readonly deferred: DeferredOperation; readonly nowMs: number; readonly replay: () => void },
  ): void {
    const batch = this.#newBatch({ marker: { ...marker, timestampMs: append.nowMs } });
    this.#replay(batch, append.replay);
    batch.operations.push(append.deferred);
    this.#closeAndAppend(batch);
  }

  /** Fails whatever waits. A batch that is on its way may still reach the log. */
  close(errorCode: number): void {
    this.#isClosed = true;
    this.#stopListening();
    const waiting = [...this.#written.splice(0), ...this.#batches.splice(0)];
    for (const { operations } of waiting) for (const operation of operations) operation.complete(errorCode);
  }

  #waitForPending(deferred: DeferredOperation): void {
    const last = this.#batches.at(-1) ?? this.#written.at(-1);
    if (last === undefined) deferred.complete(ErrorCode.NONE);
    else last.operations.push(deferred);
  }

  /** A record that cannot be replayed is a bug: what it may have half changed is taken back before the error goes on. */
  #replay(batch: PendingBatch, replay: () => void): void {
    try {
      replay();
    } catch (cause) {
      this.#snapshots.revertTo(batch.baseOffset);
      this.#batches.pop();
      this.pendingBytes -= pendingBytesOf(batch);
      for (const operation of batch.operations) operation.complete(ErrorCode.UNKNOWN_SERVER_ERROR);
      throw cause;
    }
  }

  #openBatch(bytes: number, maxBytes: number): PendingBatch {
    const last = this.#batches.at(-1);
    if (last?.isOpen === true && last.hasRoomFor(bytes, maxBytes)) return last;
    const batch = this.#newBatch();
    const lingerMs = this.#options.appendLingerMs;
    if (lingerMs > 0) this.#timerQueue.schedule(lingerMs, () => this.#flush(batch));
    else if (lingerMs < 0) queueMicrotask(() => this.#flush(batch));
    return batch;
  }

  /** A batch behind all others, of which none is open any more. */
  #newBatch(transactional?: TransactionalBatch): PendingBatch {
    const last = this.#batches.at(-1);
    if (last?.isOpen === true) this.#close(last);
    const batch = new PendingBatch(this.nextOffset, this.#options.clock.monotonicMs(), transactional);
    this.#batches.push(batch);
    return batch;
  }

  #closeAndAppend(batch: PendingBatch): void {
    this.#close(batch);
    this.#appendNext();
  }

  #maybeFlush(batch: PendingBatch, maxBytes: number): void {
    if (this.#options.appendLingerMs === 0 || !batch.hasRoomFor(0, maxBytes)) this.#flush(batch);
    else this.#appendNext();
  }

  #flush(batch: PendingBatch): void {
    batch.isFlushRequested = true;
    this.#appendNext();
  }

  #close(batch: PendingBatch): void {
    assert(batch.nextOffset > batch.baseOffset, "only a batch with records is closed");
    batch.isOpen = false;
    batch.isFlushRequested = true;
    this.#snapshots.createSnapshot(batch.nextOffset);
  }

  #appendNext(): void {
    const batch = this.#batches[0];
    if (batch === undefined || this.#isAppending || this.#isClosed || !batch.isFlushRequested) return;
    if (batch.isOpen) this.#close(batch);
    this.#isAppending = true;
    this.#append(batch).then(
      (appended) => this.#onAppended(batch, appended),
      (cause: unknown) => this.#onAppendFailed(batch, cause),
    );
  }

  async #append(batch: PendingBatch): Promise<AppendedBatch> {
    const { writer, metrics, clock, compressionType } = this.#options;
    const { producer, marker } = batch.transactional;
    const bytes =
      marker === undefined
        ? await buildBatch(batch.records, {
            compression: compressionType,
            ...(producer === undefined ? {} : { producer }),
          })
        : buildMarker(marker, marker.timestampMs);
    metrics?.onFlush?.(this.#partition, {
      lingerMs: clock.monotonicMs() - batch.createdMs,
      records: batch.records.length,
      bytes: bytes.length,
    });
    if (marker !== undefined) {
      return writer.append(this.#partition, bytes, { transactionVersion: marker.transactionVersion });
    }
    return writer.append(this.#partition, bytes, producer?.verification && { verification: producer.verification });
  }

  #onAppended(batch: PendingBatch, { baseOffset, lastOffset }: AppendedBatch): void {
    if (this.#isClosed) return;
    this.#isAppending = false;
    if (baseOffset !== batch.baseOffset || lastOffset !== batch.nextOffset - 1) {
      this.#onOutOfSync();
      return;
    }
    this.#shift(batch);
    this.#writtenOffset = batch.nextOffset;
    this.#written.push({ offset: batch.nextOffset, operations: batch.operations });
    this.#onHighWatermark(this.#highWatermark);
    this.#appendNext();
  }

  #onAppendFailed(batch: PendingBatch, cause: unknown): void {
    if (this.#isClosed) return;
    this.#isAppending = false;
    const errorCode = cause instanceof CoordinatorError ? cause.errorCode : ErrorCode.UNKNOWN_SERVER_ERROR;
    this.#options.metrics?.onAppendFailed?.(this.#partition, errorCode);
    this.#snapshots.revertTo(batch.baseOffset);
    this.pendingBytes = 0;
    // What was built on the failed batch is not to blame: it is told something that lets it try again.
    const collateral = describeError(errorCode).retriable ? errorCode : ErrorCode.COORDINATOR_NOT_AVAILABLE;
    for (const failed of this.#batches.splice(0)) {
      for (const operation of failed.operations) operation.complete(failed === batch ? errorCode : collateral);
    }
  }

  #shift(batch: PendingBatch): void {
    assert(this.#batches.shift() === batch, "batches are appended in order");
    this.pendingBytes -= pendingBytesOf(batch);
  }

  #onHighWatermark(highWatermark: number): void {
    this.#highWatermark = highWatermark;
    const committed: Written[] = [];
    while (this.#written.length > 0 && this.#written[0]!.offset <= highWatermark)
      committed.push(this.#written.shift()!);
    const newest = committed.at(-1);
    if (newest === undefined) return;
    this.#committedOffset = newest.offset;
    this.#snapshots.deleteUpTo(newest.offset);
    for (const { operations } of committed) for (const operation of operations) operation.complete(ErrorCode.NONE);
  }
}

function pendingBytesOf(batch: PendingBatch): number {
  return batch.records.reduce((sum, record) => sum + recordBytesUpperBound(record), 0);
}
