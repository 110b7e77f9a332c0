/**
 * What a log should hold, kept beside it: every batch that was ever sent, and those that are in the log as far as the run knows. Everything else
 * (producers, transactions, epochs) is folded from the batches when it is asked for, so the model has nothing to keep in step.
 */
import assert from "node:assert/strict";
import {
  baseOffsetAt,
  baseSequenceAt,
  crcAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  maxTimestampAt,
  partitionLeaderEpochAt,
  producerEpochAt,
  producerIdAt,
  verifyCrc,
} from "@ottla/records";

/** A batch as it was sent; the checksum tells one from another. */
export interface SentBatch {
  /** Of its records, in order. */
  readonly timestamps: readonly number[];
  readonly keys: readonly (string | null)[];
  readonly values: readonly (string | null)[];
  readonly marker: "commit" | "abort" | undefined;
}

export interface LoggedBatch extends SentBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly crc: number;
  readonly leaderEpoch: number;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly maxTimestamp: number;
}

export interface ProducerModel {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly lastSequence: number;
  /** −1 without an open transaction. */
  readonly txnFirstOffset: number;
  /** Of its last batch, marker or not. */
  readonly lastOffset: number;
  /** Of its last batch that is no marker; −1 if there is none. */
  readonly lastDataOffset: number;
}

export interface AbortedTxnModel {
  readonly producerId: bigint;
  readonly firstOffset: number;
  readonly markerOffset: number;
}

export class History {
  /** In order of offset, those below the log start offset included. */
  batches: LoggedBatch[] = [];
  /** Where the next record goes. */
  end = 0;
  /** Lowest offset that can be read. */
  start = 0;
  /** Highest start that was ever asked for: a crash may bring a lower one back. */
  startMax = 0;
  /** Records below it survive the end of the process. */
  writtenEnd = 0;
  /** Records below it survive the end of the machine. */
  durableEnd = 0;
  /** Compaction may have taken records, whatever the policy is now. */
  readonly isCompacted: boolean;
  /** Records from here on were never cleaned. */
  cleanableEnd = 0;
  /**
   * The cleaner keeps the last batch of each producer. Where that was lost with the end of the log, the one before may be gone, if it lay below this
   * offset.
   */
  compactedAway = 0;
  /** First offsets of batches that may be there or not, and are not asked for. */
  readonly lostWithCleaning: Set<number> = new Set();
  #cutUnderWay = Infinity;
  readonly #sent = new Map<number, SentBatch>();

  constructor({ isCompacted }: { readonly isCompacted: boolean }) {
    this.isCompacted = isCompacted;
  }

  /** The batch is about to be appended. */
  send(bytes: Uint8Array, sent: SentBatch): void {
    this.#sent.set(crcAt(bytes, 0), sent);
  }

  /** The batch that lies at `at`; fails if nobody sent it. */
  parse(bytes: Uint8Array, at: number): LoggedBatch {
    assert.ok(verifyCrc(bytes, at), `no corrupt batch is served, as at offset ${baseOffsetAt(bytes, at)}`);
    const crc = crcAt(bytes, at);
    const sent = this.#sent.get(crc);
    assert.ok(sent, `the batch at offset ${baseOffsetAt(bytes, at)} was sent by somebody`);
    return {
      ...sent,
      crc,
      firstOffset: baseOffsetAt(bytes, at),
      lastOffset: lastOffsetAt(bytes, at),
      leaderEpoch: partitionLeaderEpochAt(bytes, at),
      producerId: producerIdAt(bytes, at),
      producerEpoch: producerEpochAt(bytes, at),
      baseSequence: baseSequenceAt(bytes, at),
      isTransactional: isTransactionalAt(bytes, at),
      isControl: isControlAt(bytes, at),
      maxTimestamp: maxTimestampAt(bytes, at),
    };
  }

  /** An acknowledged append. */
  add(batch: LoggedBatch): void {
    assert.equal(batch.firstOffset, this.end, "offsets have no gap and are used once");
    this.batches.push(batch);
    this.end = this.writtenEnd = batch.lastOffset + 1;
  }

