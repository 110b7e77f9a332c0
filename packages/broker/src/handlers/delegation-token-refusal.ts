/**
 * Why no delegation token is given, renewed or told: as in Kafka, they are for connections that have authenticated otherwise than by a token, and
 * the broker's listeners are PLAINTEXT.
 */

import { ErrorCode } from "@ottla/protocol";

export const REFUSED: number = ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;

/** Kafka's `DelegationTokenManager.ErrorTimestamp`: stands where there is no time. */
export const NO_TIMESTAMP = -1;
