import type { PartitionAssignor } from "./assignor/partition-assignor.ts";
import { rangeAssignor } from "./assignor/range-assignor.ts";
import { uniformAssignor } from "./assignor/uniform-assignor.ts";

/** The part of the broker's configuration that groups obey. Durations in milliseconds; `config names` beside them. */

export interface GroupCoordinatorConfig {
  /** `group.min.session.timeout.ms` */
  readonly groupMinSessionTimeoutMs: number;
  /** `group.max.session.timeout.ms` */
  readonly groupMaxSessionTimeoutMs: number;
  /** `group.initial.rebalance.delay.ms`: how long the first rebalance of an empty group waits for more members. */
  readonly groupInitialRebalanceDelayMs: number;
  /** `group.max.size`: members of one classic group. */
  readonly groupMaxSize: number;
  /** `offset.metadata.max.bytes`: UTF-16 units of the metadata of one committed offset, as Kafka counts them. */
  readonly offsetMetadataMaxSize: number;
  /** `offsets.retention.minutes`, in milliseconds. */
  readonly offsetsRetentionMs: number;
  /** `offsets.retention.check.interval.ms` */
  readonly offsetsRetentionCheckIntervalMs: number;
  /** `group.consumer.assignors`, the default one first. */
  readonly consumerGroupAssignors: readonly PartitionAssignor[];
  /** `group.consumer.max.size`: members of one consumer group. */
  readonly consumerGroupMaxSize: number;
  /** `group.consumer.session.timeout.ms` */
  readonly consumerGroupSessionTimeoutMs: number;
  /** `group.consumer.heartbeat.interval.ms` */
  readonly consumerGroupHeartbeatIntervalMs: number;
  /** `group.consumer.assignment.interval.ms`: the least time between two target assignments of a group. */
  readonly consumerGroupAssignmentIntervalMs: number;
  /** `group.consumer.migration.policy` */
  readonly consumerGroupMigrationPolicy: ConsumerGroupMigrationPolicy;
  /** `group.consumer.regex.refresh.interval.ms`: how long a resolved regular expression is good without a new topic. */
  readonly consumerGroupRegexRefreshIntervalMs: number;
  /** `group.share.max.size`: members of one share group. */
  readonly shareGroupMaxSize: number;
  /** `group.share.session.timeout.ms` */
  readonly shareGroupSessionTimeoutMs: number;
  /** `group.share.heartbeat.interval.ms` */
  readonly shareGroupHeartbeatIntervalMs: number;
  /** `group.share.assignment.interval.ms`: the least time between two target assignments of a group. */
  readonly shareGroupAssignmentIntervalMs: number;
  /** `group.share.initialize.retry.interval.ms`: how long the state of a partition may take to be made. */
  readonly shareGroupInitializeRetryIntervalMs: number;
}

/** Which way a live group may change its protocol: from classic to consumer is up. */
export interface ConsumerGroupMigrationPolicy {
  readonly isUpgradeEnabled: boolean;
  readonly isDowngradeEnabled: boolean;
}

/** By the values of `group.consumer.migration.policy`, in lower case. */
export const CONSUMER_GROUP_MIGRATION_POLICIES: ReadonlyMap<string, ConsumerGroupMigrationPolicy> = new Map([
  ["bidirectional", { isUpgradeEnabled: true, isDowngradeEnabled: true }],
  ["upgrade", { isUpgradeEnabled: true, isDowngradeEnabled: false }],
  ["downgrade", { isUpgradeEnabled: false, isDowngradeEnabled: true }],
  ["disabled", { isUpgradeEnabled: false, isDowngradeEnabled: false }],
]);

/** The server-side assignors that come with Kafka, by name. */
export const CONSUMER_GROUP_ASSIGNORS: ReadonlyMap<string, PartitionAssignor> = new Map(
  [uniformAssignor, rangeAssignor].map((assignor) => [assignor.name, assignor]),
);

/** What is configured for one group (resource type GROUP), within the bounds of the broker's configuration. */
export interface GroupConfig {
  /** `consumer.session.timeout.ms` */
  readonly consumerSessionTimeoutMs: number;
  /** `consumer.heartbeat.interval.ms` */
  readonly consumerHeartbeatIntervalMs: number;
  /** `consumer.assignment.interval.ms` */
  readonly consumerAssignmentIntervalMs: number;
  /** `share.session.timeout.ms` */
  readonly shareSessionTimeoutMs: number;
  /** `share.heartbeat.interval.ms` */
  readonly shareHeartbeatIntervalMs: number;
  /** `share.assignment.interval.ms` */
  readonly shareAssignmentIntervalMs: number;
}

/** Undefined for a group without configs of its own. */
export type GroupConfigSource = (groupId: string) => GroupConfig | undefined;

/** How long a new member may wait in JoinGroup before it is taken for gone (Kafka's constant, not a configuration). */
export const NEW_MEMBER_JOIN_TIMEOUT_MS: number = 5 * 60 * 1000;

/** Kafka's defaults. */
export const DEFAULT_GROUP_COORDINATOR_CONFIG: GroupCoordinatorConfig = {
  groupMinSessionTimeoutMs: 6_000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupInitialRebalanceDelayMs: 3_000,
  groupMaxSize: 2_147_483_647,
  offsetMetadataMaxSize: 4_096,
  offsetsRetentionMs: 7 * 24 * 60 * 60 * 1000,
  offsetsRetentionCheckIntervalMs: 600_000,
  consumerGroupAssignors: [uniformAssignor, rangeAssignor],
  consumerGroupMaxSize: 2_147_483_647,
  consumerGroupSessionTimeoutMs: 45_000,
  consumerGroupHeartbeatIntervalMs: 5_000,
  consumerGroupAssignmentIntervalMs: 1_000,
  consumerGroupMigrationPolicy: { isUpgradeEnabled: true, isDowngradeEnabled: true },
  consumerGroupRegexRefreshIntervalMs: 600_000,
  shareGroupMaxSize: 200,
  shareGroupSessionTimeoutMs: 45_000,
  shareGroupHeartbeatIntervalMs: 5_000,
  shareGroupAssignmentIntervalMs: 1_000,
  shareGroupInitializeRetryIntervalMs: 30_000,
};
