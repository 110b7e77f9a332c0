// What exporters read: the clusters of a monitor, and how groups do at a time.
import type { PartitionStatus } from "../evaluation/group-status.ts";
import { evaluatePartition } from "../evaluation/group-status.ts";
import type { GroupOptions } from "../evaluation/group-status.ts";
import { timeLag } from "../evaluation/lag-times.ts";
import { groupStatusOf, Status } from "../evaluation/status.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface Watched {
  readonly clusters: ReadonlyMap<string, ClusterStore>;
  readonly options: GroupOptions;
  readonly nowMs: number;
}

/** A partition of a group, with its lag in time. */
export interface MeasuredPartition extends PartitionStatus {
  /** Seconds; undefined where it cannot be told. */
  readonly lagSeconds: number | undefined;
}

export interface MeasuredGroup {
  readonly cluster: string;
  readonly group: string;
  readonly status: Status;
  readonly totalLag: number;
  readonly maxLag: MeasuredPartition | undefined;
  readonly isComplete: boolean;
  readonly partitions: readonly MeasuredPartition[];
}

/** All groups, one after the other, so that no more than one is held at a time. */
export function* measuredGroups({ clusters, options, nowMs }: Watched): Generator<MeasuredGroup> {
  for (const [cluster, store] of clusters) {
    for (const group of store.groups()) {
      if (store.hasGroup(group, nowMs)) yield measure(cluster, group, store, options, nowMs);
    }
  }
}

function measure(
  cluster: string,
  group: string,
  store: ClusterStore,
  options: GroupOptions,
  nowMs: number,
): MeasuredGroup {
  const partitions: MeasuredPartition[] = [];
  let worst: Status = Status.OK;
  let totalLag = 0;
  let maxLag: MeasuredPartition | undefined;
  let isComplete = true;
  for (const stored of store.partitionsOf(group)) {
    const status = evaluatePartition(stored, options, nowMs);
    const ends = store.ends(stored.topic, stored.partition);
    const lag = ends === undefined || status.end === null ? undefined : timeLag(ends, status.end.offset, nowMs);
    const lagSeconds = status.end === null ? undefined : status.currentLag === 0 ? 0 : (lag?.ms ?? Number.NaN) / 1000;
    const measured = { ...status, lagSeconds: Number.isNaN(lagSeconds) ? undefined : lagSeconds };
    partitions.push(measured);
    if (status.status > worst) worst = status.status;
    totalLag += status.currentLag;
    if (maxLag === undefined || status.currentLag > maxLag.currentLag) maxLag = measured;
    if (status.complete < 1) isComplete = false;
  }
  return { cluster, group, status: groupStatusOf(worst), totalLag, maxLag, isComplete, partitions };
}

export interface MeasuredEnd {
  readonly cluster: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Where all partitions end. */
export function* measuredEnds({ clusters }: Watched): Generator<MeasuredEnd> {
  for (const [cluster, store] of clusters) {
    for (const topic of store.topics()) {
      for (const [partition, offset] of (store.newestEnds(topic) ?? []).entries()) {
        if (offset !== undefined) yield { cluster, topic, partition, offset };
      }
    }
  }
}
