/** The broker's configuration as the group coordinator reads it. */

import { assert } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import {
  CONSUMER_GROUP_ASSIGNORS,
  CONSUMER_GROUP_MIGRATION_POLICIES,
  type GroupCoordinatorConfig,
} from "@ottla/group-coordinator";

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
    consumerGroupAssignors: consumerGroupAssignors(config),
    consumerGroupMaxSize: config.number("group.consumer.max.size"),
    consumerGroupSessionTimeoutMs: config.number("group.consumer.session.timeout.ms"),
    consumerGroupHeartbeatIntervalMs: config.number("group.consumer.heartbeat.interval.ms"),
    consumerGroupAssignmentIntervalMs: config.number("group.consumer.assignment.interval.ms"),
    consumerGroupMigrationPolicy: migrationPolicy(config.string("group.consumer.migration.policy")),
    consumerGroupRegexRefreshIntervalMs: config.number("group.consumer.regex.refresh.interval.ms"),
  };
}

/** Those of Kafka's own that are named; `@ottla/config` refuses other names. */
function consumerGroupAssignors(config: KafkaConfig): GroupCoordinatorConfig["consumerGroupAssignors"] {
  return config.list("group.consumer.assignors").map((name) => {
    const assignor = CONSUMER_GROUP_ASSIGNORS.get(name);
    assert(assignor !== undefined, `group.consumer.assignors names Kafka's own assignors, not ${name}`);
    return assignor;
  });
}

function migrationPolicy(name: string): GroupCoordinatorConfig["consumerGroupMigrationPolicy"] {
  const policy = CONSUMER_GROUP_MIGRATION_POLICIES.get(name.toLowerCase());
  assert(policy !== undefined, `group.consumer.migration.policy is one of Kafka's, not ${name}`);
  return policy;
}
