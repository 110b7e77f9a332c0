/**
 * Keeps the metadata cache fresh: asks when something is missing or stale, at most one request at a time, with back-off between attempts;
 * wakes whoever waits for news; starts over from the bootstrap addresses when no broker can be reached.
 */
import { ErrorCode } from "@ottla/protocol";
import type { Timer } from "@ottla/base";
import type { ClientPorts } from "../client-ports.ts";
import type { CommonConfig } from "../config/common-config.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import { backoffMs } from "../network/backoff.ts";
import type { MetadataCache, MetadataUpdate } from "./metadata-cache.ts";

/** Which topics a client wants to know about. */
export interface TopicsOfInterest {
  /** The names, or null for every topic. */
  topics(): readonly string[] | null;
  isOfInterest(topic: string): boolean;
}

export interface MetadataUpdaterOptions {
  readonly config: CommonConfig;
  readonly ports: ClientPorts;
  readonly cache: MetadataCache;
  readonly interest: TopicsOfInterest;
  /** Asks some node about the cluster. Rejects with `NO_BROKER_AVAILABLE` when none can be tried now. */
  readonly ask: (topics: readonly string[] | null) => Promise<MetadataUpdate & { readonly errorCode: number }>;
  /** Goes back to the bootstrap addresses. */
  readonly rebootstrap: () => void;
}

interface Waiter {
  readonly version: number;
  readonly resolve: () => void;
  readonly reject: (error: KafkaError) => void;
  readonly timer: Timer;
}

/** Refreshes one client's metadata. */
export class MetadataUpdater {
  readonly #options: MetadataUpdaterOptions;
  readonly #listeners: Set<() => void> = new Set();
  readonly #failureListeners: Set<(error: KafkaError) => void> = new Set();
  #waiters: Waiter[] = [];
  #isAsking = false;
  #isNeeded = false;
  #isUrgent = false;
  #isClosed = false;
  #failures = 0;
  #failure: { readonly error: KafkaError; readonly sinceMs: number } | undefined;
  #lastAttemptMs = Number.NEGATIVE_INFINITY;
  #lastSuccessMs: number;
  #timer: Timer | undefined;
  #timerAtMs = Infinity;

  constructor(options: MetadataUpdaterOptions) {
    this.#options = options;
    this.#lastSuccessMs = options.ports.clock.monotonicMs();
  }

  /** How old what is known is, in milliseconds. */
  get ageMs(): number {
    return this.#options.ports.clock.monotonicMs() - this.#lastSuccessMs;
  }

  /** Why the cluster could not be asked the last time, and since when that is so, on the monotonic clock; undefined when it answered. */
  get failure(): { readonly error: KafkaError; readonly sinceMs: number } | undefined {
    return this.#failure;
  }

  /** Calls `listener` after every change of the cache. */
  onUpdate(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Calls `listener` with each error that trying again will not mend, such as a refused password. */
  onFailure(listener: (error: KafkaError) => void): void {
    this.#failureListeners.add(listener);
  }

  /** Asks soon: something known turned out to be wrong, or (urgent) something is not known at all. */
  requestUpdate(options: { readonly isUrgent?: boolean } = {}): void {
    this.#isNeeded = true;
    this.#isUrgent ||= options.isUrgent ?? false;
    this.#schedule();
  }

  /** Tells waiters and listeners that the cache changed by other means. */
  notify(): void {
    const { version } = this.#options.cache;
    const ready = this.#waiters.filter((one) => one.version < version);
    this.#waiters = this.#waiters.filter((one) => one.version >= version);
    for (const waiter of ready) {
      waiter.timer.cancel();
      waiter.resolve();
    }
    for (const listener of this.#listeners) listener();
  }

  /** Resolves when the cache is newer than `version`; rejects with a {@link TimeoutError} at the deadline. */
  awaitUpdate(version: number, deadline: Deadline): Promise<void> {
    if (this.#isClosed) return Promise.reject(new KafkaError("CLOSED", "The client is closed"));
    if (this.#options.cache.version > version) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = this.#options.ports.clock.setTimer(deadline.remainingMs(), () => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(new TimeoutError(`Failed to update metadata after ${deadline.timeoutMs} ms.`));
      });
      const waiter: Waiter = { version, resolve, reject, timer };
      this.#waiters.push(waiter);
      this.#schedule();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      waiter.timer.cancel();
      waiter.reject(new KafkaError("CLOSED", "The client is closed"));
    }
  }

  /** Sets the timer for the next request, if it should come sooner than the one that is set. */
  #schedule(): void {
    if (this.#isClosed || this.#isAsking) return;
    const nowMs = this.#options.ports.clock.monotonicMs();
    const atMs = Math.max(this.#dueMs(), nowMs);
    if (this.#timer !== undefined && this.#timerAtMs <= atMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    if (atMs <= nowMs) {
      this.#timer = undefined;
      this.#timerAtMs = Infinity;
      void this.#refresh();
      return;
    }
    this.#timer = this.#options.ports.clock.setTimer(atMs - nowMs, () => {
      this.#timer = undefined;
      this.#timerAtMs = Infinity;
      this.#schedule();
    });
  }

