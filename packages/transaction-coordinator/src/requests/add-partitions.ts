/**
 * AddPartitionsToTxn: puts partitions into the producer's transaction, beginning it if need be, or only says whether they
 * are in it (verification of a write, KIP-890).
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { TopicPartition } from "../partition-set.ts";
import type { TransactionRecord } from "../records/transaction-record.ts";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import type { TransactionMetadata } from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import type { TransactionVersion } from "../transaction-version.ts";
import { addPartitions } from "../transitions/add-partitions.ts";

export interface AddPartitionsRequest {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly partitions: readonly TopicPartition[];
}

/** Answers the error code that all the partitions have. */
export function handleAddPartitions(
  context: TransactionCoordinatorContext,
  request: AddPartitionsRequest,
  clientTransactionVersion: TransactionVersion,
): CoordinatorResult<number, TransactionRecord> {
  if (request.transactionalId === "") return respond(ErrorCode.INVALID_REQUEST);
  const current = context.transactions.get(request.transactionalId);
  if (current === undefined) return respond(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
  // Before the producer is looked at: it may have been given the producer id that takes over with the completion.
  if (isPrepared(current.state)) return respond(ErrorCode.CONCURRENT_TRANSACTIONS);
  const error = producerError(current, request);
  if (error !== ErrorCode.NONE) return respond(error);
  if (current.state === TransactionState.ONGOING && current.partitions.hasAll(request.partitions)) {
    return respond(ErrorCode.NONE);
  }
  const { nowMs } = context.time;
  const grown = addPartitions(current, request.partitions, { nowMs, clientTransactionVersion });
  return { records: [context.recordOf(grown)], response: ErrorCode.NONE };
}

/** Answers one error code for each partition, in their order. */
export function handleVerifyPartitions(
  context: TransactionCoordinatorContext,
  request: AddPartitionsRequest,
): CoordinatorResult<readonly number[], TransactionRecord> {
  const { partitions } = request;
  const current = context.transactions.get(request.transactionalId);
  const error = verificationError(current, request);
  if (error !== ErrorCode.NONE || current === undefined) return respond(partitions.map(() => error));
  return respond(
    partitions.map((partition) =>
      current.partitions.has(partition) ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE,
    ),
  );
}

function verificationError(current: TransactionMetadata | undefined, request: AddPartitionsRequest): number {
  if (request.transactionalId === "") return ErrorCode.INVALID_REQUEST;
  if (current === undefined) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  const error = producerError(current, request);
  if (error !== ErrorCode.NONE) return error;
  return isPrepared(current.state) ? ErrorCode.CONCURRENT_TRANSACTIONS : ErrorCode.NONE;
}

function producerError(current: TransactionMetadata, { producerId, producerEpoch }: AddPartitionsRequest): number {
  if (current.producerId !== producerId) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  return current.producerEpoch === producerEpoch ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED;
}
