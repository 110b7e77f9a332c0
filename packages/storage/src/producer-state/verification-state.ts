/**
 * Producers whose transaction is being verified with the coordinator before their first write (KIP-890). An entry lives from the start of
 * the verification to the append that it allows; its lowest sequence keeps requests that were sent later from overtaking (I7).
 */
import { VerificationGuard } from "../verification-guard.ts";

export interface VerificationStateEntry {
  readonly timestampMs: number;
  readonly guard: VerificationGuard;
  readonly supportsEpochBump: boolean;
  readonly producerEpoch: number;
  readonly lowestSequence: number;
}

export interface VerificationStart {
  readonly producerId: bigint;
  readonly sequence: number;
  readonly producerEpoch: number;
  readonly supportsEpochBump: boolean;
}

/** The entry after one more request of the producer asked for verification. */
export function startVerification(
  known: VerificationStateEntry | undefined,
  start: VerificationStart,
  nowMs: number,
): VerificationStateEntry {
  if (!known) {
    return {
      timestampMs: nowMs,
      guard: VerificationGuard.create(),
      supportsEpochBump: start.supportsEpochBump,
      producerEpoch: start.producerEpoch,
      lowestSequence: start.sequence,
    };
  }
  if (start.producerEpoch > known.producerEpoch) {
    return { ...known, producerEpoch: start.producerEpoch, lowestSequence: start.sequence };
  }
  if (start.producerEpoch === known.producerEpoch && start.sequence < known.lowestSequence) {
    return { ...known, lowestSequence: start.sequence };
  }
  return known;
}
