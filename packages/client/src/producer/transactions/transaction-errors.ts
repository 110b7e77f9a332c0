/**
 * The errors of transactional producers: which of them end the producer, and what the application is told when it goes on as if nothing had happened.
 */
import { ErrorCode } from "@ottla/protocol";
import { KafkaError } from "../../errors.ts";
import type { ProducerIdentity } from "./transaction-requests.ts";

const FATAL: ReadonlySet<string> = new Set([
  "CLUSTER_AUTHORIZATION_FAILED",
  "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
  "PRODUCER_FENCED",
  "UNSUPPORTED_VERSION",
  "INVALID_PRODUCER_ID_MAPPING",
]);

/** Whether a failed batch ends the producer rather than its transaction. */
export function isFatalForTransactions(error: KafkaError): boolean {
  return FATAL.has(error.code);
}

/** A call that the state does not allow. */
export function illegalState(message: string): KafkaError {
  return new KafkaError("ILLEGAL_STATE", message);
}

/** The end of a record whose transaction was aborted before it was sent. */
export function transactionAbortedError(): KafkaError {
  return new KafkaError("TRANSACTION_ABORTED", "Failing batch since transaction was aborted");
}

/** The coordinator asked for an abort in the answer to one. */
export function abortFailedError(cause: KafkaError): KafkaError {
  const errorCode = cause.errorCode === undefined ? {} : { errorCode: cause.errorCode };
  return new KafkaError(cause.code, "Failed to abort transaction", { ...errorCode, fatal: true, cause });
}

/** A batch that is refused since its transaction is not open is a reason to abort, as retries that are used up. */
export function abortableSendError(error: KafkaError): KafkaError {
  return error.code === "INVALID_TXN_STATE" ? exhaustedError(error) : error;
}

/** What is retriable on its own is not any more once a transaction failed by it: the retries are used up. */
export function abortableCause(error: KafkaError): KafkaError {
  return error.retriable ? exhaustedError(error) : error;
}

function exhaustedError(cause: KafkaError): KafkaError {
  return new KafkaError("TRANSACTION_ABORTABLE", "Transaction Request was aborted after exhausting retries.", {
    errorCode: ErrorCode.TRANSACTION_ABORTABLE,
    cause,
  });
}

/**
 * What a call gets after the transaction failed. It carries the code of what went wrong; `fatal` says whether an abort helps (false) or only a new
 * producer (true).
 */
export function errorStateError(
  cause: KafkaError,
  at: { readonly isFatal: boolean; readonly transactionalId: string; readonly identity: ProducerIdentity },
): KafkaError {
  const { producerId, producerEpoch } = at.identity;
  const who = `Producer with transactionalId '${at.transactionalId}' and (producerId=${producerId}, epoch=${producerEpoch})`;
  const options = {
    fatal: at.isFatal,
    cause,
    ...(cause.errorCode === undefined ? {} : { errorCode: cause.errorCode }),
  };
  if (cause.code === "PRODUCER_FENCED") {
    return new KafkaError(
      cause.code,
      `${who} has been fenced by another producer with the same transactionalId`,
      options,
    );
  }
  if (cause.code === "INVALID_PRODUCER_EPOCH") {
    return new KafkaError(cause.code, `${who} attempted to produce with an old epoch`, options);
  }
  const sentence = "Cannot execute transactional method because we are in an error state";
  return new KafkaError(cause.code, `${sentence}: ${cause.message}`, options);
}
