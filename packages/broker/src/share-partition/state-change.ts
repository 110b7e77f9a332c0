/**
 * A change of records in flight that must be persisted before it counts. It shows at once, so that nobody acquires what is
 * being acknowledged; then it is completed, or taken back.
 */

import type { StateBatch } from "@ottla/share-coordinator";
import type { InFlightState } from "./in-flight-state.ts";
import { RecordState, isTerminal } from "./record-state.ts";
import type { SharePartitionState } from "./share-partition-state.ts";

/** One part of a change: what it makes of a range of offsets. */
interface Part {
  readonly state: InFlightState;
  readonly batch: StateBatch;
}

/** Collects the parts of one change. */
export class StateChange {
  readonly #parts: Part[] = [];

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get stateBatches(): StateBatch[] {
    return this.#parts.map(({ batch }) => batch);
  }

  /** `state` has begun its transition; it is that of `firstOffset` to `lastOffset`. */
  add(partition: SharePartitionState, state: InFlightState, firstOffset: number, lastOffset: number): void {
    const { deliveryCount } = state;
    this.#parts.push({ state, batch: { firstOffset, lastOffset, deliveryState: state.state, deliveryCount } });
    if (state.isTerminal) partition.deliveryCompleteCount += partition.countInWindow(firstOffset, lastOffset);
  }

  /** The change is persisted, or it is not and never was. */
  complete(partition: SharePartitionState, isPersisted: boolean, nowMs: number): void {
    for (const { state, batch } of this.#parts) {
      state.completeTransition(isPersisted, nowMs);
      // Its lock has ended and the log start offset has passed it: Apache Kafka 4.3 would look for it for ever.
      if (!isPersisted && state.isAcquirable && batch.lastOffset < partition.startOffset) state.archive();
      if (state.state === RecordState.AVAILABLE) partition.mayHaveAvailable = true;
      if (state.lockDeadlineMs !== undefined) {
        partition.earliestLockDeadlineMs = Math.min(partition.earliestLockDeadlineMs, state.lockDeadlineMs);
      }
      if (isPersisted) continue;
      const wasTerminal = batch.deliveryState !== RecordState.AVAILABLE;
      if (wasTerminal && !isTerminal(state.state)) {
        partition.deliveryCompleteCount -= partition.countInWindow(batch.firstOffset, batch.lastOffset);
      }
    }
  }
}
