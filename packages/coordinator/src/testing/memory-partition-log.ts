/**
 * A partition's log in memory, behind the runtime's ports: whole batches with assigned offsets. A test decides when
 * appends succeed, fail or hang, and how far the high watermark is.
 */

import { ErrorCode } from "@ottla/protocol";
import { lastOffsetDeltaAt, setBaseOffset } from "@ottla/records";
import { CoordinatorError } from "../coordinator-error.ts";
import type { AppendedBatch, LogStretch, PartitionReader, PartitionWriter } from "../partition-log.ts";

interface StoredBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly bytes: Uint8Array;
}

export class MemoryPartitionLog implements PartitionReader, PartitionWriter {
  readonly batches: StoredBatch[] = [];
  readonly #listeners = new Set<(highWatermark: number) => void>();
  readonly #held: (() => void)[] = [];
  highWatermark = 0;
  maxBytes = 1_048_588;
  /** Whether an append is committed as soon as it is written. */
  commitsAtOnce = true;
  /** Whether appends wait for `release`. */
  holdsAppends = false;
  /** What the next appends come to; empty: they succeed. */
  readonly nextErrors: number[] = [];
  /** What reads come to. */
  readError: number = ErrorCode.NONE;
  appendCount = 0;

  get endOffset(): number {
    return (this.batches.at(-1)?.lastOffset ?? -1) + 1;
  }

  maxBatchBytes(): number {
    return this.maxBytes;
  }

  async append(_partition: number, batch: Uint8Array): Promise<AppendedBatch> {
    this.appendCount++;
    if (this.holdsAppends) await new Promise<void>((resolve) => this.#held.push(resolve));
    const errorCode = this.nextErrors.shift() ?? ErrorCode.NONE;
    if (errorCode !== ErrorCode.NONE) throw new CoordinatorError(errorCode);
    if (batch.length > this.maxBytes) throw new CoordinatorError(ErrorCode.MESSAGE_TOO_LARGE);
    return this.store(batch);
  }

  /** Lets the appends that hang go on. */
  release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  store(batch: Uint8Array): AppendedBatch {
    const bytes = Uint8Array.from(batch);
    const baseOffset = this.endOffset;
    setBaseOffset(bytes, 0, baseOffset);
    const lastOffset = baseOffset + lastOffsetDeltaAt(bytes, 0);
    this.batches.push({ baseOffset, lastOffset, bytes });
    if (this.commitsAtOnce) this.commit();
    return { baseOffset, lastOffset };
  }

  /** Advances the high watermark, to the end of the log unless told otherwise. */
  commit(highWatermark: number = this.endOffset): void {
    this.highWatermark = highWatermark;
    for (const listener of this.#listeners) listener(highWatermark);
  }

  onHighWatermark(_partition: number, listener: (highWatermark: number) => void): () => void {
    this.#listeners.add(listener);
    listener(this.highWatermark);
    return () => this.#listeners.delete(listener);
  }

  async read(_partition: number, offset: number, maxBytes: number): Promise<LogStretch> {
    if (this.readError !== ErrorCode.NONE) throw new CoordinatorError(this.readError);
    const records: Uint8Array[] = [];
    let size = 0;
    for (const batch of this.batches) {
      if (batch.lastOffset < offset) continue;
      if (size > 0 && size + batch.bytes.length > maxBytes) break;
      records.push(batch.bytes);
      size += batch.bytes.length;
    }
    return {
      records,
      logStartOffset: this.batches[0]?.baseOffset ?? 0,
      highWatermark: this.highWatermark,
      logEndOffset: this.endOffset,
    };
  }
}
