/** `__consumer_offsets`: its name, and how it is created when the first client asks for a group's coordinator. */

import type { KafkaConfig } from "@ottla/config";

export const GROUP_METADATA_TOPIC_NAME = "__consumer_offsets";

/** What a topic is created with. */
export interface InternalTopicSpec {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configs: ReadonlyMap<string, string>;
}

/**
 * As `offsets.topic.*` say. The replication factor is taken at its word: with fewer brokers the creation fails and
 * FindCoordinator answers COORDINATOR_NOT_AVAILABLE until there are enough, as in Apache Kafka, because a cluster that
 * starts its brokers one by one must not keep its offsets on the first alone. A broker that is started without a
 * configuration file has 1 (see `decisions/`).
 */
export function offsetsTopicSpec(config: KafkaConfig): InternalTopicSpec {
  return {
    name: GROUP_METADATA_TOPIC_NAME,
    numPartitions: config.number("offsets.topic.num.partitions"),
    replicationFactor: config.number("offsets.topic.replication.factor"),
    configs: new Map([
      ["cleanup.policy", "compact"],
      ["compression.type", "producer"],
      ["segment.bytes", String(config.number("offsets.topic.segment.bytes"))],
    ]),
  };
}