  /** When the next request is due, on the monotonic clock. */
  #dueMs(): number {
    const { config, ports } = this.#options;
    const bounds = { initialMs: config["retry.backoff.ms"], maxMs: config["retry.backoff.max.ms"] };
    if (this.#failures > 0) return this.#lastAttemptMs + backoffMs(bounds, this.#failures - 1, ports.random);
    if (this.#isUrgent) return this.#lastAttemptMs;
    if (this.#isNeeded || this.#waiters.length > 0) return this.#lastAttemptMs + config["retry.backoff.ms"];
    return this.#lastSuccessMs + config["metadata.max.age.ms"];
  }

  async #refresh(): Promise<void> {
    const { cache, config, interest, ports } = this.#options;
    this.#isAsking = true;
    this.#lastAttemptMs = ports.clock.monotonicMs();
    this.#isNeeded = false;
    this.#isUrgent = false;
    let isAnswered = false;
    try {
      const response = await this.#options.ask(interest.topics());
      if (this.#isClosed) return;
      if (response.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED) throw protocolError(response.errorCode);
      if (response.brokers.length === 0) {
        this.#failures++;
        this.#isNeeded = true;
        return;
      }
      cache.update(response, (topic) => interest.isOfInterest(topic));
      this.#failures = 0;
      this.#failure = undefined;
      this.#lastSuccessMs = ports.clock.monotonicMs();
      // Who is told may want the next request at once: from here on the flag is that one's.
      this.#isAsking = false;
      isAnswered = true;
      this.notify();
    } catch (thrown) {
      if (this.#isClosed) return;
      this.#onFailure(toKafkaError(thrown));
      const sinceMs = ports.clock.monotonicMs() - this.#lastSuccessMs;
      if (sinceMs > config["metadata.recovery.rebootstrap.trigger.ms"]) this.#maybeRebootstrap();
    } finally {
      if (!isAnswered) this.#isAsking = false;
      this.#schedule();
    }
  }

  #onFailure(error: KafkaError): void {
    this.#failures++;
    this.#failure = { error, sinceMs: this.#failure?.sinceMs ?? this.#options.ports.clock.monotonicMs() };
    this.#isNeeded = true;
    if (error.code === "NO_BROKER_AVAILABLE" || error.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED)
      this.#maybeRebootstrap();
    if (error.retriable || error.code === "NO_BROKER_AVAILABLE" || error.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED)
      return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      waiter.timer.cancel();
      waiter.reject(error);
    }
    for (const listener of this.#failureListeners) listener(error);
  }

  #maybeRebootstrap(): void {
    if (this.#options.config["metadata.recovery.strategy"] !== "rebootstrap" || this.#options.cache.isBootstrap) return;
    this.#options.rebootstrap();
    this.#lastSuccessMs = this.#options.ports.clock.monotonicMs();
  }
}
