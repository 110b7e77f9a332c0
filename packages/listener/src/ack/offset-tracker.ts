/**
 * The offsets of one partition during one assignment: which were delivered, which are done, and up to where may be committed.
 *
 * Contiguity is by delivery: offsets may have gaps (compaction, transaction markers), so "everything before is done" means every offset that was
 * delivered before, never `offset - 1`. Kept are only offsets that hold the commit back; what is done leaves.
 *
 * An offset: delivered → (finished | acknowledged, as the discipline asks) → settled. `committable` never passes one that is not settled, and never
 * decreases; what is committed is always `offset + 1` of a settled one.
 */
import type { AckDiscipline } from "./ack-mode.ts";

interface Entry {
  readonly offset: number;
  readonly leaderEpoch: number | undefined;
  /** The record was handled, skipped or recovered. */
  isFinished: boolean;
  /** May be committed past. */
  isSettled: boolean;
  /** Skipped, or recovered on the listener's behalf: it needs no acknowledgement, but passes none that is missing. */
  isExcused: boolean;
}

/** What a call to {@link OffsetTracker.acknowledge} found. */
export type AckOutcome = "settled" | "deferred" | "duplicate";

/** A position to commit. */
export interface Committable {
  /** The next record to read. */
  readonly offset: number;
  /** The leader epoch of the record before, if its batch told. */
  readonly leaderEpoch: number | undefined;
}

/** Leading places that are given back in one go. */
const COMPACT_AT = 1_024;

export class OffsetTracker {
  readonly #discipline: AckDiscipline;
  /** In order of delivery, offsets increasing; those before `#head` have left. */
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  #lastDelivered = -1;
  /** Highest acknowledged offset of the cumulative discipline; every finished offset up to it is settled. */
  #acknowledgedUpTo = -1;
  /** Highest offset that has left without the acknowledgement it needs; counts only while it is above the one before. */
  #unacknowledged = -1;
  /** Highest offset before the first open one. */
  #lastLeft = -1;
  /** Everything delivered up to here is settled. `#committed <= #settled.offset` */
  #settled: Committable | undefined;
  #committed = -1;
  /** Offsets that are settled and that the application has not been counted for; see {@link takeSettledCount}. */
  #settledCount = 0;

  constructor(discipline: AckDiscipline) {
    this.#discipline = discipline;
  }

  /** Delivered offsets that are not done: they hold commits back, and memory. */
  get openCount(): number {
    return this.#entries.length - this.#head;
  }

  /** The highest offset that was delivered; -1 when none was. */
  get lastDelivered(): number {
    return this.#lastDelivered;
  }

  /** The offset that holds commits back. */
  get lowestOpen(): number | undefined {
    return this.#entries[this.#head]?.offset;
  }

