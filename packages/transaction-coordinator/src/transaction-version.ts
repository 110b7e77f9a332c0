/**
 * Levels of the feature `transaction.version`: 0 is KIP-98, 1 writes flexible records, 2 is KIP-890 (the epoch rises with
 * the end of each transaction). A client's requests tell by their version which protocol it speaks, whatever is finalized.
 */

export const TransactionVersion = { TV_0: 0, TV_1: 1, TV_2: 2 } as const;
export type TransactionVersion = (typeof TransactionVersion)[keyof typeof TransactionVersion];

/** AddPartitionsToTxn from this version on, and EndTxn from the one below, are sent by clients of KIP-890 alone. */
const ADD_PARTITIONS_TV2_VERSION = 4;
const END_TXN_TV2_VERSION = 5;

/** Kafka's levels end at 2: a higher one is served as 2. */
export function transactionVersionOfLevel(level: number): TransactionVersion {
  if (level >= 2) return TransactionVersion.TV_2;
  return level === 1 ? TransactionVersion.TV_1 : TransactionVersion.TV_0;
}

export function transactionVersionOfAddPartitions(apiVersion: number): TransactionVersion {
  return apiVersion >= ADD_PARTITIONS_TV2_VERSION ? TransactionVersion.TV_2 : TransactionVersion.TV_0;
}

export function transactionVersionOfEndTxn(apiVersion: number): TransactionVersion {
  return apiVersion >= END_TXN_TV2_VERSION ? TransactionVersion.TV_2 : TransactionVersion.TV_0;
}

/** Whether the producer's epoch rises when a transaction ends. */
export function bumpsEpoch(version: TransactionVersion): boolean {
  return version >= TransactionVersion.TV_2;
}

/** The version of the values in `__transaction_state`. */
export function transactionLogValueVersion(version: TransactionVersion): 0 | 1 {
  return version >= TransactionVersion.TV_1 ? 1 : 0;
}
