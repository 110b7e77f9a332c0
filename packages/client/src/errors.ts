/**
 * The errors a client throws: one class with a stable `code`, a `retriable` claim and a sentence, plus the few subclasses that carry
 * what a caller needs to recover.
 *
 * Two families of codes share one name space: Kafka's own error names (`UNKNOWN_TOPIC_OR_PARTITION`, with `errorCode` set), and the
 * client's (`ClientErrorCode`, without).
 */
import { describeError } from "@ottla/protocol";
import type { TopicPartition } from "./topic-partition.ts";

/** Codes of errors that start in the client and have no protocol error code. */
export type ClientErrorCode =
  | "INVALID_CONFIG"
  | "INVALID_ARGUMENT"
  | "ILLEGAL_STATE"
  | "TIMEOUT"
  | "DISCONNECTED"
  | "SSL_AUTHENTICATION_FAILED"
  | "CLOSED"
  | "ABORTED"
  | "ABORT_ERR"
  | "WAKEUP"
  | "CONCURRENT_USE"
  | "BUFFER_EXHAUSTED"
  | "RECORD_TOO_LARGE"
  | "SERIALIZATION"
  | "DESERIALIZATION"
  | "CORRUPT_RECORD"
  | "CORRUPT_RESPONSE"
  | "NO_OFFSET_FOR_PARTITION"
  | "OFFSET_OUT_OF_RANGE_NO_RESET"
  | "LOG_TRUNCATION"
  | "COMMIT_FAILED"
  | "RETRIABLE_COMMIT_FAILED"
  | "MAX_POLL_INTERVAL_EXCEEDED"
  | "TRANSACTION_ABORTED"
  | "UNSUPPORTED_API_VERSION"
  | "NO_BROKER_AVAILABLE"
  | "HANDLER_FAILED"
  | "HANDLER_TIMEOUT"
  | "WORKER_EXITED";

export interface KafkaErrorOptions {
  readonly retriable?: boolean;
  /** The client that met it cannot go on and must be closed. */
  readonly fatal?: boolean;
  readonly errorCode?: number;
  readonly cause?: unknown;
}

/** An operating error of the client. */
export class KafkaError extends Error {
  /** Kafka's error name, or a {@link ClientErrorCode}. */
  readonly code: string;
  /** Whether the same call can succeed later without a change. */
  readonly retriable: boolean;
  /** Whether the client is unusable afterwards. */
  readonly fatal: boolean;
  /** Kafka's protocol error code, when a broker sent it. */
  readonly errorCode: number | undefined;

  constructor(code: string, message: string, options: KafkaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "KafkaError";
    this.code = code;
    this.retriable = options.retriable ?? false;
    this.fatal = options.fatal ?? false;
    this.errorCode = options.errorCode;
  }
}

/** An option that is unknown, unsupported, malformed or in contradiction with another one. */
export class ConfigError extends KafkaError {
  constructor(message: string) {
    super("INVALID_CONFIG", message);
    this.name = "ConfigError";
  }
}

/** A call or request that did not finish in its time. */
export class TimeoutError extends KafkaError {
  constructor(message: string, cause?: unknown) {
    super("TIMEOUT", message, { retriable: true, cause });
    this.name = "TimeoutError";
  }
}

/** An `AbortSignal` ended the wait for a call; `cause` is the signal's reason. Name and code are those of Node's own. */
export class AbortError extends KafkaError {
  constructor(reason?: unknown) {
    super("ABORT_ERR", "The operation was aborted", { cause: reason });
    this.name = "AbortError";
  }
}

/** The connection went away before the response came. */
export class DisconnectError extends KafkaError {
  constructor(message: string, cause?: unknown) {
    super("DISCONNECTED", message, { retriable: true, cause });
    this.name = "DisconnectError";
  }
}

/** A broker (or this client) does not serve the API in a version that carries what was asked for. */
export class UnsupportedVersionError extends KafkaError {
  constructor(message: string) {
    super("UNSUPPORTED_VERSION", message, { errorCode: 35 });
    this.name = "UnsupportedVersionError";
  }
}

/** Partitions without a committed offset while `auto.offset.reset` is `none`. */
export class NoOffsetForPartitionError extends KafkaError {
  readonly partitions: readonly TopicPartition[];

  constructor(partitions: readonly TopicPartition[]) {
    const names = partitions.map((one) => `${one.topic}-${one.partition}`).join(", ");
    super("NO_OFFSET_FOR_PARTITION", `Undefined offset with no reset policy for partitions: [${names}]`);
    this.name = "NoOffsetForPartitionError";
    this.partitions = partitions;
  }
}

/** Positions outside of the log while `auto.offset.reset` is `none`. */
export class OffsetOutOfRangeError extends KafkaError {
  readonly offsets: readonly (TopicPartition & { readonly offset: number })[];

  constructor(offsets: readonly (TopicPartition & { readonly offset: number })[]) {
    const names = offsets.map((one) => `${one.topic}-${one.partition}=${one.offset}`).join(", ");
    super("OFFSET_OUT_OF_RANGE_NO_RESET", `Fetch position out of range, and no reset policy: {${names}}`);
    this.name = "OffsetOutOfRangeError";
    this.offsets = offsets;
  }
}

/** The log was truncated below the position (unclean leader election) while `auto.offset.reset` is `none`. */
export class LogTruncationError extends KafkaError {
  readonly divergentOffsets: readonly (TopicPartition & { readonly offset: number })[];

  constructor(offsets: readonly (TopicPartition & { readonly offset: number })[]) {
    const names = offsets.map((one) => `${one.topic}-${one.partition} diverges at ${one.offset}`).join(", ");
    super("LOG_TRUNCATION", `The log was truncated below the position: ${names}`);
    this.name = "LogTruncationError";
    this.divergentOffsets = offsets;
  }
}

/** The error for a code a broker sent, with the broker's own message when it gave one. */
export function protocolError(errorCode: number, message?: string | null): KafkaError {
  const info = describeError(errorCode);
  const given = message === undefined || message === "" ? null : message;
  const text = given ?? info.message ?? info.name;
  if (info.name === "UNSUPPORTED_VERSION") return new UnsupportedVersionError(text);
  return new KafkaError(info.name, text, { retriable: info.retriable, errorCode, fatal: isFatal(info.name) });
}

/** The error to report for anything thrown: itself if it is one of ours, else wrapped. */
export function toKafkaError(thrown: unknown, code = "ABORTED"): KafkaError {
  if (thrown instanceof KafkaError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new KafkaError(code, message, { cause: thrown });
}

/** Whether a retry of the same request may succeed. */
export function isRetriable(error: unknown): boolean {
  return error instanceof KafkaError && error.retriable;
}

function isFatal(name: string): boolean {
  return name === "PRODUCER_FENCED" || name === "TRANSACTIONAL_ID_AUTHORIZATION_FAILED";
}
