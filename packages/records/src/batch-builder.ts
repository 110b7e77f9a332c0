/**
 * Builds one batch of magic 2. Records are written straight into a growing buffer behind a header that is filled in at the
 * end, so an uncompressed batch is never copied and a producer's accumulator always knows the size. A built batch can be
 * given another producer state and be built again, as a producer must whose epoch was bumped.
 *
 * States: open (records are appended) → built (the body is fixed; only the header may still change).
 */
import { assert } from "@ottla/base";
import {
  ATTRIBUTES_OFFSET,
  BASE_OFFSET_OFFSET,
  BASE_SEQUENCE_OFFSET,
  BASE_TIMESTAMP_OFFSET,
  BATCH_LENGTH_OFFSET,
  CONTROL_MASK,
  CRC_OFFSET,
  CompressionType,
  DELETE_HORIZON_MASK,
  LAST_OFFSET_DELTA_OFFSET,
  LOG_OVERHEAD,
  MAGIC_OFFSET,
  MAGIC_V2,
  MAX_TIMESTAMP_OFFSET,
  NO_PARTITION_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  PARTITION_LEADER_EPOCH_OFFSET,
  PRODUCER_EPOCH_OFFSET,
  PRODUCER_ID_OFFSET,
  RECORDS_OFFSET,
  RECORD_COUNT_OFFSET,
  TIMESTAMP_TYPE_MASK,
  TRANSACTIONAL_MASK,
  TimestampType,
} from "./batch-layout.ts";
import { computeCrc } from "./batch-header.ts";
import { compress, compressAsync } from "./compression/compression.ts";
import { writeBigInt64, writeInt16, writeInt32, writeInt64 } from "./int-bytes.ts";
import type { RecordHeader } from "./record.ts";
import { recordBodySize, writeRecord, writeRecordCopy } from "./record-writer.ts";
import type { RecordWalker } from "./record-walker.ts";
import { varintSize } from "./varint.ts";

/** What a producer stamps on a batch. */
export interface ProducerState {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
}

export interface BatchBuilderOptions {
  /** NONE by default. */
  readonly compression?: CompressionType;
  /** The codec's default when left out. */
  readonly compressionLevel?: number | undefined;
  /** 0 by default. */
  readonly baseOffset?: number;
  /** -1 by default. */
  readonly partitionLeaderEpoch?: number;
  /** Marks the batch as stamped by the broker at this time, whatever its records say. */
  readonly logAppendTimeMs?: number | undefined;
  /** None by default. */
  readonly producer?: ProducerState | undefined;
  /** Whether the records are control records; false by default. */
  readonly isControl?: boolean;
  /** KIP-534: stands in the base timestamp's place. */
  readonly deleteHorizonMs?: number | undefined;
  /** What to allocate at first; 512 bytes by default. */
  readonly initialCapacity?: number;
}

/** The most bytes that the size in front of a record takes. There is always room for it, so that a batch of the expected size needs no second buffer. */
const RECORD_SIZE_BYTES_MAX = 5;

const NO_PRODUCER: ProducerState = {
  producerId: NO_PRODUCER_ID,
  producerEpoch: NO_PRODUCER_EPOCH,
  baseSequence: NO_SEQUENCE,
  isTransactional: false,
};

export class RecordBatchBuilder {
  readonly compression: CompressionType;
  readonly baseOffset: number;
  readonly #options: BatchBuilderOptions;
  #producer: ProducerState;
  /** Header space, then the records; `#at` is where the next record goes. */
  #bytes: Uint8Array;
  #at: number = RECORDS_OFFSET;
  #count = 0;
  #baseTimestamp: number;
  #hasBaseTimestamp: boolean;
  #maxTimestamp: number = NO_TIMESTAMP;
  /** The offset of the first record that has the greatest timestamp; -1 without records. */
  #offsetOfMaxTimestamp = -1;
  #lastOffset: number;
  /** Header and final body, once built. */
  #built: Uint8Array | undefined;

  constructor(options: BatchBuilderOptions = {}) {
    this.compression = options.compression ?? CompressionType.NONE;
    this.baseOffset = options.baseOffset ?? 0;
    this.#options = options;
    this.#producer = options.producer ?? NO_PRODUCER;
    this.#bytes = new Uint8Array(Math.max(RECORDS_OFFSET, options.initialCapacity ?? 512) + RECORD_SIZE_BYTES_MAX);
    this.#hasBaseTimestamp = options.deleteHorizonMs !== undefined;
    this.#baseTimestamp = options.deleteHorizonMs ?? NO_TIMESTAMP;
    this.#lastOffset = this.baseOffset - 1;
  }

