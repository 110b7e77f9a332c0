/**
 * The transitions of InitProducerId: a producer takes over a transactional id. Its epoch is one above that of the producer
 * before, or 0 of a new producer id when the epochs are used up (KIP-98, KIP-360).
 */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { PartitionSet } from "../partition-set.ts";
import { isEpochExhausted, NO_PRODUCER_EPOCH, transition, type TransactionMetadata } from "../transaction-metadata.ts";
import { TransactionState } from "../transaction-state.ts";

export interface ProducerIdAndEpoch {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/**
 * Whether a producer that says who it was may go on with this id: the id has just been made, or it is the present producer,
 * or the one before whose epochs were used up and which did not get the answer that told it of its new id.
 */
export function isKnownProducer(current: TransactionMetadata, expected: ProducerIdAndEpoch): boolean {
  return (
    current.producerEpoch === NO_PRODUCER_EPOCH ||
    expected.producerId === current.producerId ||
    (expected.producerId === current.previousProducerId && isEpochExhausted(expected.producerEpoch))
  );
}

/** Whether the producer needs a new id. */
export function needsProducerId(current: TransactionMetadata, expected: ProducerIdAndEpoch | undefined): boolean {
  return (
    isEpochExhausted(current.producerEpoch) &&
    (expected === undefined || expected.producerEpoch === current.producerEpoch)
  );
}

export interface InitOptions {
  readonly timeoutMs: number;
  readonly nowMs: number;
  readonly expected: ProducerIdAndEpoch | undefined;
}

/** The same producer id with the next epoch; PRODUCER_FENCED if the producer is not who it says. */
export function incrementEpoch(
  current: TransactionMetadata,
  { timeoutMs, nowMs, expected }: InitOptions,
): TransactionMetadata | number {
  const epochs = nextEpochs(current, expected?.producerEpoch);
  if (epochs === undefined) return ErrorCode.PRODUCER_FENCED;
  return transition(current, { ...epochs, ...emptied(timeoutMs, nowMs) });
}

/** A new producer id with epoch 0. */
export function rotateProducerId(
  current: TransactionMetadata,
  { producerId, timeoutMs, nowMs, expected }: InitOptions & { readonly producerId: bigint },
): TransactionMetadata {
  const lastProducerEpoch = expected === undefined ? NO_PRODUCER_EPOCH : current.producerEpoch;
  return transition(current, { producerId, producerEpoch: 0, lastProducerEpoch, ...emptied(timeoutMs, nowMs) });
}

function nextEpochs(
  { producerEpoch, lastProducerEpoch }: TransactionMetadata,
  expectedEpoch: number | undefined,
): Pick<TransactionMetadata, "producerEpoch" | "lastProducerEpoch"> | undefined {
  const isPresent = producerEpoch === NO_PRODUCER_EPOCH || expectedEpoch === producerEpoch;
  if (expectedEpoch === undefined || isPresent) {
    assert(!isEpochExhausted(producerEpoch), "an exhausted epoch is not raised");
    const last = expectedEpoch === undefined ? NO_PRODUCER_EPOCH : producerEpoch;
    return { producerEpoch: producerEpoch + 1, lastProducerEpoch: last };
  }
  // The producer repeats a request whose answer it did not get: nobody else has taken over, or the last epoch were −1.
  return expectedEpoch === lastProducerEpoch ? { producerEpoch, lastProducerEpoch } : undefined;
}

function emptied(
  timeoutMs: number,
  nowMs: number,
): Pick<TransactionMetadata, "state" | "timeoutMs" | "partitions" | "startTimestampMs" | "lastUpdateTimestampMs"> {
  return {
    state: TransactionState.EMPTY,
    timeoutMs,
    partitions: PartitionSet.EMPTY,
    startTimestampMs: -1,
    lastUpdateTimestampMs: nowMs,
  };
}
