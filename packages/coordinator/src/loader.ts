/**
 * Replays a partition's log into a new shard, from the log start offset to the log end offset, in slices short enough
 * for the event loop. Snapshots are made at the ends of the batches at and above the high watermark, so that reads see
 * committed state from the first moment.
 */

import type { SnapshotRegistry } from "@ottla/base";
import { batchesOf, recordsOf, transactionOutcomeOf, type LoadedBatch } from "./log-batches.ts";
import type { LoadSummary } from "./metrics.ts";
import type { LogStretch, PartitionReader, RecordSerde } from "./partition-log.ts";
import type { CoordinatorShard } from "./shard.ts";

/** A slice of replay holds the event loop no longer than about this. */
const SLICE_MS = 10;

export interface LoadOptions<R> {
  readonly partition: number;
  readonly reader: PartitionReader;
  readonly serde: RecordSerde<R>;
  readonly shard: CoordinatorShard<R, never>;
  readonly snapshots: SnapshotRegistry;
  /** Bytes of one read (`offsets.load.buffer.size`). */
  readonly bufferBytes: number;
  readonly monotonicMs: () => number;
  /** Lets other work of the event loop run. */
  readonly yieldTurn: () => Promise<void>;
  /** True when nobody waits for the result any more. */
  readonly isCancelled: () => boolean;
}

export interface LoadedLog {
  /** Where the next record goes: the log end offset. */
  readonly nextOffset: number;
  /** A snapshot epoch <= the high watermark: what reads see. */
  readonly committedOffset: number;
  /** The epochs above `committedOffset` that still have to be committed, ascending. */
  readonly uncommittedOffsets: readonly number[];
  readonly summary: LoadSummary;
}

/** Rejects with what the reader rejects with, or with the error of a record that cannot be replayed. */
export async function loadShard<R>(options: LoadOptions<R>): Promise<LoadedLog | undefined> {
  const loading = new Loading(options);
  const startMs = options.monotonicMs();
  let sliceStartMs = startMs;
  for (;;) {
    const stretch = await options.reader.read(options.partition, loading.nextOffset, options.bufferBytes);
    if (options.isCancelled()) return undefined;
    const fromOffset = loading.nextOffset;
    for (const batch of batchesOf(stretch.records)) {
      await loading.replay(batch, stretch.highWatermark);
      if (options.monotonicMs() - sliceStartMs > SLICE_MS) {
        await options.yieldTurn();
        if (options.isCancelled()) return undefined;
        sliceStartMs = options.monotonicMs();
      }
    }
    if (loading.nextOffset >= stretch.logEndOffset || loading.nextOffset === fromOffset) {
      return loading.finish(stretch, options.monotonicMs() - startMs);
    }
  }
}

class Loading<R> {
  readonly #options: LoadOptions<R>;
  readonly #epochs: number[] = [];
  #records = 0;
  #bytes = 0;
  /** The offset after the last batch that was replayed. */
  nextOffset = 0;

  constructor(options: LoadOptions<R>) {
    this.#options = options;
  }

  async replay(batch: LoadedBatch, highWatermark: number): Promise<void> {
    // The reader may hand over the whole of a batch whose beginning has been replayed.
    if (batch.lastOffset < this.nextOffset) return;
    if (batch.baseOffset >= highWatermark) this.#snapshot(Math.max(this.nextOffset, highWatermark));
    const { shard } = this.#options;
    if (batch.isControl) {
      const outcome = await transactionOutcomeOf(batch);
      if (outcome !== undefined) shard.replayEndTransactionMarker(batch.producerId, outcome);
      this.#records++;
    } else {
      await this.#replayRecords(batch);
    }
    this.#bytes += batch.sizeInBytes;
    this.nextOffset = batch.lastOffset + 1;
  }

  finish(stretch: LogStretch, durationMs: number): LoadedLog {
    this.nextOffset = Math.max(this.nextOffset, stretch.logEndOffset);
    this.#snapshot(this.nextOffset);
    const committed = this.#epochs.findLast((epoch) => epoch <= stretch.highWatermark) ?? this.#epochs[0]!;
    this.#options.snapshots.deleteUpTo(committed);
    return {
      nextOffset: this.nextOffset,
      committedOffset: committed,
      uncommittedOffsets: this.#epochs.filter((epoch) => epoch > committed),
      summary: { records: this.#records, bytes: this.#bytes, durationMs },
    };
  }

  async #replayRecords(batch: LoadedBatch): Promise<void> {
    const { serde, shard } = this.#options;
    for (const { offset, key, value } of await recordsOf(batch)) {
      this.#records++;
      if (offset < this.nextOffset) continue;
      const record = serde.deserialize(key, value);
      if (record !== undefined) shard.replay(record, { offset, producerId: batch.producerId });
    }
  }

  #snapshot(epoch: number): void {
    if (this.#epochs.at(-1) === epoch) return;
    this.#options.snapshots.createSnapshot(epoch);
    this.#epochs.push(epoch);
  }
}
