// A running monitor: clusters, their stores, the HTTP API. Everything is wired here and nowhere else.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { setImmediate } from "node:timers/promises";
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { clientSetup } from "../config/client-setup.ts";
import { groupFilter } from "../config/group-filter.ts";
import { byName } from "../config/lag-config.ts";
import type { LagConfig } from "../config/lag-config.ts";
import { LagConfigError } from "../config/section.ts";
import type { Section } from "../config/section.ts";
import type { GroupStatus } from "../evaluation/group-status.ts";
import { startHttpServer } from "../http/http-server.ts";
import type { HttpServer, HttpServerOptions } from "../http/http-server.ts";
import type { MonitorView } from "../http/monitor-view.ts";
import { ClusterMonitor } from "../ingest/cluster-monitor.ts";
import type { CommitSource } from "../ingest/cluster-monitor.ts";
import { reasonOf } from "../logger.ts";
import type { JsonLogger, LogLevel } from "../logger.ts";
import type { EvaluatorOptions } from "../store/caching-evaluator.ts";
import { CachingEvaluator } from "../store/caching-evaluator.ts";
import { ClusterStore } from "../store/cluster-store.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import { makeExporter } from "../export/exporter.ts";
import type { Exporter } from "../export/exporter.ts";
import { METRIC_SETS, prometheusText } from "../export/prometheus.ts";
import type { Watched } from "../export/watched.ts";
import { Repeater } from "../ingest/repeater.ts";
import { MonitorState } from "../state/monitor-state.ts";
import { Notifiers } from "../notify/notifiers.ts";
import { configuredSilences } from "../notify/configured-silences.ts";
import type { Silence, SilenceRequest, Silences } from "../notify/silences.ts";
import { groupReport } from "../store/group-report.ts";
import type { GroupReport } from "../store/group-report.ts";

export interface LagMonitorOptions {
  readonly config: LagConfig;
  readonly logger: JsonLogger;
  readonly clock?: Clock;
  /** Default: the machine's. */
  readonly host?: string;
  /** Whether the HTTP API is served; default true. */
  readonly isListening?: boolean;
}

const LEVELS = new Set<string>(["debug", "info", "warn", "error", "fatal"]);

function isLevel(name: string): name is LogLevel {
  return LEVELS.has(name);
}

/** `host:port`, `:port`, `[::1]:port`. */
function addressOf(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, "$1"), port: Number(address.slice(at + 1)) };
}

export class LagMonitor implements MonitorView, AsyncDisposable {
  readonly config: LagConfig;
  readonly host: string;
  readonly clusters: Map<string, ClusterStore> = new Map();
  readonly silences: Silences;
  readonly #clock: Clock;
  readonly #logger: JsonLogger;
  readonly #monitors: ClusterMonitor[] = [];
  readonly #evaluator: CachingEvaluator;
  readonly #evaluation: EvaluatorOptions;
  readonly #isListening: boolean;
  readonly #notifiers: Notifiers | undefined;
  readonly #exporters: Map<string, Exporter> = new Map();
  readonly #state: MonitorState | undefined;
  readonly #repeaters: Repeater[] = [];
  readonly #servers: Map<string, HttpServer> = new Map();
  #keeping: Promise<void> = Promise.resolve();

