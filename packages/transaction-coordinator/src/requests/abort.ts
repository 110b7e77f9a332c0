/** The abort that the coordinator decides by itself: of a transaction whose producer was replaced, or took too long. */

import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import { NO_PRODUCER_ID, type TransactionMetadata } from "../transaction-metadata.ts";
import { bumpsEpoch } from "../transaction-version.ts";
import { fenceAndAbort } from "../transitions/end.ts";
import { nextProducerIdOf } from "./next-producer-id.ts";

/** Undefined when it needs a producer id and there is none at the moment. */
export function abortByCoordinator(
  context: TransactionCoordinatorContext,
  ongoing: TransactionMetadata,
): TransactionMetadata | undefined {
  const serverTransactionVersion = context.transactionVersion;
  const nextProducerId = bumpsEpoch(serverTransactionVersion) ? nextProducerIdOf(context, ongoing) : NO_PRODUCER_ID;
  if (nextProducerId === undefined) return undefined;
  return fenceAndAbort(ongoing, { serverTransactionVersion, nowMs: context.time.nowMs, nextProducerId });
}
