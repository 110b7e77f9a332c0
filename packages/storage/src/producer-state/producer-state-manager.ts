/**
 * The producers of one log, and its transactions: open ones, and ended ones whose marker is not yet below the high watermark. The first
 * unstable offset, and with it the last stable offset, follow from the transactions.
 *
 * State runs ahead of the file: an append changes it when offsets are reserved and gets an `undo`, which takes it back exactly if the write
 * fails. Undos of several appends are run newest first.
 */
import { assert } from "@ottla/base";
import type { ActiveProducer, AppendOrigin } from "../log-types.ts";
import {
  checkDataBatch,
  checkMarker,
  type EndTxnMarker,
  type ProducerBatch,
  type ProducerRefusal,
} from "./producer-checks.ts";
import {
  type BatchMetadata,
  emptyProducerStateEntry,
  findDuplicate,
  lastSequenceOf,
  type ProducerStateEntry,
  withBatch,
  withMarker,
} from "./producer-state-entry.ts";
import { startVerification, type VerificationStart, type VerificationStateEntry } from "./verification-state.ts";

/** How much longer than its timeout a transaction may stay open before it counts as late. */
const LATE_TRANSACTION_BUFFER_MS = 300_000;

interface Txn {
  readonly producerId: bigint;
  readonly firstOffset: number;
  /** Offset of the marker; −1 while open. */
  readonly lastOffset: number;
}

export interface CompletedTxn {
  readonly producerId: bigint;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly isAborted: boolean;
  /** The last stable offset that the transaction index notes: where the next open transaction begins, or behind the marker. */
  readonly lastStableOffset: number;
}

/** Takes back one change. */
export type Undo = () => void;

export type ProducerUpdate =
  | { readonly kind: "updated"; readonly undo: Undo; readonly completedTxn: CompletedTxn | undefined }
  | { readonly kind: "refused"; readonly refusal: ProducerRefusal };

export class ProducerStateManager {
  /** The state is that of all records below this offset. */
  mapEndOffset = 0;
  readonly #producers = new Map<bigint, ProducerStateEntry>();
  readonly #verifications = new Map<bigint, VerificationStateEntry>();
  /** Ascending by first offset. */
  #ongoing: Txn[] = [];
  /** Ended, marker at or above the high watermark; ascending by first offset. */
  #unreplicated: Txn[] = [];

  get producerCount(): number {
    return this.#producers.size;
  }

  get isEmpty(): boolean {
    return this.#producers.size === 0 && this.#unreplicated.length === 0;
  }

  entries(): Iterable<ProducerStateEntry> {
    return this.#producers.values();
  }

  entry(producerId: bigint): ProducerStateEntry | undefined {
    return this.#producers.get(producerId);
  }

  /** The batch that this one repeats, if it is one of the last five. */
  duplicateOf(batch: ProducerBatch): BatchMetadata | undefined {
    const entry = this.#producers.get(batch.producerId);
    return entry && findDuplicate(entry, batch);
  }

