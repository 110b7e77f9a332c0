// How a group does, in one look: status, lag in records and in time, and when it will be gone.
import type { GroupOptions } from "../evaluation/group-status.ts";
import { Status } from "../evaluation/status.ts";
import type { ClusterStore } from "./cluster-store.ts";
import { measuredGroup } from "./measured-group.ts";
import type { MeasuredPartition } from "./measured-group.ts";

export interface GroupReport {
  readonly cluster: string;
  readonly group: string;
  /** OK, WARN or ERR. */
  readonly status: Status;
  /** Records, over all partitions. */
  readonly lag: number;
  /** The longest of the partitions, in ms; undefined where none can be told. */
  readonly behindMs: number | undefined;
  /** Seconds until the slowest partition has caught up: Infinity where one does not; undefined where none can be told. */
  readonly caughtUpInS: number | undefined;
  /** Records a second over all partitions whose speed is known; undefined where none is. */
  readonly producedPerS: number | undefined;
  readonly consumedPerS: number | undefined;
  readonly partitionCount: number;
  /** The partition that is worst off, among those with a lag or a trouble. */
  readonly worst:
    | { readonly topic: string; readonly partition: number; readonly status: Status; readonly lag: number }
    | undefined;
}

/** Undefined for a group that is not known. */
export function groupReport(
  name: { readonly cluster: string; readonly group: string },
  store: ClusterStore,
  options: GroupOptions,
  nowMs: number,
): GroupReport | undefined {
  if (!store.hasGroup(name.group, nowMs)) return undefined;
  const { status, totalLag, lagSeconds, caughtUpInS, partitions } = measuredGroup(name, store, options, nowMs);
  let worst: MeasuredPartition | undefined;
  let producedPerS: number | undefined;
  let consumedPerS: number | undefined;
  for (const one of partitions) {
    const isTroubled = one.currentLag > 0 || one.status > Status.OK;
    if (isTroubled && (worst === undefined || isWorse(one, worst))) worst = one;
    if (one.speeds === undefined) continue;
    producedPerS = (producedPerS ?? 0) + one.speeds.produced;
    consumedPerS = (consumedPerS ?? 0) + one.speeds.consumed;
  }
  return {
    ...name,
    status,
    lag: totalLag,
    behindMs: lagSeconds === undefined ? undefined : lagSeconds * 1000,
    caughtUpInS,
    producedPerS,
    consumedPerS,
    partitionCount: partitions.length,
    worst:
      worst === undefined
        ? undefined
        : { topic: worst.topic, partition: worst.partition, status: worst.status, lag: worst.currentLag },
  };
}

function isWorse(one: MeasuredPartition, other: MeasuredPartition): boolean {
  return one.status > other.status || (one.status === other.status && one.currentLag > other.currentLag);
}
