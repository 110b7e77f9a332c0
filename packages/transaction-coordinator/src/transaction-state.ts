/** Where a transactional id stands, with the numbers that `__transaction_state` and the names that DescribeTransactions have. */

export const TransactionState = {
  /** No transaction has been begun by the present producer. */
  EMPTY: 0,
  ONGOING: 1,
  /** The commit is decided; its markers are on their way. */
  PREPARE_COMMIT: 2,
  /** The abort is decided; its markers are on their way. */
  PREPARE_ABORT: 3,
  /** Every partition has its commit marker. */
  COMPLETE_COMMIT: 4,
  /** Every partition has its abort marker. */
  COMPLETE_ABORT: 5,
  /** The transactional id is being expired. Never in the log: Kafka keeps it for a moment in memory. */
  DEAD: 6,
  /** The producer is being fenced before its transaction is aborted. Never in the log either. */
  PREPARE_EPOCH_FENCE: 7,
} as const;
export type TransactionState = (typeof TransactionState)[keyof typeof TransactionState];

const NAMES: readonly string[] = [
  "Empty",
  "Ongoing",
  "PrepareCommit",
  "PrepareAbort",
  "CompleteCommit",
  "CompleteAbort",
  "Dead",
  "PrepareEpochFence",
];

/** As tools print it. */
export function transactionStateName(state: TransactionState): string {
  return NAMES[state]!;
}

/** Undefined for a name that is no state's. */
export function transactionStateOf(name: string): TransactionState | undefined {
  const found = NAMES.indexOf(name);
  return found === -1 ? undefined : (found as TransactionState);
}

/** Undefined for a number that is no state's. */
export function transactionStateOfId(id: number): TransactionState | undefined {
  return id >= 0 && id < NAMES.length ? (id as TransactionState) : undefined;
}

/** The outcome is decided and not yet in every partition. */
export function isPrepared(state: TransactionState): boolean {
  return state === TransactionState.PREPARE_COMMIT || state === TransactionState.PREPARE_ABORT;
}

/** There is no transaction: the id may begin one, get a new producer, or expire. */
export function isIdle(state: TransactionState): boolean {
  return (
    state === TransactionState.EMPTY ||
    state === TransactionState.COMPLETE_COMMIT ||
    state === TransactionState.COMPLETE_ABORT
  );
}
