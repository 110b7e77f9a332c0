/**
 * EndTxn: decides the producer's transaction. It is answered when the decision is committed, before any marker is written.
 *
 * With transaction version 2 (KIP-890) the epoch rises at each end, so the epoch tells a repeated request (one below) from
 * the next one (equal):
 *
 *                   abort                 commit
 *                   repeated  next        repeated  next
 *   Empty           FENCED    abort       FENCED    INVALID_TXN_STATE
 *   CompleteAbort   NONE      abort       INVALID   INVALID_TXN_STATE
 *   CompleteCommit  INVALID   abort       NONE      INVALID_TXN_STATE
 */

import { respond } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import { MAX_PRODUCER_EPOCH, NO_PRODUCER_ID, type TransactionMetadata } from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import { bumpsEpoch, TransactionVersion } from "../transaction-version.ts";
import { completedIdentity, prepareEnd, type PrepareOptions, type TransactionResult } from "../transitions/end.ts";
import { noProducer, type ProducerIdentityResult } from "./init-producer-id.ts";
import { sendMarkersWhenCommitted } from "./markers.ts";
import { nextProducerIdOf } from "./next-producer-id.ts";

export interface EndTransactionRequest {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly result: TransactionResult;
}

export function handleEndTransaction(
  context: TransactionCoordinatorContext,
  request: EndTransactionRequest,
  clientTransactionVersion: TransactionVersion,
): ProducerIdentityResult {
  if (request.transactionalId === "") return respond(noProducer(ErrorCode.INVALID_REQUEST));
  const current = context.transactions.get(request.transactionalId);
  if (current === undefined) return respond(noProducer(ErrorCode.INVALID_PRODUCER_ID_MAPPING));
  return bumpsEpoch(clientTransactionVersion)
    ? endBumpingEpoch(context, current, request)
    : endKeepingEpoch(context, current, request);
}

function endKeepingEpoch(
  context: TransactionCoordinatorContext,
  current: TransactionMetadata,
  { producerId, producerEpoch, result }: EndTransactionRequest,
): ProducerIdentityResult {
  if (current.producerId !== producerId) return respond(noProducer(ErrorCode.INVALID_PRODUCER_ID_MAPPING));
  if (current.producerEpoch !== producerEpoch) return respond(noProducer(ErrorCode.PRODUCER_FENCED));
  if (isPrepared(current.state)) return respond(noProducer(ErrorCode.CONCURRENT_TRANSACTIONS));
  if (current.state === completeStateOf(result)) return respond(noProducer(ErrorCode.NONE));
  if (current.state !== TransactionState.ONGOING) return respond(noProducer(ErrorCode.INVALID_TXN_STATE));
  const end = decide(context, current, {
    result,
    clientTransactionVersion: TransactionVersion.TV_0,
    nowMs: context.time.nowMs,
    nextProducerId: NO_PRODUCER_ID,
    isWithoutPartitions: false,
  });
  return { ...end, response: noProducer(ErrorCode.NONE) };
}

function endBumpingEpoch(
  context: TransactionCoordinatorContext,
  current: TransactionMetadata,
  request: EndTransactionRequest,
): ProducerIdentityResult {
  const { producerId, producerEpoch, result } = request;
  // Before the producer is looked at: what it knows of itself may be what the completion makes of it.
  if (isPrepared(current.state)) return respond(noProducer(ErrorCode.CONCURRENT_TRANSACTIONS));
  const isRetryAfterRotation = isRetryOfLastEpoch(current, request);
  const isRetry = isRetryAfterRotation || current.producerEpoch === producerEpoch + 1;
  if (current.producerId !== producerId && !isRetryAfterRotation) {
    return respond(noProducer(ErrorCode.INVALID_PRODUCER_ID_MAPPING));
  }
  const isComplete = current.state === completeStateOf("commit") || current.state === completeStateOf("abort");
  if (current.producerEpoch !== producerEpoch && !(isComplete && isRetry)) {
    return respond(noProducer(ErrorCode.PRODUCER_FENCED));
  }
  const isOngoing = current.state === TransactionState.ONGOING;
  if (!isOngoing && isRetry) {
    return current.state === completeStateOf(result)
      ? respond({ errorCode: ErrorCode.NONE, producerId: current.producerId, producerEpoch: current.producerEpoch })
      : respond(noProducer(ErrorCode.INVALID_TXN_STATE));
  }
  if (!isOngoing && result === "commit") return respond(noProducer(ErrorCode.INVALID_TXN_STATE));
  const nextProducerId = nextProducerIdOf(context, current);
  if (nextProducerId === undefined) return respond(noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
  return decide(context, current, {
    result,
    clientTransactionVersion: TransactionVersion.TV_2,
    nowMs: context.time.nowMs,
    nextProducerId,
    isWithoutPartitions: !isOngoing,
  });
}

/** The producer repeats the request that used up its last epoch: the id has gone on with a new producer id and epoch 0. */
function isRetryOfLastEpoch(current: TransactionMetadata, request: EndTransactionRequest): boolean {
  return (
    current.previousProducerId === request.producerId &&
    request.producerEpoch === MAX_PRODUCER_EPOCH - 1 &&
    current.producerEpoch === 0
  );
}

function decide(
  context: TransactionCoordinatorContext,
  current: TransactionMetadata,
  options: PrepareOptions,
): ProducerIdentityResult {
  const prepared = prepareEnd(current, options);
  return {
    records: [context.recordOf(prepared)],
    response: { errorCode: ErrorCode.NONE, ...completedIdentity(prepared) },
    onCompletion: sendMarkersWhenCommitted(context, [prepared]),
  };
}

function completeStateOf(result: TransactionResult): TransactionState {
  return result === "commit" ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT;
}
