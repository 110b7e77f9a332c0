/**
 * Operating errors of the storage engine: a stable `code`, whether trying again may help, and the cause. Outcomes that the protocol
 * has a code for (a corrupt batch, an offset out of range) are values, not errors: see `LogAppendInfo` and `LogReadInfo`.
 */

export type StorageErrorCode =
  | "NOT_FOUND"
  | "NO_SPACE"
  | "TOO_MANY_OPEN_FILES"
  | "IO"
  | "LOG_DIR_LOCKED"
  | "LOG_DIR_OFFLINE"
  | "INVALID_LOG_DIR"
  | "INCONSISTENT_CLUSTER_ID"
  | "INCONSISTENT_NODE_ID"
  | "INCONSISTENT_TOPIC_ID"
  | "CORRUPT_CHECKPOINT"
  | "CORRUPT_SNAPSHOT"
  | "CORRUPT_INDEX"
  | "CORRUPT_LOG"
  | "CLOSED";

/** Anything that goes wrong with a log directory and is not a protocol outcome. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly retriable: boolean;

  constructor(code: StorageErrorCode, message: string, options: { cause?: unknown; retriable?: boolean } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "StorageError";
    this.code = code;
    this.retriable = options.retriable ?? (code === "NO_SPACE" || code === "TOO_MANY_OPEN_FILES");
  }
}
