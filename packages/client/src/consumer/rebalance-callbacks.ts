/**
 * Calls the application's rebalance listener, and changes the assignment at the right side of each call: partitions are given up after the listener could
 * still commit for them. An error of the listener does not stop the rebalance; it is returned, for the poll to throw at the end.
 */
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { rebalanceChannel } from "../diagnostics.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { GroupMetrics } from "../metrics/consumer-metrics.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface RebalanceCallbacksOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly groupId: string;
  readonly metrics: GroupMetrics;
  readonly subscriptions: SubscriptionState;
}

/** The listener of one consumer. */
export class RebalanceCallbacks {
  readonly #subscriptions: SubscriptionState;
  readonly #metrics: GroupMetrics;
  readonly #nowMs: () => number;
  readonly #who: { readonly clientId: string; readonly groupId: string };

  constructor(options: RebalanceCallbacksOptions) {
    const { client, config, groupId, metrics, subscriptions } = options;
    this.#subscriptions = subscriptions;
    this.#metrics = metrics;
    this.#nowMs = () => client.ports.clock.monotonicMs();
    this.#who = { clientId: config["client.id"], groupId };
  }

  /** Partitions go: lost already, or revoked in good order. Afterwards they are not assigned any more. */
  async giveUp(partitions: readonly TopicPartition[], isLost: boolean): Promise<unknown> {
    const failure = await (isLost ? this.#lose(partitions) : this.revoke(partitions));
    const gone = new Set(partitions.map(topicPartitionName));
    const kept = this.#subscriptions.assigned().filter((partition) => !gone.has(topicPartitionName(partition)));
    this.#subscriptions.assignFromGroup(kept);
    return failure;
  }

  /** Partitions are about to go; they are still assigned during the call. */
  async revoke(partitions: readonly TopicPartition[]): Promise<unknown> {
    for (const partition of partitions) {
      const position = this.#subscriptions.find(partition);
      if (position !== undefined) position.isPendingRevocation = true;
    }
    const { listener } = this.#subscriptions;
    return await this.#call("revoked", partitions, listener.onPartitionsRevoked?.bind(listener));
  }

  /** Partitions were added; called even when there are none, as in Java, to tell that a rebalance is over. */
  async assign(partitions: readonly TopicPartition[]): Promise<unknown> {
    const { listener } = this.#subscriptions;
    return await this.#call("assigned", partitions, listener.onPartitionsAssigned?.bind(listener));
  }

  async #lose(partitions: readonly TopicPartition[]): Promise<unknown> {
    const { listener } = this.#subscriptions;
    const callback = listener.onPartitionsLost ?? listener.onPartitionsRevoked;
    return await this.#call("lost", partitions, callback?.bind(listener));
  }

  async #call(
    which: "assigned" | "revoked" | "lost",
    partitions: readonly TopicPartition[],
    callback: ((partitions: readonly TopicPartition[]) => void | Promise<void>) | undefined,
  ): Promise<unknown> {
    if (rebalanceChannel.isOn) rebalanceChannel.publish({ ...this.#who, type: which, partitions });
    // As in Java, nothing is measured where nobody listens.
    if (callback === undefined) return undefined;
    const begunMs = this.#nowMs();
    const failure = await caught(() => callback(partitions));
    this.#metrics.onCallback(which, this.#nowMs() - begunMs);
    return failure;
  }
}

async function caught(call: () => void | Promise<void>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error ?? new Error("the listener threw nothing");
  }
}
