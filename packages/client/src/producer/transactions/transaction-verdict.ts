/**
 * What an error means for a transaction: ask again, ask another broker, abort, or give up. Java's TransactionManager, request by request.
 */
import { ErrorCode, describeError } from "@ottla/protocol";
import type { TransactionStep } from "./transaction-requests.ts";

/**
 * - `lookup`: another broker is the coordinator (now); then again.
 * - `retry`: again.
 * - `fenced`: another producer has taken over the transactional id. Fatal.
 * - `fatal`, `abortable`: as the error says; `unexpected` is fatal with an explanation.
 * - `abortableIfEpochCanRise`: the transaction can be aborted only if a new epoch can be had.
 * - `uninitialized`: nothing has begun, so there is nothing to abort; the application may ask for the id again.
 */
export type Verdict =
  | "ok"
  | "lookup"
  | "retry"
  | "fenced"
  | "fatal"
  | "abortable"
  | "abortableIfEpochCanRise"
  | "uninitialized"
  | "unexpected";

type Exceptions = Readonly<Record<number, Verdict>>;

const COMMON: Exceptions = {
  [ErrorCode.NONE]: "ok",
  [ErrorCode.NOT_COORDINATOR]: "lookup",
  [ErrorCode.COORDINATOR_NOT_AVAILABLE]: "lookup",
  // Old coordinators say it with the first; it means the same as the second.
  [ErrorCode.INVALID_PRODUCER_EPOCH]: "fenced",
  [ErrorCode.PRODUCER_FENCED]: "fenced",
  [ErrorCode.TRANSACTION_ABORTABLE]: "abortable",
};

const OF_TRANSACTION: Exceptions = {
  ...COMMON,
  [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]: "fatal",
  [ErrorCode.INVALID_TXN_STATE]: "fatal",
  [ErrorCode.INVALID_PRODUCER_ID_MAPPING]: "fatal",
  [ErrorCode.UNKNOWN_PRODUCER_ID]: "abortableIfEpochCanRise",
};

const BY_KIND: Readonly<Record<TransactionStep["kind"] | "findCoordinator", Exceptions>> = {
  findCoordinator: {
    [ErrorCode.NONE]: "ok",
    [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]: "fatal",
    [ErrorCode.GROUP_AUTHORIZATION_FAILED]: "abortable",
    [ErrorCode.TRANSACTION_ABORTABLE]: "abortable",
  },
  initProducerId: {
    ...COMMON,
    [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]: "uninitialized",
    [ErrorCode.CLUSTER_AUTHORIZATION_FAILED]: "uninitialized",
  },
  addPartitions: OF_TRANSACTION,
  addOffsets: { ...OF_TRANSACTION, [ErrorCode.GROUP_AUTHORIZATION_FAILED]: "abortable" },
  commitOffsets: {
    ...COMMON,
    [ErrorCode.REQUEST_TIMED_OUT]: "lookup",
    [ErrorCode.GROUP_AUTHORIZATION_FAILED]: "abortable",
    [ErrorCode.FENCED_INSTANCE_ID]: "abortable",
    [ErrorCode.UNKNOWN_MEMBER_ID]: "abortable",
    [ErrorCode.ILLEGAL_GENERATION]: "abortable",
    [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]: "fatal",
    [ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT]: "fatal",
  },
  end: OF_TRANSACTION,
};

/** What an error code in the answer to a request means. */
export function verdictOf(kind: TransactionStep["kind"] | "findCoordinator", errorCode: number): Verdict {
  return BY_KIND[kind][errorCode] ?? (describeError(errorCode).retriable ? "retry" : "unexpected");
}
