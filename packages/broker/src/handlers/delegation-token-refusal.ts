/**
 * Why no delegation token is given, renewed or told: as in Kafka, they are for connections that have authenticated otherwise than by a token, and
 * our listeners are PLAINTEXT. A broker of Apache's with SASL may forward such a request: our controllers have no secret key to make tokens with.
 */

import { ErrorCode } from "@ottla/protocol";
import type { RequestContext } from "./handler.ts";

/** What Kafka's listeners without authentication say. */
export const REFUSED: number = ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;

/** Kafka's `DelegationTokenManager.ErrorTimestamp`: stands where there is no time. */
export const NO_TIMESTAMP = -1;

/** The error, and what stands where there is no time: a controller without `delegation.token.secret.key` says 0. */
export function refusalOf({ isForwarded }: Pick<RequestContext, "isForwarded">): { errorCode: number; time: number } {
  return isForwarded
    ? { errorCode: ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED, time: 0 }
    : { errorCode: REFUSED, time: NO_TIMESTAMP };
}
