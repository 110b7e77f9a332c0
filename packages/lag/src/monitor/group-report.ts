// How a group does, in one look: status, lag in records and in time, and when it will be gone.
import { Status } from "../evaluation/status.ts";
import { evaluatePartition } from "../evaluation/group-status.ts";
import type { GroupOptions } from "../evaluation/group-status.ts";
import { speeds, timeLag } from "../evaluation/lag-times.ts";
import { groupStatusOf } from "../evaluation/status.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

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
  let lag = 0;
  let partitionCount = 0;
  let behindMs: number | undefined;
  let caughtUpInS: number | undefined;
  let worst: GroupReport["worst"];
  for (const stored of store.partitionsOf(name.group)) {
    const { status, topic, partition, currentLag, end } = evaluatePartition(stored, options, nowMs);
    lag += currentLag;
    partitionCount++;
    const isWorse = worst === undefined ? currentLag > 0 || status > Status.OK : isWorseThan(status, currentLag, worst);
    if (isWorse) worst = { topic, partition, status, lag: currentLag };
    const ends = store.ends(topic, partition);
    if (ends === undefined || end === null || stored.commits === undefined) continue;
    const behind = currentLag === 0 ? 0 : timeLag(ends, end.offset, nowMs)?.ms;
    if (behind !== undefined) behindMs = Math.max(behindMs ?? 0, behind);
    const forecast = speeds(ends, stored.commits, currentLag)?.caughtUpInS;
    if (forecast !== undefined) caughtUpInS = Math.max(caughtUpInS ?? 0, forecast);
  }
  const status = groupStatusOf(worst?.status ?? Status.OK);
  return { ...name, status, lag, behindMs, caughtUpInS, partitionCount, worst };
}

function isWorseThan(status: Status, lag: number, other: { readonly status: Status; readonly lag: number }): boolean {
  return status > other.status || (status === other.status && lag > other.lag);
}
