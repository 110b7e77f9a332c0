/**
 * What the configs of a client metrics subscription are allowed to be beyond their types: Apache Kafka's `ClientMetricsConfigs` (KIP-714).
 */

import { CLIENT_METRICS_CONFIGS } from "./group-configs.ts";
import { parseAndValidate } from "./config-def.ts";
import { ConfigException } from "./config-exception.ts";

const INTERVAL_MS_MIN = 100;
const INTERVAL_MS_MAX = 3_600_000;

/** What a subscription may match clients by. */
const SELECTORS: readonly string[] = [
  "client_instance_id",
  "client_id",
  "client_software_name",
  "client_software_version",
  "client_source_address",
  "client_source_port",
];

function valueOf(name: string, configs: ReadonlyMap<string, string>): unknown {
  const text = configs.get(name);
  const definition = CLIENT_METRICS_CONFIGS.get(name);
  return text === undefined || definition === undefined ? undefined : parseAndValidate(definition, text).value;
}

/** The interval when it is out of its bounds, as Kafka says it; undefined when it is not. Values have been parsed one by one. */
export function clientMetricsIntervalError(configs: ReadonlyMap<string, string>): string | undefined {
  const intervalMs = valueOf("interval.ms", configs);
  if (typeof intervalMs !== "number" || (intervalMs >= INTERVAL_MS_MIN && intervalMs <= INTERVAL_MS_MAX)) {
    return undefined;
  }
  const bounds = `interval must be between ${INTERVAL_MS_MIN} and ${INTERVAL_MS_MAX} (1 hour)`;
  return `Invalid value ${intervalMs} for interval.ms, ${bounds}`;
}

/**
 * Patterns by selector; the last of several for one selector counts. Patterns are regular expressions of JavaScript where Kafka's are Java's.
 * @throws ConfigException for a selector that is not known, and for what is no pattern
 */
export function parseClientMatch(match: readonly string[]): ReadonlyMap<string, RegExp> {
  const patterns = new Map<string, RegExp>();
  for (const pattern of match) {
    const parts = splitAsJava(pattern);
    const [selector = "", expression = ""] = parts.map((part) => part.trim());
    if (parts.length !== 2 || !SELECTORS.includes(selector)) throw illegal(pattern);
    try {
      patterns.set(selector, new RegExp(`^(?:${expression})$`));
    } catch {
      throw illegal(pattern);
    }
  }
  return patterns;
}

/** @throws ConfigException */
export function validateClientMatch(configs: ReadonlyMap<string, string>): void {
  const match = valueOf("match", configs);
  if (Array.isArray(match)) parseClientMatch(match.map(String));
}

/** One client metrics subscription as it takes effect. */
export interface ClientMetricsSubscription {
  /** `metrics`: prefixes of names, `*` for all. */
  readonly metrics: readonly string[];
  /** `interval.ms` */
  readonly intervalMs: number;
  /** `match`: a client is meant whose every property matches the pattern of it; without any, every client. */
  readonly match: ReadonlyMap<string, RegExp>;
}

/**
 * The subscription that a resource's configs make, with Kafka's defaults for what is not set.
 * @throws ConfigException for what `validateClientMatch` and the types refuse
 */
export function clientMetricsSubscription(configs: ReadonlyMap<string, string>): ClientMetricsSubscription {
  const value = (name: string): unknown => {
    const definition = CLIENT_METRICS_CONFIGS.get(name);
    if (definition === undefined) return undefined;
    return parseAndValidate(definition, configs.get(name) ?? definition.defaultText ?? null).value;
  };
  const list = (name: string): string[] => {
    const parsed = value(name);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  };
  return { metrics: list("metrics"), intervalMs: Number(value("interval.ms")), match: parseClientMatch(list("match")) };
}

/** Java's `split` leaves out empty parts at the end. */
function splitAsJava(text: string): string[] {
  const parts = text.split("=");
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts;
}

function illegal(pattern: string): ConfigException {
  return new ConfigException(`Illegal client matching pattern: ${pattern}`);
}
