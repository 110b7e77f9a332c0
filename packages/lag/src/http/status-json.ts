// How a group does, as JSON: what the API answers and what templates of notifiers see.
import type { Commit } from "../evaluation/commit-window.ts";
import type { GroupStatus, PartitionStatus } from "../evaluation/group-status.ts";
import { statusName } from "../evaluation/status.ts";
import { Float32 } from "./go-json.ts";
import type { JsonValue } from "./go-json.ts";

/** A commit, as the API and templates of notifiers show it. */
export function commitJson(commit: Commit | null): JsonValue {
  if (commit === null) return null;
  const { offset, timestampMs, observedAtMs, lag } = commit;
  return { offset, timestamp: timestampMs, observedAt: observedAtMs, lag };
}

export function partitionJson(one: PartitionStatus): JsonValue {
  return {
    topic: one.topic,
    partition: one.partition,
    owner: one.owner,
    client_id: one.clientId,
    status: statusName(one.status),
    start: commitJson(one.start),
    end: commitJson(one.end),
    current_lag: one.currentLag,
    complete: new Float32(one.complete),
  };
}

/** A group's status as the API and the templates of notifiers show it. */
export function statusJson(status: GroupStatus): JsonValue {
  return {
    cluster: status.cluster,
    group: status.group,
    status: statusName(status.status),
    complete: new Float32(status.complete),
    partitions: status.partitions.map(partitionJson),
    partition_count: status.partitionCount,
    maxlag: status.maxLag === null ? null : partitionJson(status.maxLag),
    totallag: status.totalLag,
  };
}
