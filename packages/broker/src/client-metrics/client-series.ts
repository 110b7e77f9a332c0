/**
 * What clients have pushed, as series for Prometheus: gauges as they were told last, sums added up where clients tell only what was added.
 *
 * A series belongs to one client instance and goes when it was not told for a minute or three intervals of that client: so its last push, made when it
 * closes, is still seen. Names, labels and values come from outside: never more series or characters are kept than the bounds say, a name of a client
 * never is one of the broker's own, and what does not fit is counted, not kept.
 */

import type { Uuid } from "@ottla/base";
import type { Labels, Metric, Sample } from "../metrics/exposition.ts";
import { expiryMs } from "./client-metrics-manager.ts";
import type { ClientIdentity } from "./client-subscriptions.ts";
import type { MetricPoint, MetricsData } from "./metrics-data.ts";

/** Bounds of what is kept. */
export interface SeriesLimits {
  /** Of all clients. */
  readonly series: number;
  readonly seriesOfClient: number;
  /** Characters of names and labels of all series. */
  readonly characters: number;
  /** Characters of the name and labels of one. */
  readonly charactersOfSeries: number;
}

const DEFAULT_LIMITS: SeriesLimits = {
  series: 100_000,
  seriesOfClient: 10_000,
  characters: 32 * 1024 * 1024,
  charactersOfSeries: 2_048,
};

interface Series {
  readonly family: string;
  readonly labels: Labels;
  readonly characters: number;
  value: number;
  expiresMs: number;
}

interface Client {
  readonly identity: ClientIdentity;
  readonly principal: string;
  /** By family and labels. */
  readonly series: Map<string, Series>;
  expiresMs: number;
}

/** The metrics of one name. */
interface Family {
  readonly originalName: string;
  readonly series: Set<Series>;
}

/** Labels that say which client it is; an attribute of that name does not count. */
const IDENTITY_LABELS: ReadonlySet<string> = new Set(["client_id", "client_instance_id"]);
const CLIENT_ID_CHARACTERS_MAX = 256;
/** How often the forgotten make room for others while nobody scrapes. */
const EXPIRE_EVERY_MS = 10_000;

/** Who pushes, beside its identity. */
export interface Pusher {
  readonly identity: ClientIdentity;
  readonly principal: string;
  readonly intervalMs: number;
}

/** See the file's head. */
export class ClientSeries {
  readonly #limits: SeriesLimits;
  readonly #clients = new Map<Uuid, Client>();
  readonly #families = new Map<string, Family>();
  #seriesCount = 0;
  #characters = 0;
  #expiredMs = Number.NEGATIVE_INFINITY;
  #overLimit = 0;
  #otherKinds = 0;

