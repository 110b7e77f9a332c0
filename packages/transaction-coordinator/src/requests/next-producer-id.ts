/** An end with transaction version 2 raises the epoch; when the epochs are used up, a new producer id takes over. */

import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import { isEpochExhausted, NO_PRODUCER_ID, type TransactionMetadata } from "../transaction-metadata.ts";

/** −1 if none is needed; undefined if one is needed and there is none at the moment. */
export function nextProducerIdOf(
  context: TransactionCoordinatorContext,
  { producerEpoch }: TransactionMetadata,
): bigint | undefined {
  return isEpochExhausted(producerEpoch) ? context.producerIds.take() : NO_PRODUCER_ID;
}
