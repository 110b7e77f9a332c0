/**
 * One partition as one share group reads it (KIP-932), on the leader of the partition: which records are in flight, who holds
 * them until when, what is done. Pure: it reads no log, writes no state and knows no clock.
 *
 *   acquire ──► acknowledge / release / lock ends ──► a write of the new states ──► completeWrite
 *
 * A record is held by at most one member. The start offset never falls. What is written, laid over what was written before,
 * is the state: a share partition made from it delivers the same, except that what was held is available again.
 */

import { assert } from "@ottla/base";
import type { StateBatch } from "@ottla/share-coordinator";
import { acknowledgeBatches } from "./acknowledge.ts";
import type { AcknowledgeFailure, AcknowledgementBatch } from "./acknowledge.ts";
import { acquire } from "./acquire.ts";
import type { Acquired, AcquireRequest } from "./acquire.ts";
import { InFlightBatch } from "./in-flight-batch.ts";
import { InFlightState, NO_MEMBER } from "./in-flight-state.ts";
import { isTerminal, recordStateOf } from "./record-state.ts";
import { releaseExpired, releaseOfMember } from "./release.ts";
import { SharePartitionState } from "./share-partition-state.ts";
import type { SharePartitionConfig } from "./share-partition-state.ts";
import { advanceStartOffset, moveToLogStart } from "./start-offset.ts";
import { StateChange } from "./state-change.ts";

/** What was persisted of a share partition. */
export interface PersistedState {
  readonly stateEpoch: number;
  readonly startOffset: number;
  /** Ascending, apart from each other, from the start offset on. */
  readonly stateBatches: readonly StateBatch[];
}

/** What is to be persisted now. */
export interface StateWrite {
  readonly stateEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
  /** The change that hangs on it; undefined when the new states count whatever becomes of the write. */
  readonly change: StateChange | undefined;
}

/** An acknowledgement that was refused, or what has to be written for it; undefined: nothing has. */
export type ChangeResult = { readonly failure: AcknowledgeFailure } | { readonly write: StateWrite | undefined };

export class SharePartition {
  readonly #state: SharePartitionState;

  /** `config` is looked up whenever it matters: the group's configuration may change. */
  constructor(config: () => SharePartitionConfig) {
    this.#state = new SharePartitionState(config);
  }

  get startOffset(): number {
    return this.#state.startOffset;
  }

  get endOffset(): number {
    return this.#state.endOffset;
  }

  get deliveryCompleteCount(): number {
    return this.#state.deliveryCompleteCount;
  }

  /** Records in flight, those that are done but stand behind others included. */
  get inFlightCount(): number {
    return this.#state.inFlightCount;
  }

  /** Monotonic milliseconds: when `releaseExpired` has something to do at the earliest; undefined: never. */
  get nextDeadlineMs(): number | undefined {
    const { earliestLockDeadlineMs } = this.#state;
    return earliestLockDeadlineMs === Infinity ? undefined : earliestLockDeadlineMs;
  }

