// A monitor that has seen the recorded history, without sockets: what golden tests ask.
import type { LagConfig } from "../config/lag-config.ts";
import { groupReport } from "../store/group-report.ts";
import type { GroupReport } from "../store/group-report.ts";
import type { GroupStatus } from "../evaluation/group-status.ts";
import type { MonitorView } from "../http/monitor-view.ts";
import { Silences } from "../notify/silences.ts";
import type { Silence, SilenceRequest } from "../notify/silences.ts";
import { CachingEvaluator } from "../store/caching-evaluator.ts";
import { ClusterStore } from "../store/cluster-store.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import { RECORDED_MS, recordedConfig, tellRecordedHistory } from "./recorded-history.ts";

export class RecordedView implements MonitorView {
  /** Why a change could not be kept. */
  keepingFailure: Error | undefined;
  readonly config: LagConfig;
  readonly host: string = "vm";
  isReady: boolean = true;
  logLevel: string = "info";
  readonly clusters: Map<string, ClusterStore> = new Map();
  readonly #evaluator: CachingEvaluator;
  readonly silences: Silences = new Silences();
  now: number = RECORDED_MS;

  constructor(config: LagConfig = recordedConfig()) {
    this.config = config;
    const intervals = config.storage.number("intervals");
    const windows = new CommitWindows(intervals);
    for (const name of config.clusters.keys()) {
      const store = new ClusterStore(windows, {
        expireGroupMs: config.storage.number("expire-group") * 1000,
        minDistanceMs: 0,
        acceptsGroup: () => true,
      });
      tellRecordedHistory(store);
      this.clusters.set(name, store);
    }
    this.#evaluator = new CachingEvaluator(this.clusters, {
      intervals,
      allowedLag: 0,
      minimumComplete: 0,
      youngGraceMs: 0,
      expireCacheMs: config.evaluator.number("expire-cache") * 1000,
    });
  }

  nowMs(): number {
    return this.now;
  }

  status(cluster: string, group: string): GroupStatus {
    return this.#evaluator.status(cluster, group, this.now);
  }

  report(cluster: string, group: string): GroupReport | undefined {
    const store = this.clusters.get(cluster);
    const options = { intervals: 10, allowedLag: 0, minimumComplete: 0, youngGraceMs: 0 };
    return store === undefined ? undefined : groupReport({ cluster, group }, store, options, this.now);
  }

  async untilKept(): Promise<void> {
    if (this.keepingFailure !== undefined) throw this.keepingFailure;
  }

  addSilence(request: SilenceRequest): Silence {
    const silence = { ...request, id: "s1", isConfigured: false };
    this.silences.add(silence);
    return silence;
  }

  removeSilence(id: string): boolean {
    return this.silences.remove(id);
  }

  metrics(): Iterable<string> {
    return [];
  }
}
