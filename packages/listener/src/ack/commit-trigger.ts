/**
 * When the ack mode wants a commit. It counts what was settled since the last one and remembers when that was; the container asks after every record and
 * at the top of its loop.
 *
 * TIME and COUNT are looked at after every record, as Spring's code does (its documentation says: after the poll). A COUNT that is not reached, or
 * whose commit failed, is committed by the next poll that finds nothing.
 */
import { AckMode } from "./ack-mode.ts";

export interface CommitTriggerOptions {
  readonly mode: AckMode;
  /** For COUNT and COUNT_TIME: so many settled records make a commit. At least 1. */
  readonly ackCount: number;
  /** For TIME and COUNT_TIME: milliseconds since the last commit, strictly more than which make one. */
  readonly ackTimeMs: number;
}

/** What the container's loop has seen since it was last at its top. */
export interface LoopState {
  /** No record of the last poll is waiting for its listener or with it. */
  readonly isPollDone: boolean;
  /** The last poll brought nothing. */
  readonly wasPollEmpty: boolean;
}

export class CommitTrigger {
  readonly #options: CommitTriggerOptions;
  #count = 0;
  #lastMs: number;

  /** @param nowMs when the container started: time counts from there */
  constructor(options: CommitTriggerOptions, nowMs: number) {
    this.#options = options;
    this.#lastMs = nowMs;
  }

  /** Whether the time has anything to do with it. */
  get isTimed(): boolean {
    return this.#options.mode === AckMode.TIME || this.#options.mode === AckMode.COUNT_TIME;
  }

  /** Offsets were settled; true when they are to be committed at once. */
  onSettled(count: number, nowMs: number): boolean {
    this.#count += count;
    const { mode } = this.#options;
    if (mode === AckMode.RECORD || mode === AckMode.MANUAL_IMMEDIATE) return true;
    return this.#isDue(nowMs);
  }

  /** The container is about to poll; true when what is settled is to be committed before. */
  onLoop(state: LoopState, nowMs: number): boolean {
    switch (this.#options.mode) {
      case AckMode.RECORD:
      case AckMode.MANUAL_IMMEDIATE:
        return true;
      case AckMode.MANUAL:
      case AckMode.BATCH:
        return state.isPollDone;
      case AckMode.COUNT:
      case AckMode.COUNT_TIME:
        return this.#isDue(nowMs) || (state.wasPollEmpty && state.isPollDone && this.#count > 0);
      case AckMode.TIME:
        return this.#isDue(nowMs);
    }
  }

  /** A record has failed: whether what was settled before is committed first, so that it is safe whatever comes. As in Spring, TIME and COUNT wait all the same. */
  onFailure(nowMs: number): boolean {
    switch (this.#options.mode) {
      case AckMode.TIME:
      case AckMode.COUNT:
      case AckMode.COUNT_TIME:
        return this.#isDue(nowMs);
      default:
        return true;
    }
  }

  /** A record was recovered: whether that is committed at once, as it is where the next poll would be in Spring; a second dead letter is worth avoiding. */
  onRecovered(): boolean {
    const { mode } = this.#options;
    return mode === AckMode.BATCH || mode === AckMode.MANUAL;
  }

  /** A commit was sent. */
  onCommit(nowMs: number): void {
    this.#count = 0;
    this.#lastMs = nowMs;
  }

  /** A commit failed: what it was for waits again. */
  onCommitFailed(): void {
    this.#count = Math.max(1, this.#count);
  }

  #isDue(nowMs: number): boolean {
    const { mode, ackCount, ackTimeMs } = this.#options;
    const byCount = mode === AckMode.COUNT || mode === AckMode.COUNT_TIME;
    const byTime = mode === AckMode.TIME || mode === AckMode.COUNT_TIME;
    return (byCount && this.#count >= ackCount) || (byTime && nowMs - this.#lastMs > ackTimeMs);
  }
}
