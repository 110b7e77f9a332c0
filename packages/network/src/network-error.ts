/**
 * Operating errors of the network. `code` is stable and meant for programs; the message is meant for people.
 */

/** Why a network operation failed. */
export type NetworkErrorCode =
  | "ADDRESS_IN_USE"
  | "ADDRESS_NOT_AVAILABLE"
  | "LISTEN_FAILED"
  | "CONNECTION_REFUSED"
  | "CONNECT_FAILED"
  /** The two ends do not trust or understand each other; dialling again will not help. */
  | "TLS_FAILED"
  | "CONNECTION_CLOSED"
  | "REQUEST_TIMED_OUT"
  | "INVALID_FRAME";

const RETRIABLE: ReadonlySet<NetworkErrorCode> = new Set<NetworkErrorCode>([
  "CONNECTION_REFUSED",
  "CONNECT_FAILED",
  "CONNECTION_CLOSED",
  "REQUEST_TIMED_OUT",
]);

/** An operating error of the network. */
export class NetworkError extends Error {
  override readonly name: string = "NetworkError";
  readonly code: NetworkErrorCode;
  readonly retriable: boolean;

  constructor(code: NetworkErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retriable = RETRIABLE.has(code);
  }
}
