/**
 * What one fetch brought of one partition: batches that are checked, decompressed and taken apart only when their records are wanted.
 *
 * With read_committed it leaves out the records of aborted transactions: the response lists each aborted transaction that touches the range with
 * its first offset, and the transaction's abort marker ends it. Control records are never delivered. Offsets of what is left out are passed over.
 */
import {
  BatchIterator,
  RecordFailure,
  RecordWalker,
  TimestampType,
  baseOffsetAt,
  baseTimestampAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  maxTimestampAt,
  parseControlRecordType,
  partitionLeaderEpochAt,
  producerIdAt,
  readRecordsBody,
  timestampTypeAt,
  verifyCrc,
  ControlRecordType,
} from "@ottla/records";
import type { RecordsBody } from "@ottla/records";
import { KafkaError } from "../errors.ts";
import { FetchedRecord } from "./consumer-record.ts";
import type { BatchContext } from "./consumer-record.ts";
import type { Deserializer } from "./consumer-types.ts";
import { SlowBatches, isSlowBatch } from "./slow-batches.ts";

/** An aborted transaction that touches a fetched range. */
export interface AbortedRange {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface FetchedPartitionOptions {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: Uint8Array;
  /** Where the fetch began; earlier records of its first batch are passed over. */
  readonly fetchOffset: number;
  /** Undefined for read_uncommitted. */
  readonly aborted: readonly AbortedRange[] | undefined;
  readonly checkCrcs: boolean;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
  /** Called at the end, once, if no record that was delivered lies in the bytes: nobody looks at them any more. */
  readonly release?: () => void;
}

/** Fetched and not yet delivered records of a partition. */
export class FetchedPartition {
  readonly #options: FetchedPartitionOptions;
  readonly #batches: BatchIterator;
  readonly #slowBatches: SlowBatches;
  readonly #sizeInBytes: number;
  readonly #walker = new RecordWalker();
  /** Aborted transactions that begin later, by first offset. */
  readonly #abortedAhead: AbortedRange[];
  readonly #abortedNow: Set<bigint> = new Set();
  #context: BatchContext | undefined;
  #appendTime: number | undefined;
  /** The next record to deliver. */
  #nextOffset: number;
  /** The leader epoch of the last record that was delivered or passed over; -1 when unknown. */
  #lastEpoch = -1;
  #isAtEnd = false;
  /** Whether records that were delivered lie in the fetched bytes themselves. */
  #isShown = false;
  #recordCount = 0;

