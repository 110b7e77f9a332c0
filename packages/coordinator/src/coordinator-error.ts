/** The operating error of coordinators: an operation could not be performed here and now. */

import { ErrorCode, describeError, errorName } from "@ottla/protocol";

export class CoordinatorError extends Error {
  override readonly name = "CoordinatorError";
  readonly code = "ERR_OTTLA_COORDINATOR";
  readonly retriable: boolean;
  /** A code of `ErrorCode`, never NONE. */
  readonly errorCode: number;

  constructor(errorCode: number, message?: string, options?: ErrorOptions) {
    super(message === undefined ? errorName(errorCode) : `${errorName(errorCode)}: ${message}`, options);
    this.errorCode = errorCode;
    this.retriable = describeError(errorCode).retriable;
  }
}

/**
 * What a client is told of an error of the log behind a coordinator: errors of the internal partition must not look like
 * errors of the partitions in the client's request.
 */
export function coordinatorErrorOf(errorCode: number): number {
  switch (errorCode) {
    case ErrorCode.NETWORK_EXCEPTION:
      return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.NOT_ENOUGH_REPLICAS:
    case ErrorCode.REQUEST_TIMED_OUT:
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.KAFKA_STORAGE_ERROR:
      return ErrorCode.NOT_COORDINATOR;
    case ErrorCode.MESSAGE_TOO_LARGE:
    case ErrorCode.RECORD_LIST_TOO_LARGE:
    case ErrorCode.INVALID_FETCH_SIZE:
      return ErrorCode.UNKNOWN_SERVER_ERROR;
    default:
      return errorCode;
  }
}
