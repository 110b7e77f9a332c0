/**
 * One batch of records for one partition, from its first record to its end: the bytes, and who waits for each record.
 *
 * States: open (records are appended) → closed (drained for sending; may go back to the queue any number of times) → done (succeeded or
 * failed, exactly once).
 */
import { assert } from "@ottla/base";
import { RecordBatchBuilder, decodeBatch, incrementSequence } from "@ottla/records";
import type { CompressionType, ProducerState, RecordHeader } from "@ottla/records";
import { KafkaError, protocolError } from "../errors.ts";
import type { RecordMetadata } from "./producer-record.ts";
import type { RecordCompletion } from "./record-completion.ts";

/** A record in bytes. */
export interface EncodedRecord {
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[] | undefined;
}

export interface ProducerBatchOptions {
  readonly topic: string;
  readonly partition: number;
  readonly compression: CompressionType;
  readonly compressionLevel: number | undefined;
  /** Bytes to fill to; a single larger record gets a batch of its own. */
  readonly sizeLimit: number;
  /** Compressed over uncompressed size, as expected. */
  readonly compressionRatio: number;
  /** What to allocate at first, in bytes. */
  readonly initialCapacity: number;
  /** When the batch was begun, on the monotonic clock. */
  readonly createdMs: number;
}

/** The most a record adds to its key, value and headers: five varints, the attributes, the header count. */
const RECORD_OVERHEAD_MAX = 36;

interface Waiter {
  readonly completion: RecordCompletion;
  readonly timestamp: number;
  readonly keySize: number;
  readonly valueSize: number;
}

/** Where a batch went, as far as the broker told. */
export interface BatchPlace {
  /** -1 when unknown. */
  readonly baseOffset: number;
  /** -1 where the topic keeps the records' own timestamps. */
  readonly logAppendTimeMs: number;
}

/** A batch of records for one partition. */
export class ProducerBatch {
  readonly topic: string;
  readonly partition: number;
  readonly createdMs: number;
  readonly #options: ProducerBatchOptions;
  readonly #builder: RecordBatchBuilder;
  readonly #waiters: Waiter[] = [];
  #endListeners: (() => void)[] = [];
  /** What the next build stamps. The bytes of a batch in flight may still lie in a socket's queue, so they are not touched before that. */
  #producer: ProducerState;
  #isClosed = false;
  #isDone = false;
  #hasEnded = false;
  /** Requests that carried it so far and failed. */
  attempts = 0;
  /** Not to be sent again before this, on the monotonic clock, unless there is a new leader. */
  notBeforeMs = 0;
  /** The leader epoch it was last sent to; -1 before. */
  lastLeaderEpoch = -1;
  /** The bytes of its largest record. */
  recordSizeMax = 0;
  /** Whether its sequence was changed after it had been sent. */
  isSequenceReset = false;

