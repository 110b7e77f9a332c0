/**
 * The states of a transactional producer and the ways between them: Java's, from KIP-98 and KIP-890.
 *
 * UNINITIALIZED → INITIALIZING → READY ⇄ IN_TRANSACTION → COMMITTING or ABORTING → READY. An error that an abort mends leads to ABORTABLE_ERROR, any
 * other to FATAL_ERROR, which has no way out.
 */

/** Where a transactional producer stands. */
export type TransactionState =
  | "UNINITIALIZED"
  | "INITIALIZING"
  | "READY"
  | "IN_TRANSACTION"
  | "COMMITTING_TRANSACTION"
  | "ABORTING_TRANSACTION"
  | "ABORTABLE_ERROR"
  | "FATAL_ERROR";

const SOURCES: Readonly<Record<TransactionState, readonly TransactionState[] | "any">> = {
  UNINITIALIZED: ["READY", "ABORTABLE_ERROR"],
  INITIALIZING: ["UNINITIALIZED", "COMMITTING_TRANSACTION", "ABORTING_TRANSACTION"],
  READY: ["INITIALIZING", "COMMITTING_TRANSACTION", "ABORTING_TRANSACTION"],
  IN_TRANSACTION: ["READY"],
  COMMITTING_TRANSACTION: ["IN_TRANSACTION"],
  ABORTING_TRANSACTION: ["IN_TRANSACTION", "ABORTABLE_ERROR"],
  ABORTABLE_ERROR: ["IN_TRANSACTION", "COMMITTING_TRANSACTION", "ABORTABLE_ERROR", "INITIALIZING"],
  FATAL_ERROR: "any",
};

/** Whether there is a way from one state to the other. */
export function isTransitionValid(source: TransactionState, target: TransactionState): boolean {
  const sources = SOURCES[target];
  return sources === "any" || sources.includes(source);
}