  get recordCount(): number {
    return this.#count;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Header and records without compression. */
  get sizeInBytes(): number {
    return this.#at;
  }

  /** Header, and records as far as `compressionRatio` (compressed size over uncompressed) predicts them. */
  estimatedSizeInBytes(compressionRatio = 1): number {
    if (this.compression === CompressionType.NONE) return this.#at;
    return RECORDS_OFFSET + Math.ceil((this.#at - RECORDS_OFFSET) * compressionRatio);
  }

  /** The greatest timestamp of the records so far, -1 for none; the time of the append where that is set. */
  get maxTimestamp(): number {
    return this.#options.logAppendTimeMs ?? this.#maxTimestamp;
  }

  get offsetOfMaxTimestamp(): number {
    return this.#offsetOfMaxTimestamp;
  }

  /** The last offset appended; one below the base offset when there is none. */
  get lastOffset(): number {
    return this.#lastOffset;
  }

  get producer(): ProducerState {
    return this.#producer;
  }

  /** Bytes that appending this record would add, before compression. */
  sizeOf(
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers?: readonly RecordHeader[],
  ): number {
    const timestampDelta = this.#hasBaseTimestamp ? timestamp - this.#baseTimestamp : 0;
    const bodySize = recordBodySize(timestampDelta, this.#lastOffset + 1 - this.baseOffset, key, value, headers);
    return varintSize(bodySize) + bodySize;
  }

  /**
   * Appends a record at the next offset.
   * @param timestamp milliseconds since 1970, or -1 for none; a safe integer.
   * @returns its offset.
   */
  append(
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers?: readonly RecordHeader[],
  ): number {
    return this.appendWithOffset(this.#lastOffset + 1, timestamp, key, value, headers);
  }

  /** As `append`, at an offset that is greater than all before it. */
  appendWithOffset(
    offset: number,
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers?: readonly RecordHeader[],
  ): number {
    const timestampDelta = this.#admit(offset, timestamp);
    const offsetDelta = offset - this.baseOffset;
    const bodySize = recordBodySize(timestampDelta, offsetDelta, key, value, headers);
    this.#reserve(bodySize + RECORD_SIZE_BYTES_MAX);
    this.#at = writeRecord(this.#bytes, this.#at, bodySize, timestampDelta, offsetDelta, key, value, headers);
    return offset;
  }

  /**
   * Appends the record a walker stands on, with key, value and headers as they are: for compaction and re-compression.
   * @param bytes what the walker walks.
   */
  appendCopy(offset: number, timestamp: number, bytes: Uint8Array, record: RecordWalker): void {
    const timestampDelta = this.#admit(offset, timestamp);
    this.#reserve(record.sizeInBytes + 32);
    this.#at = writeRecordCopy(this.#bytes, this.#at, timestampDelta, offset - this.baseOffset, bytes, record);
  }

  /** Sets what `build` stamps on the batch; allowed after building too. */
  setProducer(producer: ProducerState): void {
    this.#producer = producer;
    if (this.#built !== undefined) this.#writeHeader(this.#built);
  }

  /** Makes the batch end at a later offset than its last record, as compaction leaves it. */
  overrideLastOffset(lastOffset: number): void {
    assert(lastOffset >= this.#lastOffset, "a batch ends at or behind its last record");
    this.#lastOffset = lastOffset;
    if (this.#built !== undefined) this.#writeHeader(this.#built);
  }

  /** The finished batch: a view of the builder's own memory, the same one at each call. */
  build(): Uint8Array {
    if (this.#built === undefined) {
      const { compression } = this;
      if (compression === CompressionType.NONE) return this.#finish(this.#bytes.subarray(0, this.#at));
      return this.#finish(this.#withBody(compress(compression, this.#body(), this.#options.compressionLevel)));
    }
    return this.#built;
  }

  /** As `build`, but gzip and zstd run on the thread pool. Nothing may be appended meanwhile. */
  async buildAsync(): Promise<Uint8Array> {
    if (this.#built !== undefined || this.compression === CompressionType.NONE) return this.build();
    const body = await compressAsync(this.compression, this.#body(), this.#options.compressionLevel);
    return this.#built ?? this.#finish(this.#withBody(body));
  }

  #body(): Uint8Array {
    return this.#bytes.subarray(RECORDS_OFFSET, this.#at);
  }

  #withBody(body: Uint8Array): Uint8Array {
    const batch = new Uint8Array(RECORDS_OFFSET + body.length);
    batch.set(body, RECORDS_OFFSET);
    return batch;
  }

  /** Checks a record's place, notes its timestamp, and returns its timestamp delta. */
  #admit(offset: number, timestamp: number): number {
    assert(this.#built === undefined, "nothing is appended to a built batch");
    assert(offset > this.#lastOffset, "offsets in a batch grow");
    assert(offset - this.baseOffset <= 0x7fff_ffff, "an offset lies at most 2^31 - 1 behind its batch's first");
    if (!this.#hasBaseTimestamp) {
      this.#baseTimestamp = timestamp;
      this.#hasBaseTimestamp = true;
    }
    const timestampDelta = timestamp - this.#baseTimestamp;
    assert(Number.isSafeInteger(timestampDelta), "a timestamp is a safe integer");
    if (timestamp > this.#maxTimestamp) {
      this.#maxTimestamp = timestamp;
      this.#offsetOfMaxTimestamp = offset;
    } else if (this.#count === 0) {
      this.#offsetOfMaxTimestamp = offset;
    }
    this.#lastOffset = offset;
    this.#count++;
    return timestampDelta;
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }

  #finish(batch: Uint8Array): Uint8Array {
    this.#built = batch;
    if (this.compression !== CompressionType.NONE) this.#bytes = batch;
    this.#writeHeader(batch);
    return batch;
  }

  #writeHeader(batch: Uint8Array): void {
    const { logAppendTimeMs, partitionLeaderEpoch, isControl, deleteHorizonMs } = this.#options;
    writeBatchHeader(batch, {
      baseOffset: this.baseOffset,
      partitionLeaderEpoch: partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH,
      compression: this.compression,
      timestampType: logAppendTimeMs === undefined ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME,
      isControl: isControl ?? false,
      hasDeleteHorizon: deleteHorizonMs !== undefined,
      lastOffsetDelta: Math.max(0, this.#lastOffset - this.baseOffset),
      baseTimestamp: this.#baseTimestamp,
      maxTimestamp: this.maxTimestamp,
      producer: this.#producer,
      recordCount: this.#count,
    });
  }
}

/** What `writeBatchHeader` writes; the size follows from the bytes. */
export interface BatchHeaderFields {
  readonly baseOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly compression: CompressionType;
  readonly timestampType: TimestampType;
  readonly isControl: boolean;
  readonly hasDeleteHorizon: boolean;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producer: ProducerState;
  readonly recordCount: number;
}

/** Writes the header of the batch that is all of `batch` and whose records are in place, checksum included. */
export function writeBatchHeader(batch: Uint8Array, fields: BatchHeaderFields): void {
  assert(batch.length >= RECORDS_OFFSET, "a batch holds its header");
  const { producer } = fields;
  const attributes =
    fields.compression |
    (fields.timestampType === TimestampType.LOG_APPEND_TIME ? TIMESTAMP_TYPE_MASK : 0) |
    (producer.isTransactional ? TRANSACTIONAL_MASK : 0) |
    (fields.isControl ? CONTROL_MASK : 0) |
    (fields.hasDeleteHorizon ? DELETE_HORIZON_MASK : 0);
  writeInt64(batch, BASE_OFFSET_OFFSET, fields.baseOffset);
  writeInt32(batch, BATCH_LENGTH_OFFSET, batch.length - LOG_OVERHEAD);
  writeInt32(batch, PARTITION_LEADER_EPOCH_OFFSET, fields.partitionLeaderEpoch);
  batch[MAGIC_OFFSET] = MAGIC_V2;
  writeInt16(batch, ATTRIBUTES_OFFSET, attributes);
  writeInt32(batch, LAST_OFFSET_DELTA_OFFSET, fields.lastOffsetDelta);
  writeInt64(batch, BASE_TIMESTAMP_OFFSET, fields.baseTimestamp);
  writeInt64(batch, MAX_TIMESTAMP_OFFSET, fields.maxTimestamp);
  writeBigInt64(batch, PRODUCER_ID_OFFSET, producer.producerId);
  writeInt16(batch, PRODUCER_EPOCH_OFFSET, producer.producerEpoch);
  writeInt32(batch, BASE_SEQUENCE_OFFSET, producer.baseSequence);
  writeInt32(batch, RECORD_COUNT_OFFSET, fields.recordCount);
  writeInt32(batch, CRC_OFFSET, computeCrc(batch, 0, batch.length));
}

/**
 * A batch without records: what compaction leaves of an idempotent producer's last batch, so that its state survives.
 * Its timestamps are -1, or the delete horizon.
 */
export function emptyBatch(
  fields: Omit<BatchHeaderFields, "recordCount" | "compression" | "hasDeleteHorizon">,
): Uint8Array {
  const batch = new Uint8Array(RECORDS_OFFSET);
  writeBatchHeader(batch, {
    ...fields,
    compression: CompressionType.NONE,
    hasDeleteHorizon: false,
    recordCount: 0,
  });
  return batch;
}
