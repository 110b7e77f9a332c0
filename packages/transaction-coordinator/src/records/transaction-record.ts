/** The records of `__transaction_state`, as data: the whole state of one transactional id, or a tombstone. */

import type { TransactionMetadata } from "../transaction-metadata.ts";

export interface TransactionRecord {
  readonly transactionalId: string;
  /** Null for a tombstone. */
  readonly metadata: TransactionMetadata | null;
  /** The version of the value: 1 from `transaction.version` 1 on. */
  readonly valueVersion: 0 | 1;
}

export function transactionRecord(metadata: TransactionMetadata, valueVersion: 0 | 1): TransactionRecord {
  return { transactionalId: metadata.transactionalId, metadata, valueVersion };
}

export function transactionTombstone(transactionalId: string): TransactionRecord {
  return { transactionalId, metadata: null, valueVersion: 0 };
}
