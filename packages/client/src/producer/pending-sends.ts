/**
 * Sends that cannot be appended yet: the topic is not known, or `buffer.memory` is used up. Each topic keeps its own order, so that one that
 * does not exist holds up nobody else. Each send waits at most `max.block.ms`.
 */
import type { Clock, Timer } from "@ottla/base";
import type { KafkaError } from "../errors.ts";

/** A send that waits. */
export interface PendingSend {
  readonly topic: string;
  /** On the monotonic clock. */
  readonly deadlineMs: number;
  /** Tries to append; false when it has to wait on. */
  attempt(): boolean;
  /** Time is up. */
  expire(): void;
  fail(error: KafkaError): void;
}

/** The sends of one producer that wait. */
export class PendingSends {
  readonly #clock: Clock;
  readonly #topics: Map<string, PendingSend[]> = new Map();
  #listeners: (() => void)[] = [];
  #timer: Timer | undefined;
  #isServing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  /** How many wait. */
  get size(): number {
    let count = 0;
    for (const sends of this.#topics.values()) count += sends.length;
    return count;
  }

  hasTopic(topic: string): boolean {
    return this.#topics.has(topic);
  }

  add(send: PendingSend): void {
    const sends = this.#topics.get(send.topic);
    if (sends === undefined) this.#topics.set(send.topic, [send]);
    else sends.push(send);
    this.#setTimer();
  }

  /** Appends what can be appended now. */
  serve(): void {
    // An attempt may free or take what others wait for, and come back here.
    if (this.#isServing) return;
    this.#isServing = true;
    const nowMs = this.#clock.monotonicMs();
    for (const [topic, sends] of this.#topics) {
      let done = 0;
      while (done < sends.length) {
        const send = sends[done] as PendingSend;
        if (!send.attempt()) {
          if (send.deadlineMs > nowMs) break;
          send.expire();
        }
        done++;
      }
      if (done === sends.length) this.#topics.delete(topic);
      else if (done > 0) sends.splice(0, done);
    }
    this.#isServing = false;
    this.#setTimer();
    if (this.isEmpty) this.#tellEmpty();
  }

  /** Resolves when nothing waits. */
  whenEmpty(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  failAll(error: KafkaError): void {
    const topics = [...this.#topics.values()];
    this.#topics.clear();
    for (const sends of topics) for (const send of sends) send.fail(error);
    this.#setTimer();
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  /** All sends wait equally long, so the first of each topic is the first to expire. */
  #setTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    let earliestMs = Infinity;
    for (const sends of this.#topics.values()) earliestMs = Math.min(earliestMs, sends[0]?.deadlineMs ?? Infinity);
    if (earliestMs === Infinity) return;
    const delayMs = Math.max(0, earliestMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.setTimer(delayMs, () => this.serve());
  }
}
