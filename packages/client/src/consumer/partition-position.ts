/**
 * What a consumer knows about one assigned partition: where it stands, what it has fetched ahead, whether it is paused.
 *
 * States: initializing (no position) → resetting (asking where earliest or latest is) → fetching ⇄ validating (a new leader: is the log still the one we
 * read?). `position <= fetchOffset`: what lies between is fetched and not delivered.
 */
import type { TopicPartition } from "../topic-partition.ts";
import type { AutoOffsetReset } from "./auto-offset-reset.ts";
import type { FetchedPartition } from "./fetched-partition.ts";

/** Where a partition is in getting and keeping a position. */
export type PositionState = "initializing" | "resetting" | "fetching" | "validating";

/** One assigned partition. */
export class PartitionPosition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  state: PositionState = "initializing";
  /** The next record to deliver; -1 without a position. */
  position = -1;
  /** The leader epoch of the record before `position`; -1 when unknown. */
  positionEpoch = -1;
  /** The next record to fetch. */
  fetchOffset = -1;
  /** The leader epoch the position was last known to be good with. */
  leaderEpoch = -1;
  /** What to reset to while resetting. */
  reset: AutoOffsetReset | undefined;
  /** The application has put the position where it is, and nothing was delivered from there yet. */
  isSought = false;
  isPaused = false;
  /** It is about to be revoked: nothing of it is fetched or delivered any more. */
  isPendingRevocation = false;
  /** -1 until a fetch told. */
  highWatermark = -1;
  lastStableOffset = -1;
  logStartOffset = -1;
  /** Fetched and not yet delivered, oldest first. */
  readonly fetched: FetchedPartition[] = [];
  /** A replica in our rack to read from instead of the leader, until a time on the monotonic clock. */
  preferredReplica: { readonly id: number; readonly untilMs: number } | undefined;
  /** Grows with every jump, so that what was asked for before is recognised as stale. */
  jumps = 0;
  /** No further attempt to reset or validate before this, on the monotonic clock. */
  retryAtMs = 0;
  isBusy = false;
  /** When it was assigned, and when an answer last brought records or said that there are none; on the monotonic clock. */
  readonly assignedMs: number;
  progressMs: number | undefined;
  /** The error that the last fetch was answered with. */
  fetchError: string | undefined;
  /** A fetch from the leader of this epoch failed: not again before this time, on the monotonic clock. */
  fetchBlocked: { readonly leaderEpoch: number; readonly untilMs: number } | undefined;
  /** This broker had nothing (or less than is worth a request) behind `fetchOffset`: not asked for on its own before this time, on the monotonic clock. */
  foundAtEnd: { readonly nodeId: number; readonly untilMs: number } | undefined;

  constructor(topic: string, partition: number, assignedMs = 0) {
    this.topic = topic;
    this.partition = partition;
    this.assignedMs = assignedMs;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const one of this.fetched) bytes += one.remainingBytes;
    return bytes;
  }

  get hasPosition(): boolean {
    return this.state === "fetching" || this.state === "validating";
  }

  get isFetchable(): boolean {
    return this.state === "fetching" && !this.isPaused && !this.isPendingRevocation;
  }

  /** Goes to an offset; what was fetched ahead is dropped. */
  seek(offset: number, epoch = -1): void {
    this.#jump();
    this.state = "fetching";
    this.position = offset;
    this.positionEpoch = epoch;
    this.fetchOffset = offset;
    // The next metadata check compares with the leader of now, if the epoch of the record before is known.
    this.leaderEpoch = -1;
    this.reset = undefined;
  }

  /** Asks to be put where the policy says. */
  requestReset(reset: AutoOffsetReset): void {
    this.#jump();
    this.state = "resetting";
    this.position = -1;
    this.positionEpoch = -1;
    this.fetchOffset = -1;
    this.reset = reset;
    this.retryAtMs = 0;
  }

  /** Notes records that were delivered. */
  advance(position: number, epoch: number): void {
    this.position = position;
    this.isSought = false;
    if (epoch >= 0) this.positionEpoch = epoch;
  }

  /** Begins to check the position against a new leader. */
  beginValidation(): void {
    this.state = "validating";
    this.retryAtMs = 0;
  }

  endValidation(): void {
    if (this.state === "validating") this.state = "fetching";
  }

  dropFetched(): void {
    this.fetched.length = 0;
    this.fetchOffset = this.position;
    this.foundAtEnd = undefined;
  }

  #jump(): void {
    this.jumps++;
    this.fetched.length = 0;
    this.preferredReplica = undefined;
    this.fetchBlocked = undefined;
    this.foundAtEnd = undefined;
    this.isBusy = false;
  }
}
