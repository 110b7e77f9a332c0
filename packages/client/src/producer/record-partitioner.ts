/**
 * Chooses the partition of a record: the one it names, or the configured partitioner's choice, or Kafka's default.
 */
import type { Random } from "@ottla/base";
import type { ProducerConfig } from "../config/producer-config.ts";
import { KafkaError } from "../errors.ts";
import type { MetadataCache, TopicMetadata } from "../metadata/metadata-cache.ts";
import type { Accumulator } from "./accumulator.ts";
import { BuiltInPartitioner, RoundRobin, partitionForKey } from "./built-in-partitioner.ts";
import type { PartitionLoads } from "./built-in-partitioner.ts";
import type { EncodedRecord } from "./producer-batch.ts";
import type { ProducerRecord } from "./producer-record.ts";

export interface RecordPartitionerOptions {
  readonly config: ProducerConfig;
  readonly random: Random;
  readonly metadata: MetadataCache;
  readonly accumulator: Accumulator;
  readonly isStalled: (nodeId: number) => boolean;
}

/** The partitioners of one producer. */
export class RecordPartitioner {
  readonly #options: RecordPartitionerOptions;
  readonly #sticky: Map<string, BuiltInPartitioner> = new Map();
  readonly #roundRobin = new RoundRobin();

  constructor(options: RecordPartitionerOptions) {
    this.#options = options;
  }

  /** The partition, and whether it was chosen stickily, so that {@link onProduced} must be told. */
  partition(
    record: ProducerRecord<unknown, unknown>,
    encoded: EncodedRecord,
    topic: TopicMetadata,
  ): { readonly partition: number; readonly isSticky: boolean } {
    if (record.partition !== undefined) return { partition: record.partition, isSticky: false };
    const { config } = this.#options;
    const custom = config["partitioner.class"];
    const partitionCount = topic.partitions.length;
    if (custom !== null) {
      const availablePartitions = available(topic);
      const { key, value } = record;
      const chosen =
        custom === "RoundRobinPartitioner"
          ? this.#roundRobin.next(topic.name, partitionCount, availablePartitions)
          : custom({ topic: topic.name, key, keyBytes: encoded.key, value, partitionCount, availablePartitions });
      if (chosen !== -1) return { partition: checked(chosen, topic), isSticky: false };
    }
    if (encoded.key !== null && !config["partitioner.ignore.keys"]) {
      return { partition: partitionForKey(encoded.key, partitionCount), isSticky: false };
    }
    return { partition: this.#stickyOf(topic).current(this.#loads(topic)), isSticky: true };
  }

  /** Notes bytes that went to a sticky partition. */
  onProduced(topic: TopicMetadata, partition: number, bytes: number): void {
    const canSwitch = this.#options.accumulator.isLastBatchFull(topic.name, partition);
    this.#stickyOf(topic).onProduced(bytes, canSwitch, () => this.#loads(topic));
  }

  #stickyOf(topic: TopicMetadata): BuiltInPartitioner {
    let sticky = this.#sticky.get(topic.name);
    if (sticky === undefined) {
      const { config, random } = this.#options;
      sticky = new BuiltInPartitioner({
        random,
        batchSize: config["batch.size"],
        isAdaptive: config["partitioner.adaptive.partitioning.enable"],
      });
      this.#sticky.set(topic.name, sticky);
    }
    return sticky;
  }

  #loads(topic: TopicMetadata): PartitionLoads {
    const { accumulator, isStalled } = this.#options;
    return {
      partitionCount: topic.partitions.length,
      get available() {
        return available(topic);
      },
      queueLength: (partition) => accumulator.queueLength(topic.name, partition),
      isStalled: (partition) => isStalled(topic.partitions[partition]?.leaderId ?? -1),
    };
  }
}

function available(topic: TopicMetadata): number[] {
  const ids: number[] = [];
  for (const one of topic.partitions) if (one.leaderId >= 0) ids.push(one.partition);
  return ids;
}

function checked(partition: number, topic: TopicMetadata): number {
  if (Number.isInteger(partition) && partition >= 0 && partition < topic.partitions.length) return partition;
  throw new KafkaError(
    "INVALID_ARGUMENT",
    `Invalid partition given by the partitioner for topic ${topic.name}: ${partition} is not in the range [0...${topic.partitions.length}).`,
  );
}
