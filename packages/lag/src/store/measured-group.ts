// A group as it is measured: how its partitions do, with lag in time, the speeds, and when the lag will be gone.
import { evaluatePartition } from "../evaluation/group-status.ts";
import type { GroupOptions, PartitionStatus } from "../evaluation/group-status.ts";
import { speeds, timeLag } from "../evaluation/lag-times.ts";
import type { Speeds } from "../evaluation/lag-times.ts";
import { groupStatusOf, Status } from "../evaluation/status.ts";
import type { ClusterStore } from "./cluster-store.ts";
import type { EndOffsets } from "./end-offsets.ts";

/** A partition of a group, with its lag in time. */
export interface MeasuredPartition extends PartitionStatus {
  /** Seconds; undefined where it cannot be told. */
  readonly lagSeconds: number | undefined;
  /** Undefined where the window spans no time. */
  readonly speeds: Speeds | undefined;
}

export interface MeasuredGroup {
  readonly cluster: string;
  readonly group: string;
  /** OK, WARN or ERR. */
  readonly status: Status;
  /** Records, over all partitions. */
  readonly totalLag: number;
  readonly maxLag: MeasuredPartition | undefined;
  readonly isComplete: boolean;
  /** The longest of the partitions, in seconds; undefined where none can be told. */
  readonly lagSeconds: number | undefined;
  /** Seconds until the slowest partition has caught up: Infinity where one does not; undefined where none can be told. */
  readonly caughtUpInS: number | undefined;
  readonly partitions: readonly MeasuredPartition[];
}

/** One look at the end does not tell when it was somewhere: for a moment after the start nothing is known. */
function lagMs(ends: EndOffsets, committed: number, currentLag: number, nowMs: number): number | undefined {
  if (currentLag === 0) return 0;
  const lag = timeLag(ends, committed, nowMs);
  return lag === undefined || (lag.isAtLeast && ends.length < 2) ? undefined : lag.ms;
}

const larger = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b);

/**
 * A group that is kept, as it is now.
 * @param hasTimes false where neither lag in time nor speeds are wanted: they cost as much as the rest
 */
export function measuredGroup(
  name: { readonly cluster: string; readonly group: string },
  store: ClusterStore,
  options: GroupOptions,
  nowMs: number,
  hasTimes: boolean = true,
): MeasuredGroup {
  const partitions: MeasuredPartition[] = [];
  let worst: Status = Status.OK;
  let totalLag = 0;
  let maxLag: MeasuredPartition | undefined;
  let isComplete = true;
  let lagSeconds: number | undefined;
  let caughtUpInS: number | undefined;
  for (const stored of store.partitionsOf(name.group)) {
    const status = evaluatePartition(stored, options, nowMs);
    const ends = store.ends(stored.topic, stored.partition);
    const { currentLag, end } = status;
    const isKnown = hasTimes && ends !== undefined && end !== null;
    const behindMs = isKnown ? lagMs(ends, end.offset, currentLag, nowMs) : undefined;
    const measured: MeasuredPartition = {
      ...status,
      lagSeconds: behindMs === undefined ? undefined : behindMs / 1000,
      speeds: isKnown && stored.commits !== undefined ? speeds(ends, stored.commits, currentLag) : undefined,
    };
    partitions.push(measured);
    if (status.status > worst) worst = status.status;
    totalLag += currentLag;
    if (maxLag === undefined || currentLag > maxLag.currentLag) maxLag = measured;
    if (status.complete < 1) isComplete = false;
    lagSeconds = larger(lagSeconds, measured.lagSeconds);
    caughtUpInS = larger(caughtUpInS, measured.speeds?.caughtUpInS);
  }
  const status = groupStatusOf(worst);
  return { ...name, status, totalLag, maxLag, isComplete, lagSeconds, caughtUpInS, partitions };
}
