/**
 * What an application is told about its partitions, with the names and the order of Spring's ConsumerAwareRebalanceListener. Differs on purpose: partitions
 * that are lost only bring `onPartitionsLost`, since nothing can be committed for them any more.
 */
import type { TopicPartition } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";

export interface ConsumerAwareRebalanceListener {
  /** Handlers of the partitions have ended; what they did is not committed yet. */
  onPartitionsRevokedBeforeCommit?(
    consumer: ListenerConsumer,
    partitions: readonly TopicPartition[],
  ): void | Promise<void>;
  /** What was done is committed; the partitions go when this returns. */
  onPartitionsRevokedAfterCommit?(
    consumer: ListenerConsumer,
    partitions: readonly TopicPartition[],
  ): void | Promise<void>;
  /** The partitions are ours; seeking works. */
  onPartitionsAssigned?(consumer: ListenerConsumer, partitions: readonly TopicPartition[]): void | Promise<void>;
  /** The partitions belong to somebody else already. */
  onPartitionsLost?(consumer: ListenerConsumer, partitions: readonly TopicPartition[]): void | Promise<void>;
}