  /** @throws LagConfigError for what can only be found out to be wrong when it is used; ConfigError for options a client does not have */
  constructor(options: LagMonitorOptions) {
    const { config, logger } = options;
    this.config = config;
    this.host = options.host ?? hostname();
    this.#clock = options.clock ?? systemClock;
    this.#logger = logger;
    this.silences = configuredSilences(config.silences);
    const windows = new CommitWindows(config.storage.number("intervals"));
    const acceptsGroup = groupFilter(config.storage);
    for (const server of config.httpServers.values()) checkSets(server);
    for (const given of config.clusters.keys()) {
      const name = config.general.boolean("lowercase-names") ? given.toLowerCase() : given;
      const store = new ClusterStore(windows, {
        expireGroupMs: config.storage.number("expire-group") * 1000,
        minDistanceMs: config.storage.number("min-distance") * 1000,
        acceptsGroup,
      });
      this.clusters.set(name, store);
    }
    this.#evaluation = {
      intervals: config.storage.number("intervals"),
      allowedLag: config.evaluator.number("allowed-lag"),
      minimumComplete: config.evaluator.number("minimum-complete"),
      youngGraceMs: config.evaluator.number("young-grace") * 1000,
      expireCacheMs: config.evaluator.number("expire-cache") * 1000,
    };
    this.#evaluator = new CachingEvaluator(this.clusters, this.#evaluation);
    this.#isListening = options.isListening ?? true;
    this.#notifiers = config.notifiers.size === 0 ? undefined : new Notifiers(config.notifiers, this, logger);
    this.#state = config.state === undefined ? undefined : this.#newState(config.state);
    for (const [name, store] of this.clusters) {
      const [, section] = byName(config.clusters, name) ?? [];
      if (section !== undefined) this.#monitors.push(this.#clusterMonitor(name, section, store));
    }
    for (const [name, section] of config.exporters) this.#exporters.set(name, makeExporter(section));
  }

  get isReady(): boolean {
    return this.#monitors.every((monitor) => monitor.isReady);
  }

  /** Whether this is the instance that notifies and exports: always, unless several are configured to choose one of them. */
  get isActive(): boolean {
    return this.#state?.isActive ?? true;
  }

  get logLevel(): string {
    return this.#logger.level;
  }

  set logLevel(level: string) {
    if (isLevel(level)) this.#logger.level = level;
  }

  /** The ports that the HTTP API listens on, by the server's name. */
  get ports(): ReadonlyMap<string, number> {
    return new Map([...this.#servers].map(([name, { port }]) => [name, port]));
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  status(cluster: string, group: string): GroupStatus {
    return this.#evaluator.status(cluster, group, this.nowMs());
  }

  /** How a group does now, past the cache. */
  evaluate(cluster: string, group: string): GroupStatus {
    return this.#evaluator.evaluate(cluster, group, this.nowMs());
  }

  /** How a group does now, with lag in time and a forecast; undefined for one that is not known. */
  report(cluster: string, group: string): GroupReport | undefined {
    const store = this.clusters.get(cluster);
    return store === undefined ? undefined : groupReport({ cluster, group }, store, this.#evaluation, this.nowMs());
  }

  addSilence(request: SilenceRequest): Silence {
    this.silences.expire(this.nowMs());
    const silence = { ...request, id: randomUUID(), isConfigured: false };
    this.silences.add(silence);
    this.#keep(silence, silence.id);
    return silence;
  }

  removeSilence(id: string): boolean {
    const isRemoved = this.silences.remove(id);
    if (isRemoved) this.#keep(undefined, id);
    return isRemoved;
  }

  untilKept(): Promise<void> {
    return this.#keeping;
  }

  metrics(sets: readonly string[]): Iterable<string> {
    const configured = [...this.config.httpServers.values()].flatMap((server) => server.list("metrics-sets"));
    return prometheusText(this.#watched(), [...new Set([...configured, ...sets])]);
  }

  /** All groups of all clusters that have been read to their ends: of the others nothing can be said yet. */
  *groups(): Generator<readonly [string, string]> {
    for (const monitor of this.#monitors) {
      if (!monitor.isReady) continue;
      for (const group of this.clusters.get(monitor.name)?.groups() ?? []) yield [monitor.name, group];
    }
  }

  /** Begins to watch, and to listen. @throws Error with one clear sentence when it cannot listen */
  async start(): Promise<void> {
    for (const warning of this.config.warnings) this.#logger.log("warn", warning);
    try {
      for (const [name, section] of this.#isListening ? this.config.httpServers : []) {
        const server = await startHttpServer(this, this.#httpOptions(name, section));
        this.#servers.set(name, server);
        this.#logger.log("info", "started listener", { listener: name, port: server.port });
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    await this.#state?.start();
    for (const monitor of this.#monitors) monitor.start();
    this.#startNotifying();
    for (const [name, exporter] of this.#exporters) {
      const seconds = this.config.exporters.get(name)?.number("interval") ?? 1;
      this.#repeat(`exporter ${name}`, seconds, async () => {
        if (this.isActive) await exporter.send(this.#watched());
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#repeaters.map((repeater) => repeater.close()));
    await this.#notifiers?.close();
    await this.#state?.close();
    for (const exporter of this.#exporters.values()) exporter.close();
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
    await Promise.all(this.#monitors.map((monitor) => monitor.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #keep(silence: Silence | undefined, id: string): void {
    this.#keeping = this.#state?.writeSilence(silence, id) ?? Promise.resolve();
    this.#keeping.catch((error: unknown) => {
      this.#logger.log("error", "a silence could not be kept", { reason: reasonOf(error) });
    });
  }

  #watched(): Watched {
    return {
      clusters: this.clusters,
      options: this.#evaluation,
      silences: this.silences,
      isActive: this.isActive,
      nowMs: this.nowMs(),
    };
  }

  #startNotifying(): void {
    const notifiers = this.#notifiers;
    if (notifiers === undefined) return;
    this.#repeat("notifying", notifiers.intervalS, async () => {
      if (!this.isActive) return;
      await notifiers.look(setImmediate);
      await this.#state?.writeIncidents();
    });
  }

  #repeat(name: string, seconds: number, run: () => Promise<void>): void {
    const intervalMs = seconds * 1000;
    const repeater = new Repeater({ name, intervalMs, clock: this.#clock, logger: this.#logger, run });
    this.#repeaters.push(repeater);
    void repeater.start();
  }

  #clusterMonitor(name: string, section: Section, store: ClusterStore): ClusterMonitor {
    const { config } = this;
    const sources: CommitSource[] = [];
    for (const [sourceName, source] of config.consumers) {
      if (source.text("cluster").toLowerCase() !== name.toLowerCase()) continue;
      const servers = source.has("servers") ? source.list("servers") : section.list("servers");
      const client = clientSetup(config, servers, source.text("client-profile"));
      sources.push({ name: sourceName, section: source, client, acceptsGroup: groupFilter(source) });
    }
    return new ClusterMonitor({
      name,
      section,
      client: clientSetup(config, section.list("servers"), section.text("client-profile")),
      sources,
      store,
      restored: this.#state?.restored(name),
      clock: this.#clock,
      logger: this.#logger,
    });
  }

  #newState(section: Section): MonitorState {
    const { config } = this;
    const [, cluster] = byName(config.clusters, section.text("cluster")) ?? [];
    const servers = (cluster ?? section).list("servers");
    const own = section.text("client-profile");
    const client = clientSetup(config, servers, own === "" ? (cluster?.text("client-profile") ?? "") : own);
    return new MonitorState({
      section,
      client,
      clusters: this.clusters,
      intervals: config.storage.number("intervals"),
      silences: this.silences,
      incidents: this.#notifiers?.incidents,
      clock: this.#clock,
      logger: this.#logger,
      isReady: (name) => this.#monitors.some((monitor) => monitor.name === name && monitor.isReady),
    });
  }

  #httpOptions(name: string, section: Section): HttpServerOptions {
    const admin = { username: section.text("admin-username"), password: section.text("admin-password") };
    const options = { ...addressOf(section.text("address")), timeoutMs: section.number("timeout") * 1000, admin };
    if (section.text("tls") === "") return options;
    const [, tls] = byName(this.config.tls, section.text("tls")) ?? [];
    const certfile = tls?.text("certfile") ?? "";
    const keyfile = tls?.text("keyfile") ?? "";
    if (certfile === "" || keyfile === "")
      throw new LagConfigError(`httpserver.${name} has TLS, and its section lacks certfile or keyfile`);
    const ca = tls?.text("cafile") ?? "";
    const files = { cert: readFileSync(certfile, "utf8"), key: readFileSync(keyfile, "utf8") };
    return { ...options, tls: ca === "" ? files : { ...files, ca: readFileSync(ca, "utf8") } };
  }
}

/** @throws LagConfigError for a set of metrics that is not known */
function checkSets(server: Section): void {
  const unknown = server.list("metrics-sets").find((name) => !METRIC_SETS.has(name));
  if (unknown !== undefined)
    throw new LagConfigError(
      `httpserver.${server.name}.metrics-sets: ${unknown} is none of ${[...METRIC_SETS.keys()].join(", ")}`,
    );
}
