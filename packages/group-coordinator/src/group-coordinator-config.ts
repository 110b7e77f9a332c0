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
}

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
};