  /** A record goes to the listener's queue. Offsets of one assignment only grow, until {@link reset}. */
  deliver(offset: number, leaderEpoch?: number): void {
    if (offset <= this.#lastDelivered)
      throw new RangeError(`offset ${offset} was delivered behind ${this.#lastDelivered}`);
    this.#lastDelivered = offset;
    this.#entries.push({ offset, leaderEpoch, isFinished: false, isSettled: false, isExcused: false });
  }

  /**
   * The record is handled, skipped or recovered. `settles` says that it needs no acknowledgement of the listener any more: always so in the auto
   * discipline; in the others for what was skipped, or recovered on the listener's behalf. In the cumulative discipline that never passes an earlier one
   * which the listener has left unacknowledged.
   */
  finish(offset: number, settles: boolean): void {
    const entry = this.#find(offset);
    if (entry === undefined || entry.isFinished) return;
    entry.isFinished = true;
    if (this.#discipline === "cumulative") this.#finishCumulative(entry, settles);
    else if (settles || this.#discipline === "auto") this.#settle(entry);
    this.#advance();
  }

  /** The listener acknowledges the offset; in the cumulative discipline all delivered before it as well. An offset that is not open is a duplicate. */
  acknowledge(offset: number): AckOutcome {
    if (this.#discipline === "cumulative") return this.#acknowledgeUpTo(offset);
    const entry = this.#find(offset);
    if (entry === undefined || entry.isSettled) return "duplicate";
    this.#settle(entry);
    const isHead = entry === this.#entries[this.#head];
    this.#advance();
    return isHead ? "settled" : "deferred";
  }

  /** Where to commit now; undefined when that would be no news. */
  committable(): Committable | undefined {
    return this.#settled !== undefined && this.#settled.offset > this.#committed ? this.#settled : undefined;
  }

  /** A commit of this offset was sent. It is taken back by {@link uncommitted} if it fails. */
  committed(offset: number): void {
    this.#committed = Math.max(this.#committed, offset);
  }

  /** A commit failed: what it would have covered is news again. */
  uncommitted(before: number): void {
    this.#committed = before;
  }

  /** The highest offset that a commit was sent for; -1 when none was. */
  get committedOffset(): number {
    return this.#committed;
  }

  /** How many offsets were settled since this was last asked. */
  takeSettledCount(): number {
    const count = this.#settledCount;
    this.#settledCount = 0;
    return count;
  }

  /** Where to commit when the records at these offsets are done as well; undefined when one before them is open. */
  committableWith(done: ReadonlySet<number>): Committable | undefined {
    let last: Committable | undefined;
    for (let index = this.#head; ; index++) {
      const entry = this.#entries[index];
      if (entry === undefined || !(entry.isFinished || done.has(entry.offset))) return last;
      last = { offset: entry.offset + 1, leaderEpoch: entry.leaderEpoch };
    }
  }

  /** Everything that was delivered is done, and the consumer's position is known: markers and aborted records behind the last one may be passed too. */
  passTo(position: number, leaderEpoch?: number): void {
    if (this.openCount > 0 || this.#settled === undefined || position <= this.#settled.offset) return;
    this.#settled = { offset: position, leaderEpoch };
  }

  /** The application goes elsewhere: nothing delivered before counts any more. */
  reset(): void {
    this.#entries = [];
    this.#head = 0;
    this.#lastDelivered = -1;
    this.#acknowledgedUpTo = -1;
    this.#unacknowledged = -1;
    this.#lastLeft = -1;
    this.#settled = undefined;
    this.#committed = -1;
    this.#settledCount = 0;
  }

  #finishCumulative(entry: Entry, settles: boolean): void {
    entry.isExcused = settles;
    if (entry.offset <= this.#acknowledgedUpTo) this.#settle(entry);
  }

  #acknowledgeUpTo(offset: number): AckOutcome {
    if (offset > this.#lastDelivered || offset <= this.#acknowledgedUpTo) return "duplicate";
    this.#acknowledgedUpTo = offset;
    for (let index = this.#head; index < this.#entries.length; index++) {
      const entry = this.#entries[index] as Entry;
      if (entry.offset > offset) break;
      // What is being retried is passed by no acknowledgement but its own.
      if (entry.isFinished || entry.offset === offset) this.#settle(entry);
    }
    this.#advance();
    return (this.lowestOpen ?? Infinity) > offset ? "settled" : "deferred";
  }

  #settle(entry: Entry): void {
    if (entry.isSettled) return;
    entry.isSettled = true;
    this.#settledCount++;
  }

  /** Lets what is done leave. With the cumulative discipline a finished one leaves unsettled: a later acknowledgement covers it. */
  #advance(): void {
    let entry = this.#entries[this.#head];
    while (entry !== undefined && this.#mayLeave(entry)) {
      if (!entry.isSettled) this.#leaveUnsettled(entry);
      if (entry.isSettled) this.#settled = { offset: entry.offset + 1, leaderEpoch: entry.leaderEpoch };
      this.#lastLeft = entry.offset;
      this.#entries[this.#head++] = undefined;
      entry = this.#entries[this.#head];
    }
    if (this.#discipline === "cumulative") this.#coverAcknowledged();
    if (this.#head >= COMPACT_AT || this.#head === this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Of the cumulative discipline: finished, and not acknowledged. */
  #leaveUnsettled(entry: Entry): void {
    if (!entry.isExcused) this.#unacknowledged = entry.offset;
    else if (this.#unacknowledged <= this.#acknowledgedUpTo) {
      this.#acknowledgedUpTo = entry.offset;
      this.#settle(entry);
    }
  }

  #mayLeave(entry: Entry): boolean {
    return entry.isSettled || (this.#discipline === "cumulative" && entry.isFinished);
  }

  /** An acknowledgement covers all before it that have left. */
  #coverAcknowledged(): void {
    const upTo = Math.min(this.#acknowledgedUpTo, this.#lastLeft);
    if (upTo < 0 || (this.#settled !== undefined && this.#settled.offset > upTo)) return;
    this.#settled = { offset: upTo + 1, leaderEpoch: undefined };
  }

  #find(offset: number): Entry | undefined {
    let low = this.#head;
    let high = this.#entries.length - 1;
    while (low <= high) {
      const middle = low === this.#head ? low : (low + high) >> 1;
      const entry = this.#entries[middle] as Entry;
      if (entry.offset === offset) return entry;
      if (entry.offset < offset) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}
