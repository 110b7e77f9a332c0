/**
 * The transactions that a cleaning passes through, in log order: which batches are of aborted ones and go, and which markers may go because
 * nothing of their transaction is left. Kafka's `CleanedTransactionMetadata`.
 *
 * Markers follow the last batch of their transaction, so what was seen between the first offset and the marker decides. Aborted
 * transactions come from the transaction indexes; a committed one shows itself by its batches.
 */
import { ControlRecordType } from "@ottla/records";
import type { AbortedTxn } from "../../transaction-index.ts";

interface OngoingAborted {
  readonly txn: AbortedTxn;
  /** A batch of it was met: its marker stays. */
  hasBatch: boolean;
}

export class CleanedTransactions {
  readonly #committed = new Set<bigint>();
  readonly #aborted = new Map<bigint, OngoingAborted>();
  /** Not yet reached, by first offset. */
  #ahead: AbortedTxn[] = [];
  /** Told of every aborted transaction whose marker stays: the entries of the cleaned segment's index. */
  onAbortedRetained: ((txn: AbortedTxn) => void) | undefined;

  /** Those of the next stretch of log. One that spans several stretches may be given with each. */
  add(aborted: readonly AbortedTxn[]): void {
    if (aborted.length === 0) return;
    this.#ahead = [...this.#ahead, ...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** A batch of records. True if it is of an aborted transaction and all of it can go. */
  onBatch(batch: {
    readonly producerId: bigint;
    readonly lastOffset: number;
    readonly isTransactional: boolean;
  }): boolean {
    this.#reach(batch.lastOffset);
    if (!batch.isTransactional) return false;
    const aborted = this.#aborted.get(batch.producerId);
    if (aborted === undefined) {
      this.#committed.add(batch.producerId);
      return false;
    }
    aborted.hasBatch = true;
    return true;
  }

  /** A control batch; `type` is undefined if it has no record left. True if it can go, once its time has come. */
  onMarker(marker: {
    readonly producerId: bigint;
    readonly lastOffset: number;
    readonly type: ControlRecordType | undefined;
  }): boolean {
    this.#reach(marker.lastOffset);
    switch (marker.type) {
      case undefined:
        return true;
      case ControlRecordType.ABORT: {
        const aborted = this.#aborted.get(marker.producerId);
        this.#aborted.delete(marker.producerId);
        if (aborted?.hasBatch !== true) return true;
        this.onAbortedRetained?.(aborted.txn);
        return false;
      }
      case ControlRecordType.COMMIT:
        return !this.#committed.delete(marker.producerId);
      default:
        return false;
    }
  }

  #reach(offset: number): void {
    let count = 0;
    for (const txn of this.#ahead) {
      if (txn.firstOffset > offset) break;
      if (!this.#aborted.has(txn.producerId)) this.#aborted.set(txn.producerId, { txn, hasBatch: false });
      count++;
    }
    if (count > 0) this.#ahead.splice(0, count);
  }
}
