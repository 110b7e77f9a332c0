/**
 * All there is to know of one transactional id. Immutable: each transition makes a new one, which is what the record of the
 * transition holds, so the state is always the last record's.
 */

import { assert } from "@ottla/base";
import { PartitionSet } from "./partition-set.ts";
import { TransactionState } from "./transaction-state.ts";
import { TransactionVersion } from "./transaction-version.ts";

export const NO_PRODUCER_ID = -1n;
export const NO_PRODUCER_EPOCH = -1;
/** The highest epoch there is. No client is ever given it: with it the coordinator can fence the last one that has. */
export const MAX_PRODUCER_EPOCH = 32_767;
/** The timeout of a transaction that never times out (KIP-939). */
const NO_TIMEOUT_MS = 2_147_483_647;

export interface TransactionMetadata {
  readonly transactionalId: string;
  readonly producerId: bigint;
  /** The producer id before the last transition; −1 if there was none, or the log does not tell (value version 0). */
  readonly previousProducerId: bigint;
  /** The producer id that takes over when the transaction is complete, because the epochs of this one are used up; else −1. */
  readonly nextProducerId: bigint;
  /** −1 only while the id is being made. */
  readonly producerEpoch: number;
  /** The epoch before, by which a repeated request is known; −1 if there is none. Not in the log: −1 after a load. */
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  /** Of the present transaction. */
  readonly partitions: PartitionSet;
  /** When the present transaction began; −1 before the first. */
  readonly startTimestampMs: number;
  readonly lastUpdateTimestampMs: number;
  /** The protocol of the client behind the last transition. */
  readonly clientTransactionVersion: TransactionVersion;
}

/** A transactional id that is not in the log yet. */
export function newTransaction(
  transactionalId: string,
  given: { readonly producerId: bigint; readonly timeoutMs: number; readonly nowMs: number },
): TransactionMetadata {
  return {
    transactionalId,
    producerId: given.producerId,
    previousProducerId: NO_PRODUCER_ID,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs: given.timeoutMs,
    state: TransactionState.EMPTY,
    partitions: PartitionSet.EMPTY,
    startTimestampMs: -1,
    lastUpdateTimestampMs: given.nowMs,
    clientTransactionVersion: TransactionVersion.TV_0,
  };
}

/** No client may be given a higher epoch: the next one needs a new producer id. */
export function isEpochExhausted(producerEpoch: number): boolean {
  return producerEpoch >= MAX_PRODUCER_EPOCH - 1;
}

/** Whether the transaction has been open for longer than its producer allowed. */
export function isTimedOut({ state, startTimestampMs, timeoutMs }: TransactionMetadata, nowMs: number): boolean {
  return state === TransactionState.ONGOING && timeoutMs !== NO_TIMEOUT_MS && startTimestampMs + timeoutMs < nowMs;
}

/** The next metadata: what `changes` does not name stays, and the present producer id becomes the previous one. */
export function transition(
  current: TransactionMetadata,
  changes: Partial<Omit<TransactionMetadata, "transactionalId" | "previousProducerId">>,
): TransactionMetadata {
  const next = { ...current, ...changes, previousProducerId: current.producerId };
  assert(next.producerId >= 0n, "a transactional id always has a producer id");
  assert(
    next.producerEpoch >= 0 && next.producerEpoch <= MAX_PRODUCER_EPOCH,
    "what is in the log has a producer epoch",
  );
  return next;
}
