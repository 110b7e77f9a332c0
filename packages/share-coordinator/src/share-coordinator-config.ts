/** The part of the broker's configuration that share state obeys; the configs' names beside them. */

export interface ShareCoordinatorConfig {
  /** `share.coordinator.snapshot.update.records.per.snapshot`: 0 to 500, default 500. */
  readonly updatesPerSnapshot: number;
  /** `share.coordinator.cold.partition.snapshot.interval.ms`: milliseconds, default 300,000. */
  readonly coldPartitionSnapshotIntervalMs: number;
}

/** Kafka's defaults. */
export const DEFAULT_SHARE_COORDINATOR_CONFIG: ShareCoordinatorConfig = {
  updatesPerSnapshot: 500,
  coldPartitionSnapshotIntervalMs: 300_000,
};