  constructor(options: FetchedPartitionOptions) {
    this.#options = options;
    this.#batches = new BatchIterator(options.bytes);
    this.#slowBatches = new SlowBatches(options.bytes);
    this.#sizeInBytes = options.bytes.length;
    this.#nextOffset = options.fetchOffset;
    this.#abortedAhead = [...(options.aborted ?? [])].sort((left, right) => left.firstOffset - right.firstOffset);
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** How much was fetched, in bytes. */
  get sizeInBytes(): number {
    return this.#sizeInBytes;
  }

  /** How many records were delivered. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /** Everything is delivered. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** Bytes whose records are not delivered yet. */
  get remainingBytes(): number {
    return this.#isAtEnd ? 0 : this.#sizeInBytes - this.#batches.position;
  }

  /**
   * Up to `max` records, appended to `target`. Stops early in front of a batch that is worth another thread: then the returned promise
   * prepares it, and the call is to be repeated.
   * @throws KafkaError `CORRUPT_RECORD` when a batch is damaged; the position stays in front of it
   */
  take(max: number, target: FetchedRecord[]): Promise<void> | undefined {
    while (target.length < max) {
      if (this.#context === undefined) {
        const opening = this.#openNextBatch(max - target.length);
        if (opening instanceof Promise) return opening;
        if (!opening) return undefined;
      }
      this.#readRecords(max, target);
    }
    return undefined;
  }

  /** Begins with what the next {@link take} has to wait for. */
  prepare(): void {
    if (this.#context === undefined && !this.#isAtEnd) {
      this.#slowBatches.prepare(this.#batches.validBytesEnd, this.#nextOffset);
    }
  }

  #readRecords(max: number, target: FetchedRecord[]): void {
    const walker = this.#walker;
    const context = this.#context as BatchContext;
    const { bytes, position } = this.#batches;
    const baseOffset = baseOffsetAt(bytes, position);
    const baseTimestamp = baseTimestampAt(bytes, position);
    const epoch = partitionLeaderEpochAt(bytes, position);
    while (target.length < max) {
      if (!walker.next()) {
        if (walker.failure !== undefined) throw this.#corrupt(walker.failure.message);
        this.#closeBatch(epoch);
        return;
      }
      const offset = baseOffset + walker.offsetDelta;
      if (offset < this.#nextOffset) continue;
      target.push(
        new FetchedRecord(context, walker, offset, this.#appendTime ?? baseTimestamp + walker.timestampDelta),
      );
      this.#nextOffset = offset + 1;
      this.#lastEpoch = epoch;
      this.#recordCount++;
    }
  }

  /** Goes past the batch, including offsets that compaction left empty at its end. */
  #closeBatch(epoch: number): void {
    const { bytes, position } = this.#batches;
    this.#nextOffset = Math.max(this.#nextOffset, lastOffsetAt(bytes, position) + 1);
    this.#lastEpoch = epoch;
    this.#context = undefined;
    this.#walker.release();
  }

  /** Opens the next batch with something to deliver. False at the end. */
  #openNextBatch(wanted: number): boolean | Promise<void> {
    const batches = this.#batches;
    const { bytes } = batches;
    for (;;) {
      if (this.#isAtEnd) return false;
      if (!batches.next()) {
        this.#isAtEnd = true;
        const { failure } = batches;
        // The broker cuts the last batch off where the fetch is full; that is no damage.
        if (failure !== undefined && failure.kind !== "truncated") throw this.#corrupt(failure.message);
        if (!this.#isShown && this.#slowBatches.isIdle) this.#options.release?.();
        return false;
      }
      const at = batches.position;
      if (this.#options.checkCrcs && !verifyCrc(bytes, at)) {
        this.#isAtEnd = true;
        throw this.#corrupt("Record is corrupt (stored crc does not match the computed one)");
      }
      if (lastOffsetAt(bytes, at) < this.#nextOffset || this.#isLeftOut(at)) {
        this.#closeBatch(partitionLeaderEpochAt(bytes, at));
        continue;
      }
      if (isSlowBatch(batches)) return this.#openSlowly(at, wanted);
      this.#open(at, readRecordsBody(bytes, at));
      return true;
    }
  }

  async #openSlowly(at: number, wanted: number): Promise<void> {
    this.#open(at, await this.#slowBatches.open(at, wanted));
  }

  #open(at: number, body: RecordsBody | RecordFailure): void {
    if (body instanceof RecordFailure) {
      this.#isAtEnd = true;
      throw this.#corrupt(body.message);
    }
    const { bytes } = this.#batches;
    const { topic, partition, keyDeserializer, valueDeserializer } = this.#options;
    this.#isShown ||= body.bytes.buffer === bytes.buffer;
    const isAppendTime = timestampTypeAt(bytes, at) === TimestampType.LOG_APPEND_TIME;
    const epoch = partitionLeaderEpochAt(bytes, at);
    this.#appendTime = isAppendTime ? maxTimestampAt(bytes, at) : undefined;
    this.#context = {
      topic,
      partition,
      bytes: body.bytes,
      timestampType: isAppendTime ? "LogAppendTime" : "CreateTime",
      leaderEpoch: epoch === -1 ? undefined : epoch,
      keyDeserializer,
      valueDeserializer,
    };
    this.#walker.start(body.bytes, body.start, body.end, body.count);
  }

  /** Control batches are never delivered; aborted ones are not with read_committed. */
  #isLeftOut(at: number): boolean {
    const { bytes } = this.#batches;
    const isControl = isControlAt(bytes, at);
    if (this.#options.aborted === undefined || !isTransactionalAt(bytes, at)) return isControl;
    const producerId = producerIdAt(bytes, at);
    this.#beginAborted(lastOffsetAt(bytes, at));
    if (!isControl) return this.#abortedNow.has(producerId);
    if (this.#isAbortMarker(at)) this.#abortedNow.delete(producerId);
    return true;
  }

  /** Aborted transactions that have begun by this offset. */
  #beginAborted(offset: number): void {
    for (;;) {
      const [next] = this.#abortedAhead;
      if (next === undefined || next.firstOffset > offset) return;
      this.#abortedAhead.shift();
      this.#abortedNow.add(next.producerId);
    }
  }

  #isAbortMarker(at: number): boolean {
    const body = readRecordsBody(this.#batches.bytes, at);
    if (body instanceof RecordFailure) throw this.#corrupt(body.message);
    const walker = new RecordWalker().start(body.bytes, body.start, body.end, body.count);
    if (!walker.next() || walker.keyLength < 0) return false;
    const key = body.bytes.subarray(walker.keyStart, walker.keyStart + walker.keyLength);
    return parseControlRecordType(key) === ControlRecordType.ABORT;
  }

  #corrupt(reason: string): KafkaError {
    const { topic, partition } = this.#options;
    return new KafkaError(
      "CORRUPT_RECORD",
      `Received damaged data when fetching ${topic}-${partition} at offset ${this.#nextOffset}: ${reason}. ` +
        "If needed, please seek past the record to continue consumption.",
    );
  }
}

/** The offset behind the last whole batch of some bytes; `fetchOffset` when there is none. */
export function endOffset(bytes: Uint8Array, fetchOffset: number): number {
  const batches = new BatchIterator(bytes);
  let end = fetchOffset;
  while (batches.next()) end = Math.max(end, lastOffsetAt(bytes, batches.position) + 1);
  return end;
}
