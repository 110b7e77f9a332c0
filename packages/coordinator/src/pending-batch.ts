/**
 * A batch that operations fill together: it is open until it is flushed or full, then waits its turn to be appended.
 * Operations whose answer depends on it are attached to it, those without records of their own included.
 */

import type { DeferredOperation } from "./deferred-operation.ts";
import type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";

export interface PendingRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
  readonly timestampMs: number;
}

/** No batch header is longer than this. */
const BATCH_OVERHEAD_BYTES = 61;
/** Length, attributes, deltas, key and value lengths and header count at their longest. */
const RECORD_OVERHEAD_BYTES = 36;

export function recordBytesUpperBound(record: PendingRecord): number {
  return RECORD_OVERHEAD_BYTES + record.key.length + (record.value?.length ?? 0);
}

/** What a batch is that does not hold plain records: the records of one transaction, or the marker that ends one. */
export interface TransactionalBatch {
  readonly producer?: TransactionalProducer;
  readonly marker?: TransactionMarker & { readonly timestampMs: number };
}

export class PendingBatch {
  /** Offset of the first record, once it is in the log. */
  readonly baseOffset: number;
  readonly createdMs: number;
  readonly records: PendingRecord[] = [];
  readonly operations: DeferredOperation[] = [];
  readonly transactional: TransactionalBatch;
  isOpen = true;
  /** Whether the batch is to be appended as soon as nothing is before it. */
  isFlushRequested = false;
  /** Uncompressed, an upper bound. */
  sizeInBytes: number = BATCH_OVERHEAD_BYTES;

  constructor(baseOffset: number, createdMs: number, transactional: TransactionalBatch = {}) {
    this.baseOffset = baseOffset;
    this.createdMs = createdMs;
    this.transactional = transactional;
  }

  /** Offset of the record that comes next. */
  get nextOffset(): number {
    return this.baseOffset + (this.transactional.marker === undefined ? this.records.length : 1);
  }

  /** An empty batch takes anything: a record larger than any batch is refused by the log, with its error. */
  hasRoomFor(bytes: number, maxBytes: number): boolean {
    return this.records.length === 0 || this.sizeInBytes + bytes <= maxBytes;
  }

  add(record: PendingRecord): void {
    this.records.push(record);
    this.sizeInBytes += recordBytesUpperBound(record);
  }
}
