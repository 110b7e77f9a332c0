/** What the group coordinator counts, with the names of Kafka's sensors. Every hook is optional; none may throw. */

export interface GroupCoordinatorMetrics {
  /** offset-commit-count: offsets in accepted commits. */
  onOffsetCommits?(count: number): void;
  /** offset-expiration-count */
  onOffsetExpirations?(count: number): void;
  /** offset-deletion-count: offsets dropped by OffsetDelete. */
  onOffsetDeletions?(count: number): void;
  /** group-completed-rebalance-count */
  onCompletedRebalance?(): void;
  /** consumer-group-rebalance-count: new epochs of consumer groups. */
  onConsumerGroupRebalance?(): void;
  /** share-group-rebalance-count: new epochs of share groups. */
  onShareGroupRebalance?(): void;
}

/** What the coordinator tells its log: a subset of the broker's logger. */
export interface GroupCoordinatorLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