  appendBatch(batch: ProducerBatch, origin: AppendOrigin): ProducerUpdate {
    const { producerId } = batch;
    const before = this.#producers.get(producerId);
    const current = before ?? emptyProducerStateEntry(producerId);
    const verification = this.#verifications.get(producerId);
    const refusal = checkDataBatch(current, batch, { origin, verification });
    if (refusal) return { kind: "refused", refusal };

    let entry = withBatch(current, {
      producerEpoch: batch.producerEpoch,
      lastSequence: batch.lastSequence,
      lastOffset: batch.lastOffset,
      offsetDelta: batch.lastOffset - batch.firstOffset,
      timestamp: batch.maxTimestamp,
    });
    const opens = batch.isTransactional && current.currentTxnFirstOffset < 0;
    if (opens) {
      entry = { ...entry, currentTxnFirstOffset: batch.firstOffset };
      insert(this.#ongoing, { producerId, firstOffset: batch.firstOffset, lastOffset: -1 });
    }
    this.#producers.set(producerId, entry);
    if (batch.isTransactional && verification) this.#verifications.delete(producerId);
    const undo = (): void => {
      this.#restore(producerId, before);
      if (opens) remove(this.#ongoing, batch.firstOffset);
      if (verification) this.#verifications.set(producerId, verification);
    };
    return { kind: "updated", undo, completedTxn: undefined };
  }

  /** `transactionVersion` 2 demands a higher epoch than the transaction's (KIP-890). */
  appendMarker(marker: EndTxnMarker, context: { origin: AppendOrigin; transactionVersion: number }): ProducerUpdate {
    const { producerId } = marker;
    const before = this.#producers.get(producerId);
    const current = before ?? emptyProducerStateEntry(producerId);
    const refusal = checkMarker(current, marker, context);
    if (refusal) return { kind: "refused", refusal };

    this.#producers.set(producerId, withMarker(current, marker));
    const verification = this.#verifications.get(producerId);
    // The next transaction of a producer with epoch bumps may already be under verification when the old one's marker comes.
    const belongsToNext =
      verification?.supportsEpochBump === true && marker.producerEpoch === verification.producerEpoch;
    if (verification && !belongsToNext) this.#verifications.delete(producerId);
    const firstOffset = current.currentTxnFirstOffset;
    const completedTxn = firstOffset < 0 ? undefined : this.#complete(producerId, firstOffset, marker);
    const undo = (): void => {
      this.#restore(producerId, before);
      if (verification) this.#verifications.set(producerId, verification);
      if (completedTxn) {
        remove(this.#unreplicated, firstOffset);
        insert(this.#ongoing, { producerId, firstOffset, lastOffset: -1 });
      }
    };
    return { kind: "updated", undo, completedTxn };
  }

  #complete(producerId: bigint, firstOffset: number, marker: EndTxnMarker): CompletedTxn {
    const next = this.#ongoing.find((txn) => txn.producerId !== producerId);
    remove(this.#ongoing, firstOffset);
    insert(this.#unreplicated, { producerId, firstOffset, lastOffset: marker.offset });
    return {
      producerId,
      firstOffset,
      lastOffset: marker.offset,
      isAborted: marker.isAbort,
      lastStableOffset: next?.firstOffset ?? marker.offset + 1,
    };
  }

  /** Where the first transaction begins that is open, or whose end not all in-sync replicas have; undefined without one. */
  get firstUnstableOffset(): number | undefined {
    const open = this.#ongoing[0]?.firstOffset;
    const ended = this.#unreplicated[0]?.firstOffset;
    if (open === undefined || ended === undefined) return open ?? ended;
    return Math.min(open, ended);
  }

  onHighWatermarkUpdated(highWatermark: number): void {
    if (this.#unreplicated.length === 0) return;
    this.#unreplicated = this.#unreplicated.filter((txn) => txn.lastOffset >= highWatermark);
  }

  onLogStartOffsetIncremented(logStartOffset: number): void {
    this.onHighWatermarkUpdated(logStartOffset);
    this.mapEndOffset = Math.max(this.mapEndOffset, logStartOffset);
  }

  /** An entry of a snapshot; ignored if the producer has been silent for too long (I5). */
  loadEntry(entry: ProducerStateEntry, expiry: { nowMs: number; expirationMs: number }): void {
    if (isExpired(entry, expiry)) return;
    this.#producers.set(entry.producerId, entry);
    if (entry.currentTxnFirstOffset >= 0) {
      insert(this.#ongoing, { producerId: entry.producerId, firstOffset: entry.currentTxnFirstOffset, lastOffset: -1 });
    }
  }

  clear(): void {
    this.#producers.clear();
    this.#ongoing = [];
    this.#unreplicated = [];
  }

  removeExpired(expiry: { nowMs: number; expirationMs: number }): void {
    for (const [producerId, entry] of this.#producers) {
      if (isExpired(entry, expiry)) this.#producers.delete(producerId);
    }
    for (const [producerId, entry] of this.#verifications) {
      if (expiry.nowMs - entry.timestampMs >= expiry.expirationMs) this.#verifications.delete(producerId);
    }
  }

  hasOngoingTransaction(producerId: bigint, producerEpoch: number): boolean {
    const entry = this.#producers.get(producerId);
    return entry !== undefined && entry.currentTxnFirstOffset >= 0 && entry.producerEpoch === producerEpoch;
  }

  /** True if the oldest open transaction has been silent for longer than any transaction may last, plus five minutes. */
  hasLateTransaction(nowMs: number, maxTransactionTimeoutMs: number): boolean {
    const oldest = this.#ongoing[0];
    const lastTimestamp = oldest === undefined ? -1 : (this.#producers.get(oldest.producerId)?.lastTimestamp ?? -1);
    return lastTimestamp > 0 && nowMs - lastTimestamp > maxTransactionTimeoutMs + LATE_TRANSACTION_BUFFER_MS;
  }

  verification(producerId: bigint): VerificationStateEntry | undefined {
    return this.#verifications.get(producerId);
  }

  startVerification(start: VerificationStart, nowMs: number): VerificationStateEntry {
    const entry = startVerification(this.#verifications.get(start.producerId), start, nowMs);
    this.#verifications.set(start.producerId, entry);
    return entry;
  }

  activeProducers(): ActiveProducer[] {
    return Array.from(this.#producers.values(), (entry) => ({
      producerId: entry.producerId,
      producerEpoch: entry.producerEpoch,
      lastSequence: lastSequenceOf(entry),
      lastTimestamp: entry.lastTimestamp,
      coordinatorEpoch: entry.coordinatorEpoch,
      currentTxnStartOffset: entry.currentTxnFirstOffset,
    }));
  }

  #restore(producerId: bigint, before: ProducerStateEntry | undefined): void {
    if (before) this.#producers.set(producerId, before);
    else this.#producers.delete(producerId);
  }
}

function isExpired(
  entry: ProducerStateEntry,
  { nowMs, expirationMs }: { nowMs: number; expirationMs: number },
): boolean {
  return entry.currentTxnFirstOffset < 0 && nowMs - entry.lastTimestamp >= expirationMs;
}

function insert(txns: Txn[], txn: Txn): void {
  const at = txns.findIndex((other) => other.firstOffset > txn.firstOffset);
  if (at === -1) txns.push(txn);
  else txns.splice(at, 0, txn);
}

function remove(txns: Txn[], firstOffset: number): void {
  const at = txns.findIndex((txn) => txn.firstOffset === firstOffset);
  assert(at !== -1, "a transaction that ends was open");
  txns.splice(at, 1);
}
