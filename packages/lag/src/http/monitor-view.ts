// What the HTTP API needs of a monitor.
import type { LagConfig } from "../config/lag-config.ts";
import type { GroupStatus } from "../evaluation/group-status.ts";
import type { GroupReport } from "../store/group-report.ts";
import type { Silence, SilenceRequest, Silences } from "../notify/silences.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface MonitorView {
  readonly config: LagConfig;
  /** The name of the machine, which every answer holds. */
  readonly host: string;
  /** Everything that was committed before the start has been read. */
  readonly isReady: boolean;
  /** `debug`, `info`, `warn`, `error` or `fatal`. */
  logLevel: string;
  /** The clusters by name; names keep their case. */
  readonly clusters: ReadonlyMap<string, ClusterStore>;
  nowMs(): number;
  /** How a group does, at most `expire-cache` seconds old; NOTFOUND for what is not known. */
  status(cluster: string, group: string): GroupStatus;
  /** How a group does now, with lag in time and a forecast; undefined for one that is not known. */
  report(cluster: string, group: string): GroupReport | undefined;
  readonly silences: Silences;
  /** @throws SilenceError for one that cannot be */
  addSilence(request: SilenceRequest): Silence;
  /** Whether there was one. */
  removeSilence(id: string): boolean;
  /** Resolves when what was changed is kept where a restart finds it. @throws Error when it could not be: until a restart it holds all the same */
  untilKept(): Promise<void>;
  /** The text of `/metrics`, in pieces. @param sets names of compatible sets to add */
  metrics(sets: readonly string[]): Iterable<string>;
}

/** A cluster by its name, in any case where no cluster has the name as it is written. */
export function clusterNamed(view: MonitorView, name: string): [string, ClusterStore] | undefined {
  const exact = view.clusters.get(name);
  if (exact !== undefined) return [name, exact];
  return [...view.clusters].find(([one]) => one.toLowerCase() === name.toLowerCase());
}
