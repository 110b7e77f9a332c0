/** Producer ids are handed out in blocks; the log keeps the first id of the next one. */

import type { MetadataRecord } from "../records/metadata-record.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";

/** Producer ids in one block. */
export const PRODUCER_ID_BLOCK_SIZE = 1000;
const MAX_PRODUCER_ID = 2n ** 63n - 1n;

/** A block: `firstProducerId` and `length` ids from there on. */
export interface ProducerIdBlock {
  readonly firstProducerId: bigint;
  readonly length: number;
}

/** The next block for a broker, or undefined when all ids are used up. */
export function handleAllocateProducerIds(
  state: ControllerState,
  broker: { readonly brokerId: number; readonly brokerEpoch: number },
): ControllerResult<ProducerIdBlock | undefined> {
  const firstProducerId = state.image.nextProducerId;
  if (firstProducerId > MAX_PRODUCER_ID - BigInt(PRODUCER_ID_BLOCK_SIZE)) return atomicResult([], undefined);
  const record: MetadataRecord = {
    name: "ProducerIdsRecord",
    version: 0,
    value: { ...broker, nextProducerId: firstProducerId + BigInt(PRODUCER_ID_BLOCK_SIZE) },
  };
  return atomicResult([record], { firstProducerId, length: PRODUCER_ID_BLOCK_SIZE });
}
