/**
 * The way from the coordinator to the partitions: once the end of a transaction is decided and in the log, each of its
 * partitions gets a marker. Who brings them there is the broker's business; it reports the partitions that have theirs.
 */

import type { PartitionSet } from "./partition-set.ts";
import type { TransactionResult } from "./transitions/end.ts";
import type { TransactionVersion } from "./transaction-version.ts";

export interface TransactionMarkers {
  readonly transactionalId: string;
  readonly producerId: bigint;
  /** That of the decision: with transaction version 2 one above that of the records. */
  readonly producerEpoch: number;
  readonly result: TransactionResult;
  readonly transactionVersion: TransactionVersion;
  readonly partitions: PartitionSet;
}

/** Takes markers on; never before the decision behind them is committed. */
export interface TransactionMarkerSink {
  send(markers: TransactionMarkers): void;
}
