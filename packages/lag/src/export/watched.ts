// What exporters read: the clusters of a monitor, and how groups do at a time.
import type { GroupOptions } from "../evaluation/group-status.ts";
import type { Silences } from "../notify/silences.ts";
import type { ClusterStore } from "../store/cluster-store.ts";
import { measuredGroup } from "../store/measured-group.ts";
import type { MeasuredGroup } from "../store/measured-group.ts";

export interface Watched {
  readonly clusters: ReadonlyMap<string, ClusterStore>;
  readonly options: GroupOptions;
  readonly silences: Silences;
  /** Whether this is the instance that notifies, exports and keeps. Default true. */
  readonly isActive?: boolean;
  readonly nowMs: number;
}

/** All groups, one after the other, so that no more than one is held at a time. */
export function* measuredGroups({ clusters, options, nowMs }: Watched, hasTimes?: boolean): Generator<MeasuredGroup> {
  for (const [cluster, store] of clusters) {
    for (const group of store.groups()) {
      if (store.hasGroup(group, nowMs)) yield measuredGroup({ cluster, group }, store, options, nowMs, hasTimes);
    }
  }
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
