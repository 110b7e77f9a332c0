/**
 * The deadlines of one shard, as data: at most one for each key, with the event that its expiry delivers. The runtime
 * watches the earliest and hands due events back to the shard; the shard never sees a clock.
 *
 * A session's deadline moves with every heartbeat and almost never passes. A later deadline for a queued key therefore
 * only overwrites the key's entry; the heap learns of it when the old one comes up.
 */

import { DeadlineQueue, type DeadlineEntry } from "@ottla/base";

interface Scheduled<E> {
  readonly key: string;
  event: E;
  /** When it is due; >= `queued.deadlineMs`. */
  deadlineMs: number;
  queued: DeadlineEntry<Scheduled<E>>;
}

/** An expired deadline. */
export interface ExpiredTimer<E> {
  readonly key: string;
  readonly event: E;
}

export class CoordinatorTimers<E> {
  readonly #byKey = new Map<string, Scheduled<E>>();
  readonly #queue = new DeadlineQueue<Scheduled<E>>();

  get size(): number {
    return this.#byKey.size;
  }

  /** Monotonic milliseconds; no deadline is earlier, the earliest may be later. Undefined when there is none. */
  get nextDeadlineMs(): number | undefined {
    return this.#queue.nextDeadlineMs;
  }

  /** Sets the deadline of `key`, replacing the one it had. `deadlineMs` is monotonic. */
  schedule(key: string, deadlineMs: number, event: E): void {
    const scheduled = this.#byKey.get(key);
    if (scheduled !== undefined) {
      scheduled.event = event;
      scheduled.deadlineMs = deadlineMs;
      if (deadlineMs >= scheduled.queued.deadlineMs) return;
      this.#queue.remove(scheduled.queued);
      scheduled.queued = this.#queue.push(deadlineMs, scheduled);
      return;
    }
    const fresh: Partial<Scheduled<E>> & Pick<Scheduled<E>, "key" | "event" | "deadlineMs"> = {
      key,
      event,
      deadlineMs,
    };
    this.#enter(fresh as Scheduled<E>);
  }

  /** Drops the deadline of `key`; false when it had none. */
  cancel(key: string): boolean {
    const scheduled = this.#byKey.get(key);
    if (scheduled === undefined) return false;
    this.#byKey.delete(key);
    this.#queue.remove(scheduled.queued);
    return true;
  }

  /** When `key` is due; undefined when it has no deadline. */
  deadlineOf(key: string): number | undefined {
    return this.#byKey.get(key)?.deadlineMs;
  }

  /** Takes the earliest event whose deadline has come; undefined when none has. */
  popDue(monotonicMs: number): ExpiredTimer<E> | undefined {
    for (;;) {
      const entry = this.#queue.popDue(monotonicMs);
      if (entry === undefined) return undefined;
      const scheduled = entry.value;
      if (scheduled.deadlineMs <= monotonicMs) {
        this.#byKey.delete(scheduled.key);
        return { key: scheduled.key, event: scheduled.event };
      }
      scheduled.queued = this.#queue.push(scheduled.deadlineMs, scheduled);
    }
  }

  clear(): void {
    this.#byKey.clear();
    this.#queue.clear();
  }

  /** The keys that have a deadline, in the order they were first set. */
  keys(): IterableIterator<string> {
    return this.#byKey.keys();
  }

  #enter(scheduled: Scheduled<E>): void {
    scheduled.queued = this.#queue.push(scheduled.deadlineMs, scheduled);
    this.#byKey.set(scheduled.key, scheduled);
  }
}
