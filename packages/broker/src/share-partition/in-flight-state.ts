/**
 * The state of one record in flight, or of one batch as long as all of its records share it.
 *
 *   available ──acquire──► acquired ──accept──► acknowledged
 *       ▲                  │  │
 *       └─release, timeout─┘  └─reject, delivered too often─► archived
 *
 * A change that has to be persisted begins (`startTransition`) and ends (`completeTransition`); in between the new state shows,
 * but nobody can change it, and a failed write takes it back.
 */

import { assert } from "@ottla/base";
import { RecordState, isTerminal } from "./record-state.ts";

/** The member id of a record that nobody holds. */
export const NO_MEMBER = "";

interface Rollback {
  readonly state: RecordState;
  readonly memberId: string;
  readonly maxDeliveryCount: number;
}

export interface StateUpdate {
  readonly state: RecordState;
  readonly memberId: string;
  /** A record delivered so often does not become available again. */
  readonly maxDeliveryCount: number;
}

export class InFlightState {
  state: RecordState;
  deliveryCount: number;
  memberId: string;
  /** Monotonic; when the member loses the record. Undefined: it holds none, or forever. */
  lockDeadlineMs: number | undefined;
  #rollback: Rollback | undefined;
  /** States of single offsets that took this one's place while a change was on its way: they share its end. */
  #copies: InFlightState[] | undefined;
  /** Archived while a change was on its way: the change does not matter any more. */
  #isArchivedForGood = false;

  constructor(state: RecordState, deliveryCount: number, memberId: string, lockDeadlineMs?: number) {
    this.state = state;
    this.deliveryCount = deliveryCount;
    this.memberId = memberId;
    this.lockDeadlineMs = lockDeadlineMs;
  }

  get hasOngoingTransition(): boolean {
    return this.#rollback !== undefined;
  }

  get isAcquirable(): boolean {
    return this.state === RecordState.AVAILABLE && this.#rollback === undefined;
  }

  /** Hands the record to a member: one more delivery. */
  acquire(memberId: string, lockDeadlineMs: number): void {
    assert(this.isAcquirable, "only an available record is acquired");
    this.state = RecordState.ACQUIRED;
    this.deliveryCount++;
    this.memberId = memberId;
    this.lockDeadlineMs = lockDeadlineMs;
  }

  /** Changes the state of an acquired record; false when a change is on its way. */
  tryUpdate({ state, memberId, maxDeliveryCount }: StateUpdate): boolean {
    if (this.#rollback !== undefined || this.state !== RecordState.ACQUIRED) return false;
    const isSpent = state === RecordState.AVAILABLE && this.deliveryCount >= maxDeliveryCount;
    this.state = isSpent ? RecordState.ARCHIVED : state;
    this.memberId = memberId;
    return true;
  }

  /** As `tryUpdate`, to be completed or taken back. */
  startTransition(update: StateUpdate): boolean {
    const { state, memberId } = this;
    if (!this.tryUpdate(update)) return false;
    this.#rollback = { state, memberId, maxDeliveryCount: update.maxDeliveryCount };
    return true;
  }

  /** Ends the change. Taken back, the member has the record again, unless its lock has ended meanwhile. */
  completeTransition(isPersisted: boolean, nowMs: number): void {
    for (const copy of this.#copies ?? []) copy.completeTransition(isPersisted, nowMs);
    this.#copies = undefined;
    const rollback = this.#rollback;
    this.#rollback = undefined;
    if (isPersisted || this.#isArchivedForGood) {
      this.lockDeadlineMs = undefined;
      return;
    }
    assert(rollback !== undefined, "a change that is taken back has begun");
    if (this.lockDeadlineMs !== undefined && this.lockDeadlineMs <= nowMs) {
      this.state = this.deliveryCount >= rollback.maxDeliveryCount ? RecordState.ARCHIVED : RecordState.AVAILABLE;
      this.memberId = NO_MEMBER;
      this.lockDeadlineMs = undefined;
    } else {
      this.state = rollback.state;
      this.memberId = rollback.memberId;
    }
  }

  /** The same state for one of the offsets; a change that is on its way ends for it too. */
  copy(): InFlightState {
    const copy = new InFlightState(this.state, this.deliveryCount, this.memberId, this.lockDeadlineMs);
    copy.#rollback = this.#rollback;
    if (this.#rollback !== undefined) (this.#copies ??= []).push(copy);
    return copy;
  }

  /** The record is gone from the log, or was never to be seen: whatever its state was. */
  archive(): void {
    this.#isArchivedForGood = true;
    this.state = RecordState.ARCHIVED;
    this.memberId = NO_MEMBER;
    this.lockDeadlineMs = undefined;
  }

  get isTerminal(): boolean {
    return isTerminal(this.state);
  }
}
