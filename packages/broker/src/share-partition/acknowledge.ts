/**
 * Acknowledges records: the member that holds them says what became of them. All of a request's batches for a partition count,
 * or none: the first that is wrong takes back what came before it.
 */

import { ErrorCode } from "@ottla/protocol";
import type { InFlightBatch } from "./in-flight-batch.ts";
import { NO_MEMBER, type InFlightState } from "./in-flight-state.ts";
import { AcknowledgeType, RecordState, acknowledgedState } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";
import type { StateChange } from "./state-change.ts";

/** A range of offsets, with one acknowledge type for all of them or one for each. */
export interface AcknowledgementBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly acknowledgeTypes: readonly number[];
}

/** Why something was not acknowledged. */
export interface AcknowledgeFailure {
  readonly errorCode: number;
  readonly message: string;
}

interface Acknowledging {
  readonly partition: SharePartitionState;
  readonly memberId: string;
  readonly nowMs: number;
  readonly change: StateChange;
}

/** Adds to `change` what the batches change; undefined when all of them were accepted. */
export function acknowledgeBatches(
  context: Acknowledging,
  batches: readonly AcknowledgementBatch[],
): AcknowledgeFailure | undefined {
  for (const batch of batches) {
    const failure = acknowledgeBatch(context, batch);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function acknowledgeBatch(context: Acknowledging, batch: AcknowledgementBatch): AcknowledgeFailure | undefined {
  const { acknowledgeTypes } = batch;
  if (acknowledgeTypes.some((type) => type < AcknowledgeType.GAP || type > AcknowledgeType.RENEW)) {
    const message = `Invalid acknowledge type: [${acknowledgeTypes.join(", ")}]`;
    return { errorCode: ErrorCode.INVALID_REQUEST, message };
  }
  // What lies before the start offset is done, whoever says what about it.
  if (batch.lastOffset < context.partition.startOffset) return undefined;
  const found = batchesOf(context.partition, batch);
  if (!Array.isArray(found)) return found;
  for (const inFlight of found) {
    if (inFlight.lastOffset < context.partition.startOffset) continue;
    const failure = acknowledgeInFlight(context, batch, inFlight);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function batchesOf(
  { batches, startOffset }: SharePartitionState,
  { firstOffset, lastOffset }: AcknowledgementBatch,
): InFlightBatch[] | AcknowledgeFailure {
  const isCut = firstOffset < startOffset && lastOffset >= startOffset;
  const floor = batches.floor(firstOffset) ?? (isCut ? batches.floor(startOffset) : undefined);
  if (floor === undefined) {
    return invalidState("Batch record not found. The request batch offsets are not found in the cache.");
  }
  const found = batches.range(floor.firstOffset, lastOffset);
  const last = found.at(-1)!;
  if (last.lastOffset < firstOffset) return invalidRequest("The first offset in request is past acquired records.");
  if (last.lastOffset < lastOffset) return invalidRequest("The last offset in request is past acquired records.");
  return found;
}

function acknowledgeInFlight(
  context: Acknowledging,
  batch: AcknowledgementBatch,
  inFlight: InFlightBatch,
): AcknowledgeFailure | undefined {
  const { partition } = context;
  const { whole } = inFlight;
  if (whole !== undefined) {
    if (whole.memberId === NO_MEMBER) return invalidState(BATCH_NOT_ACQUIRED);
    if (whole.memberId !== context.memberId) return invalidState("Member is not the owner of batch record");
    if (whole.hasOngoingTransition) return invalidState(ONGOING);
    const isWhole = inFlight.firstOffset >= batch.firstOffset && inFlight.lastOffset <= batch.lastOffset;
    if (isWhole && batch.acknowledgeTypes.length === 1 && !partition.cuts(inFlight)) {
      if (whole.state !== RecordState.ACQUIRED) return invalidState(BATCH_NOT_ACQUIRED);
      return acknowledgeState(context, whole, batch.acknowledgeTypes[0]!, inFlight);
    }
    if (whole.state !== RecordState.ACQUIRED) {
      return invalidState("The batch cannot be acknowledged. The subset batch is not in the acquired state.");
    }
    inFlight.splitStates();
  }
  const first = Math.max(batch.firstOffset, partition.startOffset);
  for (const { offset, state } of inFlight.entries(first, batch.lastOffset)) {
    if (state.state !== RecordState.ACQUIRED) {
      return invalidState("The offset cannot be acknowledged. The offset is not acquired.");
    }
    if (state.hasOngoingTransition) return invalidState(ONGOING);
    if (state.memberId !== context.memberId) return invalidState("Member is not the owner of offset");
    const type = batch.acknowledgeTypes[batch.acknowledgeTypes.length > 1 ? offset - batch.firstOffset : 0]!;
    const failure = acknowledgeState(context, state, type, { firstOffset: offset, lastOffset: offset });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function acknowledgeState(
  { partition, nowMs, change }: Acknowledging,
  state: InFlightState,
  acknowledgeType: number,
  { firstOffset, lastOffset }: { readonly firstOffset: number; readonly lastOffset: number },
): AcknowledgeFailure | undefined {
  const next = acknowledgedState(acknowledgeType);
  if (next === undefined) {
    if (!partition.config.isRenewEnabled) {
      return invalidState("Renewing acquisition locks is not enabled for the group.");
    }
    state.lockDeadlineMs = partition.newLockDeadlineMs(nowMs);
    return undefined;
  }
  const { maxDeliveryCount } = partition.config;
  if (!state.startTransition({ state: next, memberId: NO_MEMBER, maxDeliveryCount })) {
    return invalidState("Unable to acknowledge records for the batch");
  }
  change.add(partition, state, firstOffset, lastOffset);
  return undefined;
}

const BATCH_NOT_ACQUIRED = "The batch cannot be acknowledged. The batch is not in the acquired state.";
const ONGOING = "The record state is invalid. The acknowledgement of delivery could not be completed.";

function invalidState(message: string): AcknowledgeFailure {
  return { errorCode: ErrorCode.INVALID_RECORD_STATE, message };
}

function invalidRequest(reason: string): AcknowledgeFailure {
  return { errorCode: ErrorCode.INVALID_REQUEST, message: `Batch record not found. ${reason}` };
}
