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

  /** The partition a record goes to without looking at load. -1 leaves the choice to {@link sticky}. */
  partition(record: ProducerRecord<unknown, unknown>, encoded: EncodedRecord, topic: TopicMetadata): number {
    if (record.partition !== undefined) return record.partition;
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
      if (chosen !== -1) return checked(chosen, topic);
    }
    if (encoded.key !== null && !config["partitioner.ignore.keys"]) {
      return partitionForKey(encoded.key, partitionCount);
    }
    return -1;
  }

  /** The partition records without a key go to now; {@link onProduced} must be told. */
  sticky(topic: TopicMetadata): number {
    return this.#stickyOf(topic).current(topic.partitions.length, () => this.#loads(topic));
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
