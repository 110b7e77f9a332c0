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
  /** Commits that are out; one by interval is not sent beside another, which might be repeated after it. */
  #out = 0;

  constructor(options: AutoCommitterOptions) {
    this.#options = options;
    this.#nextMs = this.#nowMs() + options.config["auto.commit.interval.ms"];
  }

  /** Commits if it is time. A failure is made up for by the next commit. */
  poll(): void {
    if (this.#out > 0 || this.#nowMs() < this.#nextMs) return;
    const { config, committer, consumed } = this.#options;
    this.#nextMs = this.#nowMs() + config["auto.commit.interval.ms"];
    const offsets = consumed();
    if (offsets.length === 0) return;
    this.#out += 1;
    committer
      .commit(offsets)
      .catch((error: unknown) => {
        if (isRetriable(error)) this.#nextMs = Math.min(this.#nextMs, this.#nowMs() + config["retry.backoff.ms"]);
      })
      .finally(() => {
        this.#out -= 1;
      });
  }

  /** Commits before partitions are given up. Resolves in any case: a rebalance does not wait for a commit that cannot succeed. */
  async commitNow(deadline: Deadline): Promise<void> {
    const { config, committer, consumed } = this.#options;
    this.#nextMs = this.#nowMs() + config["auto.commit.interval.ms"];
    this.#out += 1;
    const committing = committer.commitBeforeRebalance(consumed(), deadline).finally(() => {
      this.#out -= 1;
    });
    // A request that is out may take longer than the deadline allows.
    await settledBy(this.#options.client.ports.clock, committing, deadline);
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}
