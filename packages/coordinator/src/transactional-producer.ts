/** Writes in a producer's transaction, and the marker that ends it: what the runtime needs to know of them. */

import type { TransactionOutcome } from "./shard.ts";

/** Whose transaction the records of an operation belong to. */
export interface TransactionalProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** What says that the transaction was verified (KIP-890), handed through to the writer; undefined if nothing does. */
  readonly verification?: object;
}

/** The end of a producer's transaction, as its coordinator decided it. */
export interface TransactionMarker {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly outcome: TransactionOutcome;
  /** The protocol behind it; 2 demands an epoch above that of the transaction. */
  readonly transactionVersion: number;
}
