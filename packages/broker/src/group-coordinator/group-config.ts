/** The broker's configuration as the group coordinator reads it. */

import type { KafkaConfig } from "@ottla/config";
import type { GroupCoordinatorConfig } from "@ottla/group-coordinator";

const MS_PER_MINUTE = 60_000;

export function groupCoordinatorConfig(config: KafkaConfig): GroupCoordinatorConfig {
  return {
    groupMinSessionTimeoutMs: config.number("group.min.session.timeout.ms"),
    groupMaxSessionTimeoutMs: config.number("group.max.session.timeout.ms"),
    groupInitialRebalanceDelayMs: config.number("group.initial.rebalance.delay.ms"),
    groupMaxSize: config.number("group.max.size"),
    offsetMetadataMaxSize: config.number("offset.metadata.max.bytes"),
    offsetsRetentionMs: config.number("offsets.retention.minutes") * MS_PER_MINUTE,
    offsetsRetentionCheckIntervalMs: config.number("offsets.retention.check.interval.ms"),
  };
}
