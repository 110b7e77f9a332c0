/**
 * The consumer that listeners get: commits, seeks and pauses go through the container, so that its bookkeeping knows of them; questions go to the consumer.
 */
import { topicPartitionName } from "@ottla/client";
import type {
  ConsumerGroupMetadata,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  TopicPartition,
  TopicPartitionMap,
} from "@ottla/client";
import type { Logger } from "../logging/logger.ts";
import type { SeekQueue } from "../seek/seek-queue.ts";
import type { Assignments } from "./assignments.ts";
import type { ContainerConsumer } from "./consumer-factory.ts";
import type { ListenerConsumer } from "./listener-consumer.ts";
import type { ListenerWorker } from "./worker.ts";

export interface ContainerConsumerOptions {
  readonly consumer: ContainerConsumer;
  readonly assignments: Assignments;
  readonly worker: () => ListenerWorker;
  readonly seeks: SeekQueue;
  readonly logger: Logger;
  readonly setPaused: (partition: TopicPartition, isPaused: boolean) => void;
}

export class ListenerFacingConsumer implements ListenerConsumer {
  readonly #options: ContainerConsumerOptions;

  constructor(options: ContainerConsumerOptions) {
    this.#options = options;
  }

  get #consumer(): ContainerConsumer {
    return this.#options.consumer;
  }

  assignment(): readonly TopicPartition[] {
    return this.#consumer.assignment();
  }

  subscription(): ReadonlySet<string> {
    return this.#consumer.subscription();
  }

  async commitSync(offsets?: readonly PartitionOffset[], options?: { readonly timeoutMs?: number }): Promise<void> {
    const given = offsets ?? this.#delivered();
    await this.#consumer.commitSync(given, options);
    this.#note(given);
  }

  commitAsync(offsets?: readonly PartitionOffset[]): Promise<void> {
    const given = offsets ?? this.#delivered();
    const committing = this.#consumer.commitAsync(given).then(() => this.#note(given));
    committing.catch((error: unknown) => this.#options.logger.warn("An asynchronous commit failed", error));
    return committing;
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<OffsetAndMetadata | null>> {
    return this.#consumer.committed(partitions);
  }

  position(partition: TopicPartition): Promise<number> {
    return this.#consumer.position(partition);
  }

  seek(partition: TopicPartition, offset: number): void {
    this.#options.seeks.seek(partition.topic, partition.partition, offset);
  }

  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment()): void {
    this.#options.seeks.seekToBeginning(partitions);
  }

  seekToEnd(partitions: readonly TopicPartition[] = this.assignment()): void {
    this.#options.seeks.seekToEnd(partitions);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#options.setPaused(partition, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#options.setPaused(partition, false);
  }

  paused(): readonly TopicPartition[] {
    return this.#consumer.paused();
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#consumer.beginningOffsets(partitions);
  }

  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#consumer.endOffsets(partitions);
  }

  offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>> {
    return this.#consumer.offsetsForTimes(times);
  }

  partitionsFor(topic: string): Promise<readonly number[]> {
    return this.#consumer.partitionsFor(topic);
  }

  currentLag(partition: TopicPartition): number | undefined {
    return this.#consumer.currentLag(partition);
  }

  groupMetadata(): ConsumerGroupMetadata {
    return this.#consumer.groupMetadata();
  }

  /** Behind what handlers have had. */
  #delivered(): PartitionOffset[] {
    const offsets: PartitionOffset[] = [];
    for (const assigned of this.#options.assignments.all()) {
      const { topic, partition, tracker } = assigned;
      if (tracker.lastDelivered < 0) continue;
      const offset = this.#options.worker().lowestUnbegun(assigned) ?? tracker.lastDelivered + 1;
      if (offset > tracker.committedOffset) offsets.push({ topic, partition, offset });
    }
    return offsets;
  }

  /** What the application has committed, the container does not commit again. */
  #note(offsets: readonly PartitionOffset[]): void {
    for (const offset of offsets) this.#options.assignments.find(offset)?.tracker.committed(offset.offset);
  }

  /** For logs. */
  toString(): string {
    return `consumer of ${this.assignment().map(topicPartitionName).join(", ")}`;
  }
}
