/** From the decision to the completion: markers go out when the decision is committed; the last one completes. */

import { EMPTY_RESULT, type CoordinatorResult, type OperationTime } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { TopicPartition } from "../partition-set.ts";
import type { TransactionRecord } from "../records/transaction-record.ts";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import type { TransactionMetadata } from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import { completeEnd, type TransactionResult } from "../transitions/end.ts";

/** How long a decision whose commit was not waited for is left alone, in milliseconds. */
const LATE_COMMIT_CHECK_MS = 1_000;

/** Called with the outcome of the append of these decisions. */
export function sendMarkersWhenCommitted(
  context: TransactionCoordinatorContext,
  prepared: readonly TransactionMetadata[],
): (errorCode: number, time: OperationTime) => void {
  // What is left of the id's transaction before says nothing about this one.
  for (const { transactionalId } of prepared) context.unmarked.delete(transactionalId);
  return (errorCode, time) => {
    if (errorCode === ErrorCode.NONE) {
      for (const metadata of prepared) {
        if (context.transactions.get(metadata.transactionalId) === metadata) sendMarkers(context, metadata);
      }
    } else if (errorCode === ErrorCode.REQUEST_TIMED_OUT) {
      // Nobody waits for the decision any more, but it may still be committed, and then has to be carried out.
      context.time = time;
      context.schedule({ kind: "late-commits" }, LATE_COMMIT_CHECK_MS);
    }
  };
}

/** Waits for what is on its way to the log and carries out the decisions in it that nobody waits for. */
export function carryOutLateCommits(
  context: TransactionCoordinatorContext,
): CoordinatorResult<undefined, TransactionRecord> {
  const late = [...context.transactions.values()].filter(
    ({ transactionalId, state }) => isPrepared(state) && !context.unmarked.has(transactionalId),
  );
  return late.length === 0
    ? EMPTY_RESULT
    : { records: [], response: undefined, onCompletion: sendMarkersWhenCommitted(context, late) };
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
