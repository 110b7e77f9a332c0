// The state of a whole group: that of its worst partition, with sums over all of them.
import { commitAt } from "./commit-window.ts";
import type { Commit, CommitWindow } from "./commit-window.ts";
import { partitionStatus } from "./rules.ts";
import type { RuleOptions } from "./rules.ts";
import { Status, groupStatusOf } from "./status.ts";

/** One partition of a group, as it is stored. */
export interface GroupPartition {
  readonly topic: string;
  readonly partition: number;
  /** Host of the member that has the partition, with Kafka's leading slash; "" while nobody has it. */
  readonly owner: string;
  readonly clientId: string;
  /** Undefined where neither a commit nor an owner has been seen. */
  readonly commits: CommitWindow | undefined;
  readonly endOffsets: readonly number[];
  readonly currentLag: number;
}

/** How a group does on one partition. */
export interface PartitionStatus {
  readonly topic: string;
  readonly partition: number;
  readonly owner: string;
  readonly clientId: string;
  readonly status: Status;
  readonly start: Commit | null;
  readonly end: Commit | null;
  readonly currentLag: number;
  /** How full the window is, 0 to 1, in single precision. */
  readonly complete: number;
}

/** How a group does. */
export interface GroupStatus {
  readonly cluster: string;
  readonly group: string;
  /** NOTFOUND, OK, WARN or ERR. */
  readonly status: Status;
  /** The share of partitions whose window is full, in single precision. */
  readonly complete: number;
  readonly partitions: readonly PartitionStatus[];
  readonly partitionCount: number;
  /** The partition with the highest lag: the first of those with equal ones, also when all are 0; null without partitions. */
  readonly maxLag: PartitionStatus | null;
  readonly totalLag: number;
}

export interface GroupOptions extends RuleOptions {
  /** Commits a full window holds. */
  readonly intervals: number;
}

/** Judges one partition of a group. */
export function evaluatePartition(stored: GroupPartition, options: GroupOptions, nowMs: number): PartitionStatus {
  const { topic, partition, owner, clientId, commits, currentLag } = stored;
  // A partition that has an owner and no commit yet counts as if its window had one empty place filled.
  const filled = commits === undefined ? 0 : Math.max(1, commits.length);
  const complete = Math.fround(filled / options.intervals);
  const status = commits === undefined ? Status.OK : partitionStatus(commits, complete, stored, options, nowMs);
  return {
    topic,
    partition,
    owner,
    clientId,
    status,
    start: commits === undefined ? null : commitAt(commits, 0),
    end: commits === undefined ? null : commitAt(commits, commits.length - 1),
    currentLag,
    complete,
  };
}

/** Judges a group by all its partitions. */
export function evaluateGroup(
  name: { readonly cluster: string; readonly group: string },
  stored: Iterable<GroupPartition>,
  options: GroupOptions,
  nowMs: number,
): GroupStatus {
  const partitions: PartitionStatus[] = [];
  let worst: Status = Status.OK;
  let maxLag: PartitionStatus | null = null;
  let totalLag = 0;
  let complete = 0;
  for (const one of stored) {
    const evaluated = evaluatePartition(one, options, nowMs);
    partitions.push(evaluated);
    if (evaluated.status > worst) worst = evaluated.status;
    if (maxLag === null || evaluated.currentLag > maxLag.currentLag) maxLag = evaluated;
    totalLag += evaluated.currentLag;
    if (evaluated.complete === 1) complete++;
  }
  return {
    cluster: name.cluster,
    group: name.group,
    status: groupStatusOf(worst),
    complete: partitions.length === 0 ? 0 : Math.fround(complete / partitions.length),
    partitions,
    partitionCount: partitions.length,
    maxLag,
    totalLag,
  };
}

/** The answer about a group or cluster that is not known. */
export function groupNotFound(name: { readonly cluster: string; readonly group: string }): GroupStatus {
  const { cluster, group } = name;
  return {
    cluster,
    group,
    status: Status.NOTFOUND,
    complete: 1,
    partitions: [],
    partitionCount: 0,
    maxLag: null,
    totalLag: 0,
  };
}

/** The same status with only the partitions that are worse than OK. */
export function onlyTroubled(status: GroupStatus): GroupStatus {
  return { ...status, partitions: status.partitions.filter((one) => one.status > Status.OK) };
}
