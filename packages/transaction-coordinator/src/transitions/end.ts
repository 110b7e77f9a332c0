/**
 * The transitions that end a transaction: the decision (Prepare…), after which it cannot end otherwise, and the completion
 * when every partition has its marker. With transaction version 2 the decision raises the epoch, so that nothing the
 * producer sent before can be taken for part of its next transaction (KIP-890).
 */

import { assert } from "@ottla/base";
import { PartitionSet } from "../partition-set.ts";
import {
  MAX_PRODUCER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  transition,
  type TransactionMetadata,
} from "../transaction-metadata.ts";
import { isPrepared, TransactionState } from "../transaction-state.ts";
import { bumpsEpoch, TransactionVersion } from "../transaction-version.ts";

export type TransactionResult = "commit" | "abort";

export interface PrepareOptions {
  readonly result: TransactionResult;
  readonly clientTransactionVersion: TransactionVersion;
  readonly nowMs: number;
  /** Takes over when the transaction is complete; −1 unless the epochs are used up. */
  readonly nextProducerId: bigint;
  /** An abort without a transaction: it begins and ends now. */
  readonly isWithoutPartitions: boolean;
}

/** The decision. */
export function prepareEnd(current: TransactionMetadata, options: PrepareOptions): TransactionMetadata {
  const { result, clientTransactionVersion, nowMs, nextProducerId } = options;
  return transition(current, {
    ...(bumpsEpoch(clientTransactionVersion) ? raisedEpoch(current, result) : {}),
    state: result === "commit" ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
    nextProducerId,
    startTimestampMs: options.isWithoutPartitions ? nowMs : current.startTimestampMs,
    lastUpdateTimestampMs: nowMs,
    clientTransactionVersion,
  });
}

/**
 * The coordinator's own abort, of a producer that is gone or too slow: its epoch rises, so that it is fenced. With version 2
 * it does so as with every end; before, it rises for this alone, and the producer cannot come back as who it was.
 */
export function fenceAndAbort(
  current: TransactionMetadata,
  options: {
    readonly serverTransactionVersion: TransactionVersion;
    readonly nowMs: number;
    readonly nextProducerId: bigint;
  },
): TransactionMetadata {
  const { serverTransactionVersion, nowMs, nextProducerId } = options;
  assert(current.state === TransactionState.ONGOING, "only an ongoing transaction is aborted by the coordinator");
  const abort = { result: "abort", nowMs, isWithoutPartitions: false } as const;
  if (bumpsEpoch(serverTransactionVersion)) {
    return prepareEnd(current, { ...abort, clientTransactionVersion: serverTransactionVersion, nextProducerId });
  }
  const fenced: TransactionMetadata = {
    ...current,
    producerEpoch: Math.min(current.producerEpoch + 1, MAX_PRODUCER_EPOCH),
    lastProducerEpoch: NO_PRODUCER_EPOCH,
  };
  const clientTransactionVersion = TransactionVersion.TV_0;
  return prepareEnd(fenced, { ...abort, clientTransactionVersion, nextProducerId: NO_PRODUCER_ID });
}

/** Every partition has its marker. */
export function completeEnd(current: TransactionMetadata, nowMs: number): TransactionMetadata {
  assert(isPrepared(current.state), "only a decided transaction is completed");
  const isCommit = current.state === TransactionState.PREPARE_COMMIT;
  return transition(current, {
    ...completedIdentity(current),
    nextProducerId: NO_PRODUCER_ID,
    state: isCommit ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT,
    partitions: PartitionSet.EMPTY,
    lastUpdateTimestampMs: nowMs,
  });
}

/** Who the producer is once the transaction is complete; known as soon as its end is decided. */
export function completedIdentity(
  prepared: TransactionMetadata,
): Pick<TransactionMetadata, "producerId" | "producerEpoch"> {
  const { producerId, producerEpoch, nextProducerId, clientTransactionVersion } = prepared;
  // The last epoch the client has seen stays the last epoch: that is how its repeated request is known.
  return bumpsEpoch(clientTransactionVersion) && nextProducerId !== NO_PRODUCER_ID
    ? { producerId: nextProducerId, producerEpoch: 0 }
    : { producerId, producerEpoch };
}

function raisedEpoch(
  { producerEpoch }: TransactionMetadata,
  result: TransactionResult,
): Pick<TransactionMetadata, "producerEpoch" | "lastProducerEpoch"> {
  // An abort goes through even where there is no higher epoch, so that the id can be used again.
  const isStuck = producerEpoch === MAX_PRODUCER_EPOCH && result === "abort";
  return { producerEpoch: isStuck ? producerEpoch : producerEpoch + 1, lastProducerEpoch: producerEpoch };
}
