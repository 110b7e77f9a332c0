/** A monitor of consumer lag: Burrow's evaluation, HTTP API and configuration, for any Kafka. */
export { Status, statusName } from "./evaluation/status.ts";
export type { Commit, CommitWindow } from "./evaluation/commit-window.ts";
export type { GroupStatus, PartitionStatus } from "./evaluation/group-status.ts";
export { evaluateGroup, groupNotFound, onlyTroubled } from "./evaluation/group-status.ts";
export { partitionStatus } from "./evaluation/rules.ts";
export type { PartitionHistory, RuleOptions } from "./evaluation/rules.ts";
export { ClusterStore } from "./store/cluster-store.ts";
export type { EndOffsetSample, OffsetCommit, StoreOptions } from "./store/cluster-store.ts";
export { CommitWindows } from "./store/commit-windows.ts";
