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
export { loadConfig } from "./config/load-config.ts";
export { lagConfigOf } from "./config/lag-config.ts";
export type { LagConfig } from "./config/lag-config.ts";
export { LagConfigError } from "./config/section.ts";
export { JsonLogger } from "./logger.ts";
export type { Logger, LogLevel } from "./logger.ts";
export { LagMonitor } from "./monitor/lag-monitor.ts";
export type { LagMonitorOptions } from "./monitor/lag-monitor.ts";
export type { GroupReport } from "./monitor/group-report.ts";