  /** Begins with what was persisted; false when that makes no sense. Call it once, first. */
  initialize({ stateEpoch, startOffset, stateBatches }: PersistedState): boolean {
    const state = this.#state;
    assert(state.batches.size === 0, "a share partition is initialized once");
    state.startOffset = startOffset;
    state.endOffset = startOffset;
    state.stateEpoch = stateEpoch;
    let gapStartOffset = -1;
    let nextOffset = startOffset;
    for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of stateBatches) {
      const recordState = recordStateOf(deliveryState);
      if (firstOffset < startOffset || lastOffset < firstOffset || recordState === undefined) return false;
      if (gapStartOffset === -1 && firstOffset > nextOffset) gapStartOffset = nextOffset;
      nextOffset = lastOffset + 1;
      state.batches.put(
        new InFlightBatch(firstOffset, lastOffset, new InFlightState(recordState, deliveryCount, NO_MEMBER)),
      );
      if (isTerminal(recordState)) state.deliveryCompleteCount += lastOffset - firstOffset + 1;
    }
    const { last } = state.batches;
    if (last === undefined) return true;
    state.mayHaveAvailable = true;
    state.endOffset = last.lastOffset;
    if (gapStartOffset !== -1) state.gapWindow = { endOffset: state.endOffset, gapStartOffset };
    advanceStartOffset(state);
    return true;
  }

  /** Where to read next: at the first available record, else after all that is in flight. */
  nextFetchOffset(): number {
    const state = this.#state;
    if (state.isPassed) {
      state.mayHaveAvailable = false;
      return state.endOffset;
    }
    if (!state.mayHaveAvailable) return state.endOffset + 1;
    const available = this.#firstAvailable();
    if (available !== undefined) return available;
    state.mayHaveAvailable = false;
    return state.endOffset + 1;
  }

  #firstAvailable(): number | undefined {
    const state = this.#state;
    const { gapWindow, startOffset } = state;
    const hasGap = gapWindow !== undefined && state.isGapWindowActive;
    let gapStartOffset = gapWindow?.gapStartOffset ?? -1;
    for (const batch of state.batches) {
      if (hasGap) {
        if (batch.firstOffset > gapStartOffset) return gapStartOffset;
        gapStartOffset = Math.max(batch.lastOffset + 1, gapStartOffset);
      }
      if (batch.whole !== undefined) {
        if (batch.whole.isAcquirable && batch.lastOffset >= startOffset)
          return Math.max(batch.firstOffset, startOffset);
        continue;
      }
      for (const {
        offset,
        state: { isAcquirable },
      } of batch.entries(startOffset))
        if (isAcquirable) return offset;
    }
    return undefined;
  }

  /** Whether a read could bring anything that may be handed out. */
  canAcquireRecords(): boolean {
    const state = this.#state;
    return this.nextFetchOffset() !== state.endOffset + 1 || state.inFlightCount < state.config.maxInFlightRecords;
  }

  /** Hands out records that were read. */
  acquire(request: AcquireRequest, nowMs: number): Acquired {
    const state = this.#state;
    const { deliveryCompleteCount } = state;
    const acquired = acquire(state, request, nowMs);
    // What turned out to be aborted or compacted away is done. Apache Kafka 4.3 leaves it in flight until something is written,
    // and can fill its window with it.
    if (acquired.count === 0 || state.deliveryCompleteCount > deliveryCompleteCount) advanceStartOffset(state);
    return acquired;
  }

  /** What a member says became of records that it holds. */
  acknowledge(memberId: string, batches: readonly AcknowledgementBatch[], nowMs: number): ChangeResult {
    const change = new StateChange();
    const failure = acknowledgeBatches({ partition: this.#state, memberId, nowMs, change }, batches);
    if (failure === undefined) return { write: this.#writeOf(change) };
    change.complete(this.#state, false, nowMs);
    return { failure };
  }

  /** A member has gone: what it held is available again. */
  releaseAcquired(memberId: string): StateWrite | undefined {
    const change = new StateChange();
    releaseOfMember(this.#state, memberId, change);
    return this.#writeOf(change);
  }

  /** Releases what has been held too long; undefined when nothing was. */
  releaseExpired(nowMs: number): StateWrite | undefined {
    const stateBatches = releaseExpired(this.#state, nowMs);
    return stateBatches.length === 0 ? undefined : this.#write(stateBatches, undefined);
  }

  /** A write has succeeded or failed for good. True when records may have become available, or the window moved. */
  completeWrite({ change }: StateWrite, isPersisted: boolean, nowMs: number): boolean {
    change?.complete(this.#state, isPersisted, nowMs);
    return advanceStartOffset(this.#state);
  }

  /** The log begins later now. */
  onLogStartOffset(logStartOffset: number): void {
    moveToLogStart(this.#state, logStartOffset);
    advanceStartOffset(this.#state);
  }

  /** The states in flight, for tests and diagnosis: one range for each batch, or for each offset of it. */
  *inFlight(): Generator<StateBatch & { readonly memberId: string }> {
    for (const batch of this.#state.batches) {
      if (batch.whole !== undefined) yield described(batch.whole, batch.firstOffset, batch.lastOffset);
      else for (const { offset, state } of batch.entries()) yield described(state, offset, offset);
    }
  }

  #writeOf(change: StateChange): StateWrite | undefined {
    return change.isEmpty ? undefined : this.#write(change.stateBatches, change);
  }

  #write(stateBatches: readonly StateBatch[], change: StateChange | undefined): StateWrite {
    const { stateEpoch, startOffset, deliveryCompleteCount } = this.#state;
    return { stateEpoch, startOffset, deliveryCompleteCount, stateBatches, change };
  }
}

function described(
  { state, deliveryCount, memberId }: InFlightState,
  firstOffset: number,
  lastOffset: number,
): StateBatch & { readonly memberId: string } {
  return { firstOffset, lastOffset, deliveryState: state, deliveryCount, memberId };
}
