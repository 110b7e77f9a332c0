/**
 * An operation whose answer waits for a commit. It ends exactly once: committed, failed with the append it belongs to,
 * or out of time. Out of time does not undo anything: the records may still be committed.
 */

import type { Timer } from "@ottla/base";

export class DeferredOperation {
  readonly #settle: (errorCode: number) => void;
  #timeout: Timer | undefined;
  #isDone = false;

  constructor(settle: (errorCode: number) => void) {
    this.#settle = settle;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Arms the limit after which `complete` is called by `timer`'s owner. */
  limit(timer: Timer): void {
    if (this.#isDone) timer.cancel();
    else this.#timeout = timer;
  }

  /** `ErrorCode.NONE` when committed. Does nothing when it has ended before. */
  complete(errorCode: number): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#timeout?.cancel();
    this.#timeout = undefined;
    this.#settle(errorCode);
  }
}
