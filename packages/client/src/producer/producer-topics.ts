/**
 * The topics a producer wants metadata for: those it was asked to send to lately. One that is not used for `metadata.max.idle.ms` is forgotten.
 */
import type { Clock } from "@ottla/base";
import type { TopicsOfInterest } from "../metadata/metadata-updater.ts";

/** Topics by when they were last used. */
export class ProducerTopics implements TopicsOfInterest {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #expiry: Map<string, number> = new Map();

  constructor(clock: Clock, idleMs: number) {
    this.#clock = clock;
    this.#idleMs = idleMs;
  }

  /** Notes that a topic is used now. */
  touch(topic: string): void {
    this.#expiry.set(topic, this.#clock.monotonicMs() + this.#idleMs);
  }

  topics(): readonly string[] {
    return [...this.#expiry.keys()].filter((topic) => this.isOfInterest(topic));
  }

  isOfInterest(topic: string): boolean {
    const expiryMs = this.#expiry.get(topic);
    if (expiryMs === undefined) return false;
    if (expiryMs > this.#clock.monotonicMs()) return true;
    this.#expiry.delete(topic);
    return false;
  }
}
