/**
 * The transaction coordinator's state machine for one partition of `__transaction_state`: the transactional ids that fall on
 * it. It only says where each request, record and deadline goes; the behaviour is in the files named by it.
 *
 *   Empty ──► Ongoing ──► PrepareCommit ──► CompleteCommit ──► Ongoing, or Empty with a new producer
 *     └──────────┴──────► PrepareAbort  ──► CompleteAbort  ──► …
 *
 * It must never send a marker before the decision behind it is committed, complete a transaction before every partition
 * has its marker, or decide a transaction twice.
 */

import type { CoordinatorResult, CoordinatorShard, OperationTime } from "@ottla/coordinator";
import type { Input } from "@ottla/protocol";
import type { TransactionState as DescribedTransaction } from "@ottla/protocol/messages/describe-transactions";
import type { TransactionState as ListedTransaction } from "@ottla/protocol/messages/list-transactions";
import type { TransactionRecord } from "./records/transaction-record.ts";
import { handleAddPartitions, handleVerifyPartitions, type AddPartitionsRequest } from "./requests/add-partitions.ts";
import { describeTransaction } from "./requests/describe.ts";
import { handleEndTransaction, type EndTransactionRequest } from "./requests/end-transaction.ts";
import {
  handleInitProducerId,
  type InitProducerIdRequest,
  type ProducerIdentityResult,
} from "./requests/init-producer-id.ts";
import { listTransactions, type ListTransactionsFilter } from "./requests/list.ts";
import { carryOutLateCommits, onMarkersWritten, sendMarkers, type MarkersWritten } from "./requests/markers.ts";
import { abortTimedOut, removeExpired, scheduleRounds } from "./requests/rounds.ts";
import {
  TransactionCoordinatorContext,
  type TransactionCoordinatorContextOptions,
} from "./transaction-coordinator-context.ts";
import { isPrepared } from "./transaction-state.ts";
import type { TransactionTimer } from "./transaction-timer.ts";
import type { TransactionVersion } from "./transaction-version.ts";

export class TransactionCoordinatorShard implements CoordinatorShard<TransactionRecord, TransactionTimer> {
  /** The state itself; for this package and its tests. */
  readonly context: TransactionCoordinatorContext;

  constructor(options: TransactionCoordinatorContextOptions) {
    this.context = new TransactionCoordinatorContext(options);
  }

  // Requests of producers

  initProducerId(request: InitProducerIdRequest, time: OperationTime): ProducerIdentityResult {
    return handleInitProducerId(this.#at(time), request);
  }

  addPartitions(
    request: AddPartitionsRequest,
    clientTransactionVersion: TransactionVersion,
    time: OperationTime,
  ): CoordinatorResult<number, TransactionRecord> {
    return handleAddPartitions(this.#at(time), request, clientTransactionVersion);
  }

  verifyPartitions(
    request: AddPartitionsRequest,
    time: OperationTime,
  ): CoordinatorResult<readonly number[], TransactionRecord> {
    return handleVerifyPartitions(this.#at(time), request);
  }

  endTransaction(
    request: EndTransactionRequest,
    clientTransactionVersion: TransactionVersion,
    time: OperationTime,
  ): ProducerIdentityResult {
    return handleEndTransaction(this.#at(time), request, clientTransactionVersion);
  }

  /** Partitions have the marker of a transaction. */
  onMarkersWritten(written: MarkersWritten, time: OperationTime): CoordinatorResult<undefined, TransactionRecord> {
    return onMarkersWritten(this.#at(time), written);
  }

  // Requests of administrators: the committed state at `epoch`

  describeTransaction(transactionalId: string, epoch: number): Input<DescribedTransaction> {
    return describeTransaction(this.context, transactionalId, epoch);
  }

  listTransactions(
    filter: ListTransactionsFilter,
    at: { readonly epoch: number; readonly nowMs: number },
  ): Input<ListedTransaction>[] {
    return listTransactions(this.context, filter, at);
  }

  // Records, deadlines, lifecycle

  replay({ transactionalId, metadata }: TransactionRecord): void {
    if (metadata === null) this.context.transactions.delete(transactionalId);
    else this.context.transactions.set(transactionalId, metadata);
  }

  /** Nobody writes to `__transaction_state` in a transaction. */
  replayEndTransactionMarker(): void {}

  onTimer(event: TransactionTimer, time: OperationTime): CoordinatorResult<undefined, TransactionRecord> {
    switch (event.kind) {
      case "abort-timed-out":
        return abortTimedOut(this.#at(time));
      case "remove-expired":
        return removeExpired(this.#at(time));
      case "late-commits":
        return carryOutLateCommits(this.#at(time));
    }
  }

  /** What was decided before is brought to its end. */
  onLoaded(time: OperationTime): void {
    const context = this.#at(time);
    scheduleRounds(context);
    for (const metadata of context.transactions.values()) {
      if (isPrepared(metadata.state)) sendMarkers(context, metadata);
    }
  }

  onUnloaded(): void {
    this.context.unmarked.clear();
  }

  #at(time: OperationTime): TransactionCoordinatorContext {
    this.context.time = time;
    return this.context;
  }
}
