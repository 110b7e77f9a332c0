/** How a fenced producer is told: with PRODUCER_FENCED where its request's version has it (KIP-588), as before otherwise. */

import { ErrorCode } from "@ottla/protocol";

export function fencedErrorOf(errorCode: number, knowsProducerFenced: boolean): number {
  return errorCode === ErrorCode.PRODUCER_FENCED && !knowsProducerFenced ? ErrorCode.INVALID_PRODUCER_EPOCH : errorCode;
}
