/**
 * Walks the batches in a buffer: a produce request's records, a fetched section of a log, a segment's bytes. It checks of
 * each batch that it lies inside the buffer, that its length can be one and that its magic is known, and reports the first
 * thing that is wrong as a value. It makes no object per batch and reads no record and no checksum.
 *
 * States: before a batch → on a batch (`next()` was true; position and size are valid) → ended (`next()` was false;
 * `failure` says whether the bytes were used up exactly).
 */
import { batchLengthAt, magicAt } from "./batch-header.ts";
import { HEADER_SIZE_UP_TO_MAGIC, LOG_OVERHEAD, MAGIC_V2, MIN_BATCH_LENGTH, RECORDS_OFFSET } from "./batch-layout.ts";
import { RecordFailure } from "./record-failure.ts";

export interface BatchIteratorOptions {
  /** Where the first batch begins; 0 by default. */
  readonly start?: number;
  /** Where the bytes end; the array's length by default. */
  readonly end?: number;
  /** A batch whose length field exceeds this is corrupt; by default there is no bound but the buffer's. */
  readonly maxBatchLength?: number;
}

export class BatchIterator {
  readonly bytes: Uint8Array;
  /** First byte of the current batch. */
  position: number;
  /** Bytes of the current batch, header included. */
  sizeInBytes = 0;
  /** Why the walk ended before the end of the bytes. */
  failure: RecordFailure | undefined;

  readonly #end: number;
  readonly #maxBatchLength: number;

  constructor(bytes: Uint8Array, options: BatchIteratorOptions = {}) {
    this.bytes = bytes;
    this.position = options.start ?? 0;
    this.#end = Math.min(options.end ?? bytes.length, bytes.length);
    this.#maxBatchLength = options.maxBatchLength ?? 0x7fff_ffff;
  }

  /** First byte behind the last batch that was whole. */
  get validBytesEnd(): number {
    return this.position + this.sizeInBytes;
  }

  /** Steps to the next batch of magic 2. False at the end, and at the first bytes that are none: see `failure`. */
  next(): boolean {
    if (this.failure !== undefined) return false;
    this.position += this.sizeInBytes;
    this.sizeInBytes = 0;
    const { bytes, position } = this;
    const left = this.#end - position;
    if (left <= 0) return false;
    if (left < LOG_OVERHEAD) return this.#fail("truncated", `${left} bytes are no batch`);

    const size = batchLengthAt(bytes, position);
    const length = size - LOG_OVERHEAD;
    if (length < MIN_BATCH_LENGTH) {
      return this.#fail("corrupt", `Record size ${length} is less than the minimum record overhead (14)`);
    }
    if (length > this.#maxBatchLength) {
      const most = this.#maxBatchLength;
      return this.#fail("corrupt", `Record size ${length} exceeds the largest allowable message size (${most})`);
    }
    if (left < HEADER_SIZE_UP_TO_MAGIC) return this.#fail("truncated", `${left} bytes are no batch`);

    const magic = magicAt(bytes, position);
    if (magic < 0 || magic > MAGIC_V2) return this.#fail("corrupt", `Invalid magic found in record: ${magic}`);
    if (left < size) return this.#fail("truncated", `the batch has ${size} bytes and ${left} are there`);
    if (magic < MAGIC_V2) return this.#fail("unsupported-magic", `message sets of magic ${magic} are not supported`);
    if (size < RECORDS_OFFSET) {
      return this.#fail("corrupt", `Record batch is corrupt (the size ${size} is smaller than the minimum allowed 61)`);
    }
    this.sizeInBytes = size;
    return true;
  }

  #fail(kind: RecordFailure["kind"], message: string): false {
    this.failure = new RecordFailure(kind, message, this.position);
    return false;
  }
}