  promiseDurable(offset: number): void {
    this.durableEnd = Math.max(this.durableEnd, Math.min(offset, this.end, this.#cutUnderWay));
  }

  /** Somebody wants everything from `offset` on away: until `cut`, each record behind it may be there or not. */
  beginCut(offset: number): void {
    this.#cutUnderWay = offset;
    this.writtenEnd = Math.min(this.writtenEnd, offset);
    this.durableEnd = Math.min(this.durableEnd, offset);
  }

  /** Everything from `offset` on was taken away, or may have been. */
  cut(offset: number): void {
    this.#cutUnderWay = Infinity;
    this.batches = this.batches.filter(({ lastOffset }) => lastOffset < offset);
    this.writtenEnd = Math.min(this.writtenEnd, offset);
    this.durableEnd = Math.min(this.durableEnd, offset);
    this.end = Math.min(this.end, offset);
  }

  /** What a reader may find. */
  get readable(): LoggedBatch[] {
    return this.batches.filter(({ lastOffset }) => lastOffset >= this.start);
  }

  /** Producers after all batches below `bound`. */
  producers(bound: number = Infinity): Map<bigint, ProducerModel> {
    const producers = new Map<bigint, ProducerModel>();
    for (const batch of this.batches) {
      if (batch.lastOffset >= bound) break;
      if (batch.producerId < 0n) continue;
      producers.set(batch.producerId, nextProducer(producers.get(batch.producerId), batch));
    }
    return producers;
  }

  /** What a log may know of a producer: sequences of batches that are gone may be forgotten, and only a marker be left. */
  mayHaveSequence(model: ProducerModel, lastSequence: number): boolean {
    if (lastSequence === model.lastSequence || model.lastDataOffset < this.compactedAway) return true;
    return lastSequence === -1 && model.lastDataOffset < this.goneBelow;
  }

  /** Nothing of the producer is left, or (as with Apache Kafka) only a marker that compaction emptied. */
  mayForget({ lastOffset, lastDataOffset }: ProducerModel): boolean {
    return lastOffset < this.goneBelow || (lastOffset < this.cleanableEnd && lastDataOffset < lastOffset);
  }

  /**
   * The cleaner keeps the last batch of each producer, and it knows of those that came after `offset`: of what the log tells below that offset, all
   * that the producer wrote in the cleaned part may be missing.
   */
  isOvertaken({ producerId, lastDataOffset }: ProducerModel, offset: number): boolean {
    if (lastDataOffset >= this.cleanableEnd) return false;
    return this.batches.some((batch) => batch.producerId === producerId && batch.firstOffset >= offset);
  }

  /** As `mayHaveSequence`: where the beginning of an open transaction was deleted, a recovery finds a later one, or none. */
  mayHaveTransaction(model: ProducerModel, firstOffset: number): boolean {
    // A marker may be among what was lost.
    if (this.lostWithCleaning.size > 0) return true;
    return firstOffset === model.txnFirstOffset || (model.txnFirstOffset >= 0 && model.txnFirstOffset < this.goneBelow);
  }

  /** A producer of which nothing from here on was written may be forgotten. */
  get goneBelow(): number {
    return Math.max(this.startMax, this.compactedAway);
  }

  abortedTxns(): AbortedTxnModel[] {
    const open = new Map<bigint, number>();
    const aborted: AbortedTxnModel[] = [];
    for (const { producerId, marker, firstOffset, isTransactional } of this.batches) {
      if (!isTransactional) continue;
      const txnFirstOffset = open.get(producerId);
      if (marker === undefined) {
        if (txnFirstOffset === undefined) open.set(producerId, firstOffset);
        continue;
      }
      open.delete(producerId);
      if (marker === "abort" && txnFirstOffset !== undefined)
        aborted.push({ producerId, firstOffset: txnFirstOffset, markerOffset: firstOffset });
    }
    return aborted;
  }
}

function nextProducer(before: ProducerModel | undefined, batch: LoggedBatch): ProducerModel {
  const { producerId, producerEpoch, lastOffset } = batch;
  if (batch.marker !== undefined) {
    const lastSequence = before?.producerEpoch === producerEpoch ? before.lastSequence : -1;
    const lastDataOffset = before?.lastDataOffset ?? -1;
    return { producerId, producerEpoch, lastSequence, txnFirstOffset: -1, lastOffset, lastDataOffset };
  }
  const open = before?.txnFirstOffset ?? -1;
  return {
    producerId,
    producerEpoch,
    lastSequence: batch.baseSequence + lastOffset - batch.firstOffset,
    txnFirstOffset: batch.isTransactional && open < 0 ? batch.firstOffset : open,
    lastOffset,
    lastDataOffset: lastOffset,
  };
}
