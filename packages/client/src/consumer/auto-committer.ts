/**
 * Commits positions by itself every `auto.commit.interval.ms`, from within polls: what earlier polls gave counts as processed then.
 */
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { settledBy } from "../deadline.ts";
import type { Deadline } from "../deadline.ts";
import { isRetriable } from "../errors.ts";
import type { PartitionOffset } from "./consumer-types.ts";
import type { OffsetCommitter } from "./offset-committer.ts";

export interface AutoCommitterOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly committer: OffsetCommitter;
  readonly consumed: () => readonly PartitionOffset[];
}

/** Automatic commits of one consumer. */
export class AutoCommitter {
  readonly #options: AutoCommitterOptions;
  #nextMs: number;
  #isCommitting = false;

  constructor(options: AutoCommitterOptions) {
    this.#options = options;
    this.#nextMs = this.#nowMs() + options.config["auto.commit.interval.ms"];
  }

  /** Commits if it is time. A failure is made up for by the next commit. */
  poll(): void {
    if (this.#isCommitting || this.#nowMs() < this.#nextMs) return;
    const { config, committer, consumed } = this.#options;
    this.#nextMs = this.#nowMs() + config["auto.commit.interval.ms"];
    const offsets = consumed();
    if (offsets.length === 0) return;
    this.#isCommitting = true;
    committer
      .commit(offsets)
      .catch((error: unknown) => {
        if (isRetriable(error)) this.#nextMs = Math.min(this.#nextMs, this.#nowMs() + config["retry.backoff.ms"]);
      })
      .finally(() => {
        this.#isCommitting = false;
      });
  }

  /** Commits before partitions are given up. Resolves in any case: a rebalance does not wait for a commit that cannot succeed. */
  async commitNow(deadline: Deadline): Promise<void> {
    const { config, committer, consumed } = this.#options;
    this.#nextMs = this.#nowMs() + config["auto.commit.interval.ms"];
    // A request that is out may take longer than the deadline allows.
    await settledBy(this.#options.client.ports.clock, committer.commitBeforeRebalance(consumed(), deadline), deadline);
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}
