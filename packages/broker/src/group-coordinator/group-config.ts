/** The broker's configuration as the group coordinator reads it. */

import { assert } from "@ottla/base";
import { groupConfigNumber, type KafkaConfig } from "@ottla/config";
import {
  CONSUMER_GROUP_ASSIGNORS,
  CONSUMER_GROUP_MIGRATION_POLICIES,
  type GroupConfig,
  type GroupCoordinatorConfig,
} from "@ottla/group-coordinator";

const MS_PER_MINUTE = 60_000;

/** `current` is the configuration in effect, for what may change while the broker runs. */
export function groupCoordinatorConfig(config: KafkaConfig, current: () => KafkaConfig): GroupCoordinatorConfig {
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
    get consumerGroupAssignmentIntervalMs() {
      return current().number("group.consumer.assignment.interval.ms");
    },
    consumerGroupMigrationPolicy: migrationPolicy(config.string("group.consumer.migration.policy")),
    consumerGroupRegexRefreshIntervalMs: config.number("group.consumer.regex.refresh.interval.ms"),
    shareGroupMaxSize: config.number("group.share.max.size"),
    shareGroupSessionTimeoutMs: config.number("group.share.session.timeout.ms"),
    shareGroupHeartbeatIntervalMs: config.number("group.share.heartbeat.interval.ms"),
    get shareGroupAssignmentIntervalMs() {
      return current().number("group.share.assignment.interval.ms");
    },
    shareGroupInitializeRetryIntervalMs: config.number("group.share.initialize.retry.interval.ms"),
  };
}

/** What is configured for one group; undefined when nothing is. */
export function groupConfigOf(configs: ReadonlyMap<string, string>, config: KafkaConfig): GroupConfig | undefined {
  if (configs.size === 0) return undefined;
  return {
    consumerSessionTimeoutMs: groupConfigNumber("consumer.session.timeout.ms", configs, config),
    consumerHeartbeatIntervalMs: groupConfigNumber("consumer.heartbeat.interval.ms", configs, config),
    consumerAssignmentIntervalMs: groupConfigNumber("consumer.assignment.interval.ms", configs, config),
    shareSessionTimeoutMs: groupConfigNumber("share.session.timeout.ms", configs, config),
    shareHeartbeatIntervalMs: groupConfigNumber("share.heartbeat.interval.ms", configs, config),
    shareAssignmentIntervalMs: groupConfigNumber("share.assignment.interval.ms", configs, config),
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
