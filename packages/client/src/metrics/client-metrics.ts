/**
 * The metrics that every client has: its connections, its version, how many metrics there are.
 */
import type { Clock } from "@ottla/base";
import type { CommonConfig } from "../config/common-config.ts";
import { SOFTWARE_VERSION } from "../version.ts";
import { Metrics } from "./metrics.ts";
import type { Metric } from "./metrics.ts";
import { NetworkMetrics } from "./network-metrics.ts";

/** The kinds of clients, as they begin the names of groups. */
export type ClientKind = "producer" | "consumer" | "admin-client";

/** The metrics of one client. */
export class ClientMetrics {
  readonly registry: Metrics;
  readonly network: NetworkMetrics;
  readonly clientId: string;

  constructor(kind: ClientKind, config: CommonConfig, clock: Clock) {
    this.clientId = config["client.id"];
    this.registry = new Metrics(clock, {
      windowMs: config["metrics.sample.window.ms"],
      count: config["metrics.num.samples"],
    });
    const { registry } = this;
    const tags = { "client-id": this.clientId };
    registry
      .group("kafka-metrics-count", tags)
      .gauge("count", "total number of registered metrics", () => registry.size);
    const info = registry.group("app-info", tags);
    const startMs = clock.nowMs();
    info.gauge("version", "Metric indicating version", () => SOFTWARE_VERSION);
    info.gauge("commit-id", "Metric indicating commit-id", () => "unknown");
    info.gauge("start-time-ms", "Metric indicating start-time-ms", () => startMs);
    this.network = new NetworkMetrics(registry, kind, this.clientId);
  }

  all(): readonly Metric[] {
    return this.registry.all();
  }
}
