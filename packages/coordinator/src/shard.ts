/**
 * The contract between the runtime and a coordinator: one shard is the state machine of one partition of an internal
 * topic (`__consumer_offsets`, later `__transaction_state` and `__share_group_state`).
 *
 * A shard is pure. Its operations read its state and return records and a response; `replay` is the only mutator of the
 * state that the log holds. State that the log does not hold (who waits for an answer, when a session ends) may change
 * in an operation. Time is an argument, randomness is injected, deadlines are entries in `timers`.
 */

import type { SnapshotRegistry } from "@ottla/base";
import type { CoordinatorResult } from "./result.ts";
import type { CoordinatorTimers } from "./timers.ts";

/** The time an operation takes place at. */
export interface OperationTime {
  /** Wall clock, whole milliseconds since 1970: what goes into records. */
  readonly nowMs: number;
  /** Monotonic clock, milliseconds: what deadlines are made of. */
  readonly monotonicMs: number;
}

/** How a transaction on the shard's partition ended. */
export type TransactionOutcome = "commit" | "abort";

/** Where a replayed record stands in the log. */
export interface RecordPosition {
  /** The record's offset. */
  readonly offset: number;
  /** -1n when the record is not part of a transaction. */
  readonly producerId: bigint;
}

/** One partition's state machine. `R` is its record, `E` what its timers say when they expire. */
export interface CoordinatorShard<R, E> {
  /** Applies one record, either just generated or read from the log. */
  replay(record: R, position: RecordPosition): void;
  /** Applies the marker that ends a producer's transaction. */
  replayEndTransactionMarker(producerId: bigint, outcome: TransactionOutcome): void;
  /** The whole log has been replayed; the shard serves from now on. Deadlines of what was found start here. */
  onLoaded(time: OperationTime): void;
  /** The shard serves no longer: whatever waits is answered. Timers have been dropped. */
  onUnloaded(): void;
  /** A deadline has passed. */
  onTimer(event: E, time: OperationTime): CoordinatorResult<unknown, R>;
}

/** What the runtime gives a new shard. */
export interface ShardContext<E> {
  readonly partition: number;
  /** All state that the log holds lives in timeline structures of this registry. */
  readonly snapshots: SnapshotRegistry;
  readonly timers: CoordinatorTimers<E>;
}

export type ShardFactory<S, E> = (context: ShardContext<E>) => S;
