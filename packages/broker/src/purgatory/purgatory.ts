/**
 * Where requests wait that cannot be answered yet: for bytes, for replicas, for time. Nothing polls. An operation watches the
 * things it waits for (a partition, as a rule); whoever changes one calls `wake`, and each watcher looks at what changed.
 *
 * An operation is completed exactly once: by a watcher that found it complete, by its deadline, or by being cancelled.
 * Completing removes it from everything it watches, so an abandoned wait leaves nothing behind.
 */

import { TimerQueue } from "@ottla/base";
import type { Clock, Timer } from "@ottla/base";

/** Why an operation was completed. */
export type CompletionReason = "satisfied" | "expired" | "cancelled";

/** What an operation waits for: owned by whatever changes. */
export class WatchKey {
  /** Operations in the order in which they began to wait. */
  readonly watchers: Set<DelayedOperation> = new Set();

  /** Whether anybody waits here. */
  get isWatched(): boolean {
    return this.watchers.size > 0;
  }

  /** Something changed: lets every watcher look. A watcher that is complete leaves. */
  wake(): void {
    if (this.watchers.size === 0) {
      return;
    }
    // Whoever begins to wait during the wake is not woken by it.
    const woken = [...this.watchers];
    for (const operation of woken) {
      if (!operation.isCompleted && operation.onWake(this)) {
        operation.complete("satisfied");
      }
    }
  }
}

/** What waits, as Kafka's tag `delayedOperation` names it. */
export type DelayedOperationKind = "Produce" | "Fetch" | "DeleteRecords" | "ShareFetch";

/** One waiting request. Subclasses say when it is satisfied and what happens then. */
export abstract class DelayedOperation {
  #isCompleted = false;
  #keys: readonly WatchKey[] = [];
  #timer: Timer | undefined;
  #onDone: (() => void) | undefined;

  get isCompleted(): boolean {
    return this.#isCompleted;
  }

  /** In how many places it waits. */
  get watchedCount(): number {
    return this.#keys.length;
  }

  abstract get kind(): DelayedOperationKind;

  /** Looks at what changed; true if the operation need not wait any longer. */
  abstract onWake(key: WatchKey): boolean;

  /** Called exactly once. */
  protected abstract onComplete(reason: CompletionReason): void;

  /** Ends the wait; does nothing the second time. */
  complete(reason: CompletionReason): void {
    if (this.#isCompleted) {
      return;
    }
    this.#isCompleted = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const key of this.#keys) {
      key.watchers.delete(this);
    }
    this.#keys = [];
    this.#onDone?.();
    this.#onDone = undefined;
    this.onComplete(reason);
  }

  /** @internal Begins the wait. */
  watch(keys: readonly WatchKey[], timer: Timer, onDone: () => void): void {
    this.#keys = keys;
    this.#timer = timer;
    this.#onDone = onDone;
    for (const key of keys) {
      key.watchers.add(this);
    }
  }
}

export class Purgatory {
  readonly #timers: TimerQueue;
  readonly #operations = new Set<DelayedOperation>();

  constructor(clock: Clock) {
    this.#timers = new TimerQueue(clock);
  }

  /** Operations that wait. */
  get size(): number {
    return this.#operations.size;
  }

  operations(): Iterable<DelayedOperation> {
    return this.#operations;
  }

  /** Lets `operation` wait for changes of `keys`, at most `timeoutMs`. */
  watch(operation: DelayedOperation, keys: readonly WatchKey[], timeoutMs: number): void {
    const timer = this.#timers.schedule(timeoutMs, () => {
      operation.complete("expired");
    });
    this.#operations.add(operation);
    operation.watch(keys, timer, () => {
      this.#operations.delete(operation);
    });
  }

  /** Ends every wait, as at a shutdown. */
  close(): void {
    for (const operation of this.#operations) {
      operation.complete("cancelled");
    }
    this.#timers.close();
  }
}
