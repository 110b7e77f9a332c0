/** The transition of AddPartitionsToTxn: a transaction begins, or grows. */

import type { TopicPartition } from "../partition-set.ts";
import { transition, type TransactionMetadata } from "../transaction-metadata.ts";
import { isIdle, TransactionState } from "../transaction-state.ts";
import type { TransactionVersion } from "../transaction-version.ts";

export function addPartitions(
  current: TransactionMetadata,
  added: Iterable<TopicPartition>,
  {
    nowMs,
    clientTransactionVersion,
  }: { readonly nowMs: number; readonly clientTransactionVersion: TransactionVersion },
): TransactionMetadata {
  return transition(current, {
    state: TransactionState.ONGOING,
    // What was in the transaction before has ended with it.
    partitions: current.partitions.with(added),
    startTimestampMs: isIdle(current.state) ? nowMs : current.startTimestampMs,
    lastUpdateTimestampMs: nowMs,
    clientTransactionVersion,
  });
}
