/** From the decision to the completion: markers go out when the decision is committed; the last one completes. */

import { EMPTY_RESULT, type CoordinatorResult, type OperationTime } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { TopicPartition } from "../partition-set.ts";
import type { TransactionRecord } from "../records/transaction-record.ts";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import type { TransactionMetadata } from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import { completeEnd, type TransactionResult } from "../transitions/end.ts";

/** Called with the outcome of the append of these decisions. */
export function sendMarkersWhenCommitted(
  context: TransactionCoordinatorContext,
  prepared: readonly TransactionMetadata[],
): (errorCode: number, time: OperationTime) => void {
  return (errorCode) => {
    if (errorCode !== ErrorCode.NONE) return;
    for (const metadata of prepared) sendMarkers(context, metadata);
  };
}

/** The decision must be committed. */
export function sendMarkers(context: TransactionCoordinatorContext, prepared: TransactionMetadata): void {
  const { transactionalId, producerId, producerEpoch, partitions, clientTransactionVersion } = prepared;
  context.unmarked.set(transactionalId, partitions);
  context.markers.send({
    transactionalId,
    producerId,
    producerEpoch,
    partitions,
    result: resultOf(prepared),
    transactionVersion: clientTransactionVersion,
  });
}

/** Which transaction's markers were written. */
export interface MarkersWritten {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly partitions: readonly TopicPartition[];
}

/** These partitions have their marker; a transaction that has all of them is complete. A late report changes nothing. */
export function onMarkersWritten(
  context: TransactionCoordinatorContext,
  { transactionalId, producerId, producerEpoch, partitions }: MarkersWritten,
): CoordinatorResult<undefined, TransactionRecord> {
  const current = context.transactions.get(transactionalId);
  const unmarked = context.unmarked.get(transactionalId);
  if (current === undefined || unmarked === undefined || !isPrepared(current.state)) return EMPTY_RESULT;
  if (current.producerId !== producerId || current.producerEpoch !== producerEpoch) return EMPTY_RESULT;
  const left = unmarked.without(partitions);
  context.unmarked.set(transactionalId, left);
  if (left.size > 0) return EMPTY_RESULT;
  const completed = completeEnd(current, context.time.nowMs);
  return {
    records: [context.recordOf(completed)],
    response: undefined,
    onCompletion: (errorCode) => {
      if (errorCode === ErrorCode.NONE) context.unmarked.delete(transactionalId);
    },
  };
}

function resultOf({ state }: TransactionMetadata): TransactionResult {
  return state === TransactionState.PREPARE_COMMIT ? "commit" : "abort";
}
