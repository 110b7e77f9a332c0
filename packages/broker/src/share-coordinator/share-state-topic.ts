/** `__share_group_state`: its name, and how it is created when the first share group needs it. */

import type { KafkaConfig } from "@ottla/config";
import type { InternalTopicSpec } from "../group-coordinator/offsets-topic.ts";

export const SHARE_GROUP_STATE_TOPIC_NAME = "__share_group_state";

/**
 * As `share.coordinator.state.topic.*` say. Nothing is deleted by time or compacted: the coordinator deletes what it does not
 * need by its offset. As with `__consumer_offsets`, the replication factor is taken at its word.
 */
export function shareStateTopicSpec(config: KafkaConfig): InternalTopicSpec {
  return {
    name: SHARE_GROUP_STATE_TOPIC_NAME,
    numPartitions: config.number("share.coordinator.state.topic.num.partitions"),
    replicationFactor: config.number("share.coordinator.state.topic.replication.factor"),
    configs: new Map([
      ["cleanup.policy", "delete"],
      ["compression.type", "producer"],
      ["segment.bytes", String(config.number("share.coordinator.state.topic.segment.bytes"))],
      ["min.insync.replicas", String(config.number("share.coordinator.state.topic.min.isr"))],
      ["retention.ms", "-1"],
    ]),
  };
}