  constructor(limits: SeriesLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Takes what one client has pushed. */
  onPush({ identity, principal, intervalMs }: Pusher, { points, otherPoints }: MetricsData, nowMs: number): void {
    this.#otherKinds += otherPoints;
    if (nowMs - this.#expiredMs >= EXPIRE_EVERY_MS) this.expire(nowMs);
    const id = identity.clientInstanceId;
    const expiresMs = nowMs + expiryMs(intervalMs);
    const known = this.#clients.get(id);
    const client: Client = known ?? { identity, principal, series: new Map(), expiresMs };
    client.expiresMs = expiresMs;
    for (const point of points) this.#take(client, point, expiresMs);
    this.#expireSeries(client, nowMs);
    if (known === undefined && client.series.size > 0) this.#clients.set(id, client);
  }

  /** Forgets what was not told for long. */
  expire(nowMs: number): void {
    this.#expiredMs = nowMs;
    for (const [id, client] of this.#clients) {
      this.#expireSeries(client, nowMs);
      if (client.series.size === 0) this.#clients.delete(id);
    }
  }

  /** Everything that is known at this time. */
  *metrics(nowMs: number): Generator<Metric> {
    this.expire(nowMs);
    yield {
      name: "ottla_client_metrics_client_info",
      type: "gauge",
      help: "1 for each client that pushes metrics, with what the broker knows of it (KIP-714).",
      samples: this.#clientSamples(),
    };
    yield {
      name: "ottla_client_metrics_series",
      type: "gauge",
      help: "Series of clients that are kept.",
      samples: [{ value: this.#seriesCount }],
    };
    yield {
      name: "ottla_client_metrics_points_dropped_total",
      type: "counter",
      help: "Values that clients have pushed and that are not shown: more than the broker keeps, or neither gauge nor growing sum.",
      samples: [
        { labels: { reason: "limit" }, value: this.#overLimit },
        { labels: { reason: "kind" }, value: this.#otherKinds },
      ],
    };
    for (const [name, { originalName, series }] of this.#families) {
      yield { name, type: isCounter(name) ? "counter" : "gauge", help: `${originalName} of clients.`, samples: series };
    }
  }

  *#clientSamples(): Generator<Sample> {
    for (const { identity, principal } of this.#clients.values()) {
      const labels = {
        ...identityLabels(identity),
        client_software_name: identity.softwareName,
        client_software_version: identity.softwareVersion,
        client_source_address: identity.sourceAddress,
        client_source_port: String(identity.sourcePort),
        principal,
      };
      yield { labels, value: 1 };
    }
  }

  #take(client: Client, point: MetricPoint, expiresMs: number): void {
    const family = familyName(point);
    const labels = labelsOf(client.identity, point);
    const key = `${family}${JSON.stringify(labels)}`;
    const series = client.series.get(key) ?? this.#newSeries(client, { key, family, labels }, point.name);
    if (series === undefined) {
      this.#overLimit += 1;
      return;
    }
    series.value = point.kind === "delta" ? series.value + point.value : point.value;
    series.expiresMs = expiresMs;
  }

  #newSeries(
    client: Client,
    { key, family, labels }: { readonly key: string; readonly family: string; readonly labels: Labels },
    originalName: string,
  ): Series | undefined {
    const limits = this.#limits;
    const characters = key.length;
    if (
      this.#seriesCount >= limits.series ||
      client.series.size >= limits.seriesOfClient ||
      characters > limits.charactersOfSeries ||
      this.#characters + characters > limits.characters
    ) {
      return undefined;
    }
    const series: Series = { family, labels, characters, value: 0, expiresMs: 0 };
    client.series.set(key, series);
    let of = this.#families.get(family);
    if (of === undefined) this.#families.set(family, (of = { originalName, series: new Set() }));
    of.series.add(series);
    this.#seriesCount += 1;
    this.#characters += characters;
    return series;
  }

  #expireSeries(client: Client, nowMs: number): void {
    for (const [key, series] of client.series) {
      if (series.expiresMs > nowMs) continue;
      client.series.delete(key);
      const family = this.#families.get(series.family);
      family?.series.delete(series);
      if (family?.series.size === 0) this.#families.delete(series.family);
      this.#seriesCount -= 1;
      this.#characters -= series.characters;
    }
  }
}

const KAFKA_PREFIX = "org_apache_kafka_";
const COUNTER_SUFFIX = "_total";

function isCounter(family: string): boolean {
  return family.endsWith(COUNTER_SUFFIX);
}

/** The name in Prometheus's characters; its end says which type it is, so a name never has two. */
function familyName({ name, kind }: MetricPoint): string {
  const plain = name.replaceAll(/[^a-zA-Z0-9_:]/g, "_");
  const own = plain.startsWith(KAFKA_PREFIX) ? plain : `client_${plain}`;
  if (kind === "gauge") return isCounter(own) ? `${own}_gauge` : own;
  return isCounter(own) ? own : `${own}${COUNTER_SUFFIX}`;
}

function identityLabels({ clientId, clientInstanceId }: ClientIdentity): Record<string, string> {
  return { client_id: clientId.slice(0, CLIENT_ID_CHARACTERS_MAX), client_instance_id: clientInstanceId };
}

/** Names that begin with two underscores are Prometheus's own. */
function labelName(key: string): string {
  const plain = key.replaceAll(/[^a-zA-Z0-9_]/g, "_").replace(/^_+/, "");
  return /^[a-zA-Z]/.test(plain) ? plain : `_${plain}`;
}

/** In the order of their names, so that the same labels are the same series. */
function labelsOf(identity: ClientIdentity, { attributes }: MetricPoint): Labels {
  const named = new Map<string, string>();
  for (const [key, value] of attributes) named.set(labelName(key), value);
  const rest = [...named].filter(([name]) => !IDENTITY_LABELS.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...identityLabels(identity), ...Object.fromEntries(rest) };
}
