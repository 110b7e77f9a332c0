/**
 * InitProducerId with a transactional id: fences whoever had it before. An open transaction is aborted first: the producer
 * is told CONCURRENT_TRANSACTIONS and asks again until nothing is left of it.
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { TransactionRecord } from "../records/transaction-record.ts";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import {
  newTransaction,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  type TransactionMetadata,
} from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import {
  incrementEpoch,
  isKnownProducer,
  needsProducerId,
  rotateProducerId,
  type ProducerIdAndEpoch,
} from "../transitions/init.ts";
import { abortByCoordinator } from "./abort.ts";
import { sendMarkersWhenCommitted } from "./markers.ts";

export interface InitProducerIdRequest {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  /** Who the producer was; undefined if it does not say. */
  readonly expected: ProducerIdAndEpoch | undefined;
}

/** An error code, and the producer id and epoch where it is NONE. */
export interface ProducerIdentity extends ProducerIdAndEpoch {
  readonly errorCode: number;
}

export type ProducerIdentityResult = CoordinatorResult<ProducerIdentity, TransactionRecord>;

export function handleInitProducerId(
  context: TransactionCoordinatorContext,
  request: InitProducerIdRequest,
): ProducerIdentityResult {
  const { transactionalId, transactionTimeoutMs, expected } = request;
  if (transactionalId === "") return respond(noProducer(ErrorCode.INVALID_REQUEST));
  if (transactionTimeoutMs <= 0 || transactionTimeoutMs > context.config.transactionMaxTimeoutMs) {
    return respond(noProducer(ErrorCode.INVALID_TRANSACTION_TIMEOUT));
  }
  const current = context.transactions.get(transactionalId) ?? created(context, request);
  if (current === undefined) return respond(noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
  if (isPrepared(current.state)) return respond(noProducer(ErrorCode.CONCURRENT_TRANSACTIONS));
  if (expected !== undefined && !isKnownProducer(current, expected)) {
    return respond(noProducer(ErrorCode.PRODUCER_FENCED));
  }
  return current.state === TransactionState.ONGOING
    ? abortFirst(context, current)
    : takeOver(context, current, request);
}

export function noProducer(errorCode: number): ProducerIdentity {
  return { errorCode, producerId: NO_PRODUCER_ID, producerEpoch: NO_PRODUCER_EPOCH };
}

function created(
  context: TransactionCoordinatorContext,
  { transactionalId, transactionTimeoutMs }: InitProducerIdRequest,
): TransactionMetadata | undefined {
  const producerId = context.producerIds.take();
  if (producerId === undefined) return undefined;
  return newTransaction(transactionalId, { producerId, timeoutMs: transactionTimeoutMs, nowMs: context.time.nowMs });
}

function abortFirst(context: TransactionCoordinatorContext, current: TransactionMetadata): ProducerIdentityResult {
  const aborting = abortByCoordinator(context, current);
  if (aborting === undefined) return respond(noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
  return {
    records: [context.recordOf(aborting)],
    response: noProducer(ErrorCode.CONCURRENT_TRANSACTIONS),
    onCompletion: sendMarkersWhenCommitted(context, [aborting]),
  };
}

function takeOver(
  context: TransactionCoordinatorContext,
  current: TransactionMetadata,
  { transactionTimeoutMs: timeoutMs, expected }: InitProducerIdRequest,
): ProducerIdentityResult {
  const options = { timeoutMs, expected, nowMs: context.time.nowMs };
  let next: TransactionMetadata | number;
  if (needsProducerId(current, expected)) {
    const producerId = context.producerIds.take();
    if (producerId === undefined) return respond(noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    next = rotateProducerId(current, { ...options, producerId });
  } else {
    next = incrementEpoch(current, options);
  }
  if (typeof next === "number") return respond(noProducer(next));
  const { producerId, producerEpoch } = next;
  return { records: [context.recordOf(next)], response: { errorCode: ErrorCode.NONE, producerId, producerEpoch } };
}
