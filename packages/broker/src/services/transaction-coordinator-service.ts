/**
 * The transaction coordinator as the rest of the broker sees it. Every outcome is a value in the response; the promises do
 * not reject for anything a client or the log may do.
 */

import type { Input } from "@ottla/protocol";
import type { TransactionState as DescribedTransaction } from "@ottla/protocol/messages/describe-transactions";
import type { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import type {
  AddPartitionsRequest,
  EndTransactionRequest,
  InitProducerIdRequest,
  ProducerIdentity,
  TransactionVersion,
} from "@ottla/transaction-coordinator";

/** What the broker's lifecycle tells it. */
export interface TransactionCoordinatorLifecycle {
  /** This node became leader of a partition of `__transaction_state`: load it, end what was decided, then serve its ids. */
  onElection(partitionIndex: number, leaderEpoch: number): void;
  /** This node is no longer leader of it. `leaderEpoch` is that of the new leader, undefined when the replica is gone. */
  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void;
  /** Ends what waits and stops the timers. Whatever was answered is in the log. */
  stop(): Promise<void>;
}

export interface TransactionCoordinatorService extends TransactionCoordinatorLifecycle {
  /** Looks for transactions that are open for too long, and for expired ids, now; resolves when what became of them is committed. */
  expire(): Promise<void>;
  /** The partition of `__transaction_state` whose leader coordinates the transactional id. */
  partitionFor(transactionalId: string): number;
  initProducerId(request: InitProducerIdRequest): Promise<ProducerIdentity>;
  /** The error code that all the partitions have. */
  addPartitions(request: AddPartitionsRequest, clientTransactionVersion: TransactionVersion): Promise<number>;
  /** An error code for each partition, in their order. */
  verifyPartitions(request: AddPartitionsRequest): Promise<readonly number[]>;
  /** Answers when the decision is committed; the markers follow. */
  endTransaction(
    request: EndTransactionRequest,
    clientTransactionVersion: TransactionVersion,
  ): Promise<ProducerIdentity>;
  describeTransactions(transactionalIds: readonly string[]): Input<DescribedTransaction>[];
  listTransactions(request: ListTransactionsRequest): Input<ListTransactionsResponse>;
}
