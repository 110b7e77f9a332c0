/**
 * A range of offsets in flight: one state for all of them, or, once they differ, one for each.
 *
 * Invariant: exactly one of `whole` and `offsets` is there; `offsets` has one entry for each offset.
 */

import { assert } from "@ottla/base";
import { InFlightState, NO_MEMBER } from "./in-flight-state.ts";
import { RecordState } from "./record-state.ts";

/** The state of one offset. */
export interface OffsetEntry {
  readonly offset: number;
  readonly state: InFlightState;
}

export class InFlightBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  #whole: InFlightState | undefined;
  #offsets: readonly InFlightState[] | undefined;

  constructor(firstOffset: number, lastOffset: number, state: InFlightState) {
    assert(firstOffset <= lastOffset, "a batch holds at least one offset");
    this.firstOffset = firstOffset;
    this.lastOffset = lastOffset;
    this.#whole = state;
  }

  /** The state of all offsets; undefined once each has its own. */
  get whole(): InFlightState | undefined {
    return this.#whole;
  }

  get size(): number {
    return this.lastOffset - this.firstOffset + 1;
  }

  get isPerOffset(): boolean {
    return this.#offsets !== undefined;
  }

  /** The state of one offset of this batch, its own or that of all. */
  stateAt(offset: number): InFlightState {
    const state = this.#whole ?? this.#offsets?.[offset - this.firstOffset];
    assert(state !== undefined, "the offset is in the batch");
    return state;
  }

  /** The offsets that have states of their own, from `first` to `last`, ascending. */
  *entries(first: number = this.firstOffset, last: number = this.lastOffset): Generator<OffsetEntry> {
    const offsets = this.#offsets;
    assert(offsets !== undefined, "offsets have states of their own");
    const end = Math.min(last, this.lastOffset);
    for (let offset = Math.max(first, this.firstOffset); offset <= end; offset++) {
      yield { offset, state: offsets[offset - this.firstOffset]! };
    }
  }

  /** Gives each offset a state of its own. A change of the whole that is on its way is theirs too. */
  splitStates(): void {
    const whole = this.#whole;
    if (whole !== undefined) this.#split(() => whole.copy());
  }

  /** As `splitStates`; what lies beyond `lastAcquired` has not been delivered after all. */
  splitStatesAfter(lastAcquired: number): void {
    const whole = this.#whole;
    assert(whole !== undefined, "a new batch has one state");
    this.#split((offset) =>
      offset <= lastAcquired
        ? whole.copy()
        : new InFlightState(RecordState.AVAILABLE, whole.deliveryCount - 1, NO_MEMBER),
    );
  }

  #split(stateOf: (offset: number) => InFlightState): void {
    this.#offsets = Array.from({ length: this.size }, (_, i) => stateOf(this.firstOffset + i));
    this.#whole = undefined;
  }
}
