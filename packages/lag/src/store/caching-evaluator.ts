// Evaluates groups, and keeps what it said for a while, as Burrow's evaluator "caching": also that a group is not known. What is kept is bounded:
// where there are more groups, the ones asked for longest ago are evaluated anew.
import { evaluateGroup, groupNotFound } from "../evaluation/group-status.ts";
import type { GroupOptions, GroupStatus } from "../evaluation/group-status.ts";
import type { ClusterStore } from "./cluster-store.ts";

const KEPT_MAX = 256;

export interface EvaluatorOptions extends GroupOptions {
  /** How long an answer holds, in ms; 0: it is made anew each time. */
  readonly expireCacheMs: number;
}

export class CachingEvaluator {
  readonly #clusters: ReadonlyMap<string, ClusterStore>;
  readonly #options: EvaluatorOptions;
  readonly #kept: Map<string, { readonly status: GroupStatus; readonly untilMs: number }> = new Map();

  constructor(clusters: ReadonlyMap<string, ClusterStore>, options: EvaluatorOptions) {
    this.#clusters = clusters;
    this.#options = options;
  }

  /** How a group does; the answer may be as old as `expireCacheMs`. */
  status(cluster: string, group: string, nowMs: number): GroupStatus {
    const key = `${cluster.length}:${cluster}${group}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && nowMs < kept.untilMs) return kept.status;
    const status = this.evaluate(cluster, group, nowMs);
    this.#kept.delete(key);
    if (this.#options.expireCacheMs > 0) this.#keep(key, { status, untilMs: nowMs + this.#options.expireCacheMs });
    return status;
  }

  /** How a group does now. */
  evaluate(cluster: string, group: string, nowMs: number): GroupStatus {
    const store = this.#clusters.get(cluster);
    if (store === undefined || !store.hasGroup(group, nowMs)) return groupNotFound({ cluster, group });
    return evaluateGroup({ cluster, group }, store.partitionsOf(group), this.#options, nowMs);
  }

  #keep(key: string, entry: { readonly status: GroupStatus; readonly untilMs: number }): void {
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
  }
}
