/** What an operation of a shard comes to: records for the log, and an answer that is released when they are committed. */

import type { OperationTime } from "./shard.ts";

export interface CoordinatorResult<T, R> {
  /** Replayed at once, then appended. Empty: the answer still waits for whatever was written before it. */
  readonly records: readonly R[];
  /** Released when `records` are committed. */
  readonly response: T;
  /** Whether the records must stand in one batch, so that either all of them are in the log or none. Default true. */
  readonly isAtomic?: boolean;
  /**
   * Called once in the shard's turn, before the response is released: with `ErrorCode.NONE` when the records are
   * committed, otherwise with the error of the append, after the state has been reverted.
   */
  readonly onCompletion?: (errorCode: number, time: OperationTime) => void;
}

const NO_RECORDS: readonly never[] = [];

/** A result without records. */
export function respond<T>(response: T): CoordinatorResult<T, never> {
  return { records: NO_RECORDS, response };
}

/** Neither records nor an answer. */
export const EMPTY_RESULT: CoordinatorResult<undefined, never> = { records: NO_RECORDS, response: undefined };