  constructor(options: ProducerBatchOptions) {
    this.topic = options.topic;
    this.partition = options.partition;
    this.createdMs = options.createdMs;
    this.#options = options;
    this.#builder = new RecordBatchBuilder({
      compression: options.compression,
      compressionLevel: options.compressionLevel,
      initialCapacity: options.initialCapacity,
    });
    this.#producer = this.#builder.producer;
  }

  get recordCount(): number {
    return this.#waiters.length;
  }

  /** Bytes before compression. */
  get sizeInBytes(): number {
    return this.#builder.sizeInBytes;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether it takes no more records. */
  get isFull(): boolean {
    return this.#isClosed || this.#estimatedBytes() >= this.#options.sizeLimit;
  }

  get isInRetry(): boolean {
    return this.attempts > 0;
  }

  get hasSequence(): boolean {
    return this.#producer.baseSequence >= 0;
  }

  get baseSequence(): number {
    return this.#producer.baseSequence;
  }

  get lastSequence(): number {
    return incrementSequence(this.baseSequence, this.recordCount - 1);
  }

  get producer(): ProducerState {
    return this.#producer;
  }

  /** Appends a record if there is room; the first one always fits. Returns the bytes it took, or -1. */
  tryAppend(record: EncodedRecord, completion: RecordCompletion): number {
    if (this.#isClosed) return -1;
    const { timestamp, key, value, headers } = record;
    if (this.#waiters.length > 0) {
      const room = this.#options.sizeLimit - this.#estimatedBytes();
      if (room < recordSizeMax(record) && room < this.#builder.sizeOf(timestamp, key, value, headers)) {
        this.#isClosed = true;
        return -1;
      }
    }
    const before = this.#builder.sizeInBytes;
    this.#builder.append(timestamp, key, value, headers);
    this.#waiters.push({
      completion,
      timestamp,
      keySize: key === null ? -1 : key.length,
      valueSize: value === null ? -1 : value.length,
    });
    const bytes = this.#builder.sizeInBytes - before;
    if (bytes > this.recordSizeMax) this.recordSizeMax = bytes;
    return bytes;
  }

  /** Resolves when the batch, or all batches it was divided into, have ended. */
  whenDone(): Promise<void> {
    if (this.#hasEnded) return Promise.resolve();
    return new Promise((resolve) => this.#endListeners.push(resolve));
  }

  /** No more records. */
  close(): void {
    this.#isClosed = true;
  }

  /** Whether building it takes long enough to be worth a thread. */
  get isSlowToBuild(): boolean {
    const { compression } = this.#options;
    return (compression === 1 || compression === 4) && this.#builder.sizeInBytes >= SLOW_BUILD_BYTES;
  }

  /** The bytes to send. */
  build(): Uint8Array {
    this.#stamp();
    return this.#builder.build();
  }

  /** As {@link build}, on another thread where the codec allows it. */
  buildAsync(): Promise<Uint8Array> {
    this.#stamp();
    return this.#builder.buildAsync();
  }

  /** The compression that building achieved; 1 without compression. */
  get compressionRatio(): number {
    return this.#options.compression === 0 ? 1 : this.#builder.build().length / Math.max(1, this.#builder.sizeInBytes);
  }

  setProducer(producer: ProducerState): void {
    this.#producer = producer;
  }

  /** Gives a batch that may have been sent before another producer epoch and sequence. */
  resetProducer(producer: ProducerState): void {
    this.#producer = producer;
    this.isSequenceReset = true;
  }

  /** Ends the batch well. Does nothing when it has ended already. */
  succeed(place: BatchPlace): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    const { topic, partition } = this;
    const { baseOffset, logAppendTimeMs } = place;
    for (let index = 0; index < this.#waiters.length; index++) {
      const waiter = this.#waiters[index] as Waiter;
      const metadata: RecordMetadata = {
        topic,
        partition,
        offset: baseOffset === -1 ? -1 : baseOffset + index,
        timestamp: logAppendTimeMs === -1 ? waiter.timestamp : logAppendTimeMs,
        serializedKeySize: waiter.keySize,
        serializedValueSize: waiter.valueSize,
      };
      waiter.completion.succeed(metadata);
    }
    this.#end();
    return true;
  }

  /** Ends the batch badly; `errorOf` may give some records an error of their own. Does nothing when it has ended already. */
  fail(error: KafkaError, errorOf: (index: number) => KafkaError = () => error): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    for (let index = 0; index < this.#waiters.length; index++) {
      (this.#waiters[index] as Waiter).completion.fail(errorOf(index));
    }
    this.#end();
    return true;
  }

  /**
   * Divides a batch that a broker found too large into batches that fill to `sizeLimit`, taking over its records' waiters and, if it has them,
   * its sequence numbers.
   */
  split(sizeLimit: number): ProducerBatch[] {
    assert(this.recordCount > 1 && !this.#isDone, "a batch to split holds at least two records");
    const batches: ProducerBatch[] = [];
    const options = { ...this.#options, sizeLimit, compressionRatio: 1 };
    let current: ProducerBatch | undefined;
    let index = 0;
    const decoded = decodeBatch(this.#builder.build());
    assert("records" in decoded, "a batch that was built can be read");
    for (const { timestamp, key, value, headers } of decoded.records) {
      const { completion } = this.#waiters[index++] as Waiter;
      const record = { timestamp, key, value, headers };
      if (current === undefined || current.tryAppend(record, completion) === -1) {
        current = new ProducerBatch(options);
        current.attempts = this.attempts;
        batches.push(current);
        current.tryAppend(record, completion);
      }
    }
    let sequence = this.baseSequence;
    for (const batch of batches) {
      batch.close();
      if (!this.hasSequence) continue;
      batch.setProducer({ ...this.producer, baseSequence: sequence });
      sequence = incrementSequence(sequence, batch.recordCount);
    }
    this.#isDone = true;
    this.#waiters.length = 0;
    void Promise.all(batches.map((batch) => batch.whenDone())).then(() => this.#end());
    return batches;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#waiters.length = 0;
    const listeners = this.#endListeners;
    if (listeners.length === 0) return;
    this.#endListeners = [];
    for (const listener of listeners) listener();
  }

  #stamp(): void {
    if (this.#builder.producer !== this.#producer) this.#builder.setProducer(this.#producer);
  }

  #estimatedBytes(): number {
    return this.#builder.estimatedSizeInBytes(this.#options.compressionRatio * RATIO_SAFETY);
  }
}

/** From here on compression goes to another thread, in bytes. */
const SLOW_BUILD_BYTES = 65_536;
/** Compression is expected to do a little worse than lately. */
const RATIO_SAFETY = 1.05;

/** A bound on the bytes a record takes; never too low. */
export function recordSizeMax({ key, value, headers }: EncodedRecord): number {
  let size = RECORD_OVERHEAD_MAX + (key === null ? 0 : key.length) + (value === null ? 0 : value.length);
  if (headers !== undefined) {
    for (const header of headers) size += 10 + 3 * header.key.length + (header.value?.length ?? 0);
  }
  return size;
}

/** What each record of a refused batch is told: the culprits why, the others that they were in bad company (KIP-467). */
export function invalidRecordErrors(
  errorCode: number,
  message: string | null,
  recordErrors: readonly { readonly batchIndex: number; readonly batchIndexErrorMessage: string | null }[],
): { readonly error: KafkaError; readonly errorOf: (index: number) => KafkaError } {
  const error = protocolError(errorCode, message);
  if (recordErrors.length === 0) return { error, errorOf: () => error };
  const culprits = new Map(recordErrors.map((one) => [one.batchIndex, one.batchIndexErrorMessage]));
  const companion = new KafkaError(
    error.code,
    "Failed to append record because it was part of a batch which had one more more invalid records",
    { errorCode },
  );
  return {
    error,
    errorOf: (index) => (culprits.has(index) ? protocolError(errorCode, culprits.get(index) ?? message) : companion),
  };
}
