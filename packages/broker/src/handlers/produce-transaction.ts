/**
 * The transactional side of a produce request: whose transaction its batches belong to, and what the verification of that
 * transaction comes to for each of them (KIP-890).
 */

import { errorName, ErrorCode } from "@ottla/protocol";
import { baseSequenceAt, hasProducerIdAt, isTransactionalAt, producerEpochAt, producerIdAt } from "@ottla/records";
import { VerificationGuard } from "@ottla/storage";
import type { ProduceEntry } from "../replica-manager/produce.ts";
import {
  TransactionSupport,
  transactionSupportOfProduce,
} from "../transaction-coordinator/transaction-verification.ts";
import type { RequestContext } from "./handler.ts";

export function isTransactional({ records }: ProduceEntry): boolean {
  return hasProducerIdAt(records, 0) && isTransactionalAt(records, 0);
}

/** One request holds one producer's transaction. */
export function hasSeveralProducers(entries: readonly ProduceEntry[]): boolean {
  const [first] = entries;
  return entries.some(
    ({ records }) =>
      first !== undefined &&
      (producerIdAt(records, 0) !== producerIdAt(first.records, 0) ||
        producerEpochAt(records, 0) !== producerEpochAt(first.records, 0)),
  );
}

/** Verifies the transaction of the entries, all of one producer: each gets the guard to be appended with, or fails. */
export async function verifyTransaction(
  entries: readonly ProduceEntry[],
  transactionalId: string | null,
  { services, apiVersion }: RequestContext,
): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  const support = transactionSupportOfProduce(apiVersion);
  const verified = await services.transactionVerification.verifyWithRetries({
    transactionalId,
    producerId: producerIdAt(first.records, 0),
    producerEpoch: producerEpochAt(first.records, 0),
    support,
    writes: entries.map(({ topic, partition, records }) => ({
      topic,
      partition,
      baseSequence: baseSequenceAt(records, 0),
    })),
  });
  for (const [index, { errorCode, guard }] of verified.entries()) {
    const entry = entries[index]!;
    if (errorCode !== ErrorCode.NONE) failUnverified(entry, errorCode, support);
    else if (guard !== VerificationGuard.SENTINEL) entry.verificationGuard = guard;
  }
}

/** Errors of the coordinator become ones that make a producer of any age send the same batch again. */
function failUnverified(entry: ProduceEntry, errorCode: number, support: TransactionSupport): void {
  if (errorCode === ErrorCode.INVALID_TXN_STATE) {
    entry.fail(errorCode, "Partition was not added to the transaction");
  } else if (isCoordinatorError(errorCode, support)) {
    entry.fail(
      ErrorCode.NOT_ENOUGH_REPLICAS,
      `Unable to verify the partition has been added to the transaction. Underlying error: ${errorName(errorCode)}`,
    );
  } else {
    entry.fail(errorCode);
  }
}

function isCoordinatorError(errorCode: number, support: TransactionSupport): boolean {
  switch (errorCode) {
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.NOT_COORDINATOR:
      return true;
    case ErrorCode.CONCURRENT_TRANSACTIONS:
      // The common case between two transactions of a client that knows what it means.
      return support !== TransactionSupport.ADD_PARTITION;
    default:
      return false;
  }
}
