/**
 * Seeks that wait for the container's loop: they are done between two polls, so that nothing fetched before one is delivered behind it.
 */
import { topicPartitionName } from "@ottla/client";
import type { Consumer, TopicPartition } from "@ottla/client";
import { seekToTimestamp } from "../assigning/initial-positions.ts";
import type { Logger } from "../logging/logger.ts";
import type { ConsumerSeekCallback } from "./consumer-seek-aware.ts";

export type SeekingConsumer = Pick<Consumer, "seek" | "seekToBeginning" | "seekToEnd" | "position" | "offsetsForTimes">;

interface Seek {
  readonly partition: TopicPartition;
  apply(consumer: SeekingConsumer): void | Promise<void>;
}

export interface SeekQueueOptions {
  readonly groupId: string | undefined;
  readonly logger: Logger;
  /** Called when there is something to do. */
  readonly onSeek: () => void;
}

export class SeekQueue implements ConsumerSeekCallback {
  readonly #options: SeekQueueOptions;
  #seeks: Seek[] = [];

  constructor(options: SeekQueueOptions) {
    this.#options = options;
  }

  get groupId(): string | undefined {
    return this.#options.groupId;
  }

  get isEmpty(): boolean {
    return this.#seeks.length === 0;
  }

  seek(topic: string, partition: number, offset: number): void {
    if (!(offset >= 0 && Number.isSafeInteger(offset))) throw new RangeError(`offset ${offset} is none`);
    this.#add({ topic, partition }, (consumer) => consumer.seek({ topic, partition }, offset));
  }

  seekTo(topic: string, partition: number, offsetFunction: (current: number) => number): void {
    this.#add({ topic, partition }, async (consumer) => {
      const current = await consumer.position({ topic, partition });
      consumer.seek({ topic, partition }, offsetFunction(current));
    });
  }

  seekToBeginning(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.#add(one, (consumer) => consumer.seekToBeginning([one]));
  }

  seekToEnd(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.#add(one, (consumer) => consumer.seekToEnd([one]));
  }

  seekRelative(topic: string, partition: number, offset: number, toCurrent: boolean): void {
    const one = { topic, partition };
    this.#add(one, async (consumer) => {
      if (!toCurrent) {
        if (offset < 0) consumer.seekToEnd([one]);
        else consumer.seekToBeginning([one]);
      }
      consumer.seek(one, Math.max(0, (await consumer.position(one)) + offset));
    });
  }

  seekToTimestamp(partitions: readonly TopicPartition[], timestamp: number): void {
    for (const one of partitions) this.#add(one, (consumer) => seekToTimestamp(consumer, one, timestamp));
  }

  /** Does what waits, in order. `prepare` is called before the first seek of a partition, and says whether it is ours. */
  async apply(consumer: SeekingConsumer, prepare: (partition: TopicPartition) => boolean): Promise<void> {
    const seeks = this.#seeks;
    this.#seeks = [];
    const prepared = new Map<string, boolean>();
    for (const { partition, apply } of seeks) {
      const name = topicPartitionName(partition);
      let isOurs = prepared.get(name);
      if (isOurs === undefined) {
        isOurs = prepare(partition);
        prepared.set(name, isOurs);
        if (!isOurs) this.#options.logger.warn(`No seek in ${name}: the partition is not assigned`);
      }
      if (isOurs) await apply(consumer);
    }
  }

  #add(partition: TopicPartition, apply: Seek["apply"]): void {
    const { topic } = partition;
    this.#seeks.push({ partition: { topic, partition: partition.partition }, apply });
    this.#options.onSeek();
  }
}
