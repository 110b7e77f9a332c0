/**
 * Calls the application's rebalance listener, and changes the assignment at the right side of each call: partitions are given up after the listener could
 * still commit for them. An error of the listener does not stop the rebalance; it is returned, for the poll to throw at the end.
 */
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { SubscriptionState } from "./subscription-state.ts";

/** The listener of one consumer. */
export class RebalanceCallbacks {
  readonly #subscriptions: SubscriptionState;

  constructor(subscriptions: SubscriptionState) {
    this.#subscriptions = subscriptions;
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
    return await caught(() => this.#subscriptions.listener.onPartitionsRevoked?.(partitions));
  }

  /** Partitions were added; called even when there are none, as in Java, to tell that a rebalance is over. */
  async assign(partitions: readonly TopicPartition[]): Promise<unknown> {
    return await caught(() => this.#subscriptions.listener.onPartitionsAssigned?.(partitions));
  }

  async #lose(partitions: readonly TopicPartition[]): Promise<unknown> {
    const { listener } = this.#subscriptions;
    return await caught(() =>
      listener.onPartitionsLost === undefined
        ? listener.onPartitionsRevoked?.(partitions)
        : listener.onPartitionsLost(partitions),
    );
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
