/**
 * The consumer as listeners see it: the methods of Kafka's consumer that make sense inside a container. Polling, subscribing and closing stay the
 * container's. Seeks take effect before the next poll, and nothing polled before them is delivered after them.
 */
import type {
  ConsumerGroupMetadata,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  TopicPartition,
  TopicPartitionMap,
} from "@ottla/client";

export interface ListenerConsumer {
  assignment(): readonly TopicPartition[];
  subscription(): ReadonlySet<string>;
  /** Commits the given offsets; without any, everything that was given to the listener and has not failed. */
  commitSync(offsets?: readonly PartitionOffset[], options?: { readonly timeoutMs?: number }): Promise<void>;
  /** As {@link commitSync}, trying once. Rejects when that fails; a rejection nobody looks at is logged. */
  commitAsync(offsets?: readonly PartitionOffset[]): Promise<void>;
  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<OffsetAndMetadata | null>>;
  position(partition: TopicPartition): Promise<number>;
  seek(partition: TopicPartition, offset: number): void;
  seekToBeginning(partitions?: readonly TopicPartition[]): void;
  seekToEnd(partitions?: readonly TopicPartition[]): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  paused(): readonly TopicPartition[];
  beginningOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>>;
  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>>;
  offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>>;
  partitionsFor(topic: string): Promise<readonly number[]>;
  currentLag(partition: TopicPartition): number | undefined;
  groupMetadata(): ConsumerGroupMetadata;
}
