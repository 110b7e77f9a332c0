/**
 * The options all clients share, with the defaults of Apache Kafka 4.3.
 */
import { listKey, numberKey, stringKey, wordKey } from "./definition.ts";
import type { ConfigKey, ConfigKeys } from "./definition.ts";
import { SECURITY_KEYS, SECURITY_REFUSED, checkSecurity } from "./security-config.ts";
import type { SecurityConfig, SecurityOptions } from "./security-config.ts";

/** Options of every client, by Kafka's names. */
export interface CommonOptions extends SecurityOptions {
  /** Where to find the cluster: `host:port` texts, as a list or separated by commas. Required. */
  readonly "bootstrap.servers"?: string | readonly string[];
  /** A name for logs and quotas; default empty. */
  readonly "client.id"?: string;
  /** How long a request may wait for its response, in ms; default 30,000. */
  readonly "request.timeout.ms"?: number;
  /** The first wait before a retry, in ms; default 100. It doubles up to `retry.backoff.max.ms`, with 20 % jitter. */
  readonly "retry.backoff.ms"?: number;
  /** The longest wait before a retry, in ms; default 1,000. */
  readonly "retry.backoff.max.ms"?: number;
  /** The first wait before dialling a broker again, in ms; default 50. */
  readonly "reconnect.backoff.ms"?: number;
  /** The longest wait before dialling a broker again, in ms; default 1,000. */
  readonly "reconnect.backoff.max.ms"?: number;
  /** How long a dial may take at first, in ms; default 10,000. */
  readonly "socket.connection.setup.timeout.ms"?: number;
  /** How long a dial may take after repeated failures, in ms; default 30,000. */
  readonly "socket.connection.setup.timeout.max.ms"?: number;
  /** A connection without traffic for this long is closed, in ms; default 540,000 (admin 300,000); -1 never. */
  readonly "connections.max.idle.ms"?: number;
  /** Metadata older than this is refreshed, in ms; default 300,000. */
  readonly "metadata.max.age.ms"?: number;
  /** What to do when no known broker can be reached: `rebootstrap` (default) or `none`. */
  readonly "metadata.recovery.strategy"?: "rebootstrap" | "none";
  /** Rebootstrap when no metadata could be had for this long, in ms; default 300,000. */
  readonly "metadata.recovery.rebootstrap.trigger.ms"?: number;
  /** How many windows of time the metrics keep; default 2. */
  readonly "metrics.num.samples"?: number;
  /** How long such a window is, in ms; default 30,000. */
  readonly "metrics.sample.window.ms"?: number;
  /** Only `use_all_dns_ips` is served. */
  readonly "client.dns.lookup"?: "use_all_dns_ips";
}

/** The common options after parsing, all present. */
export interface CommonConfig extends SecurityConfig {
  readonly "bootstrap.servers": readonly string[];
  readonly "client.id": string;
  readonly "request.timeout.ms": number;
  readonly "retry.backoff.ms": number;
  readonly "retry.backoff.max.ms": number;
  readonly "reconnect.backoff.ms": number;
  readonly "reconnect.backoff.max.ms": number;
  readonly "socket.connection.setup.timeout.ms": number;
  readonly "socket.connection.setup.timeout.max.ms": number;
  readonly "connections.max.idle.ms": number;
  readonly "metadata.max.age.ms": number;
  readonly "metadata.recovery.strategy": "rebootstrap" | "none";
  readonly "metadata.recovery.rebootstrap.trigger.ms": number;
  readonly "client.dns.lookup": string;
  readonly "metrics.num.samples": number;
  readonly "metrics.sample.window.ms": number;
}

/** 2^31 − 1: Kafka's largest int option. */
export const INT32_MAX = 2_147_483_647;

/** A protocol word of which some values are Kafka's but not served here. */
function servedWordKey(served: string, others: readonly string[]): ConfigKey<string> {
  const all = wordKey(served, [served, ...others]);
  return {
    defaultValue: served,
    parse(given) {
      const word = all.parse(given);
      if (word !== served) throw new Error(`${word} is not supported; only ${served} is`);
      return word;
    },
  };
}

/** The declarations of {@link CommonConfig}. */
export const COMMON_KEYS: ConfigKeys<CommonConfig> = {
  ...SECURITY_KEYS,
  "bootstrap.servers": listKey([]),
  "client.id": stringKey(""),
  "request.timeout.ms": numberKey(30_000, 0, INT32_MAX),
  "retry.backoff.ms": numberKey(100, 0),
  "retry.backoff.max.ms": numberKey(1_000, 0),
  "reconnect.backoff.ms": numberKey(50, 0),
  "reconnect.backoff.max.ms": numberKey(1_000, 0),
  "socket.connection.setup.timeout.ms": numberKey(10_000, 0),
  "socket.connection.setup.timeout.max.ms": numberKey(30_000, 0),
  "connections.max.idle.ms": numberKey(540_000, -1),
  "metadata.max.age.ms": numberKey(300_000, 0),
  "metadata.recovery.strategy": wordKey<"rebootstrap" | "none">("rebootstrap", ["rebootstrap", "none"]),
  "metadata.recovery.rebootstrap.trigger.ms": numberKey(300_000, 0),
  "metrics.num.samples": numberKey(2, 1, INT32_MAX),
  "metrics.sample.window.ms": numberKey(30_000, 0),
  "client.dns.lookup": servedWordKey("use_all_dns_ips", ["resolve_canonical_bootstrap_servers_only"]),
};

/** Options of Kafka that no client here serves yet. */
export const COMMON_REFUSED: ReadonlyMap<string, string> = new Map([
  ...SECURITY_REFUSED,
  ["config.providers", "it names Java classes"],
  ["metric.reporters", "it names Java classes"],
  ["metrics.recording.level", "no metric of a client is at a finer level than INFO"],
  ["send.buffer.bytes", "Node offers no socket buffer sizes for TCP; the operating system chooses"],
  ["receive.buffer.bytes", "Node offers no socket buffer sizes for TCP; the operating system chooses"],
]);

/**
 * Checks what every client needs: at least one usable bootstrap address, and a way to authenticate that is whole.
 * @param bootstrap default: those of bootstrap.servers
 */
export function checkCommon(
  config: CommonConfig,
  given: ReadonlySet<string>,
  bootstrap: readonly string[] = config["bootstrap.servers"],
): void {
  if (bootstrap.length === 0) {
    throw new Error("No resolvable bootstrap urls given in bootstrap.servers; give at least one host:port");
  }
  for (const server of bootstrap) parseAddress(server);
  checkSecurity(config, given);
}

/** `host:port`, `[::1]:port` or `PROTOCOL://host:port` taken apart. Throws a plain `Error` if it is none of these. */
export function parseAddress(text: string): { host: string; port: number } {
  const match = /^(?:[A-Za-z_]+:\/\/)?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/.exec(text);
  const host = match?.[1] ?? "";
  const port = Number(match?.[2]);
  if (host === "" || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`Invalid url in bootstrap.servers: ${text}`);
  }
  return { host, port };
}
