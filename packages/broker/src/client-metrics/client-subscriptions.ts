/**
 * Which metrics a client is to push and how often: all client metrics subscriptions that match it, taken together (KIP-714). The order of metrics
 * follows Java's hash sets, because the subscription id is a checksum over it and brokers of one cluster have to agree on that.
 */

import {
  crc32c,
  JavaHashMap,
  javaCopyCapacity,
  javaStringHashCode,
  javaStringOrder,
  javaUuidHashCode,
} from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { ClientMetricsSubscription } from "@ottla/config";
import { RE2JS } from "re2js";

/** `interval.ms` of a client that no subscription matches. */
export const DEFAULT_INTERVAL_MS = 300_000;
const ALL_METRICS = "*";

/** What a subscription may match a client by; a client that has no name is called "", as in Apache Kafka. */
export interface ClientIdentity {
  readonly clientInstanceId: Uuid;
  readonly clientId: string;
  readonly softwareName: string;
  readonly softwareVersion: string;
  readonly sourceAddress: string;
  readonly sourcePort: number;
}

/** What is asked of one client. */
export interface Wanted {
  readonly subscriptionId: number;
  readonly metrics: readonly string[];
  readonly intervalMs: number;
}

type Matcher = (text: string) => boolean;

interface Subscription {
  readonly metrics: readonly string[];
  readonly intervalMs: number;
  readonly match: readonly (readonly [selector: string, matches: Matcher])[];
}

/** Compiled subscriptions by name. */
export class ClientSubscriptions {
  readonly #byName: ReadonlyMap<string, Subscription>;

  constructor(subscriptions: ReadonlyMap<string, ClientMetricsSubscription>) {
    this.#byName = new Map(
      javaStringOrder([...subscriptions.keys()].sort()).map((name) => [name, compiled(subscriptions.get(name)!)]),
    );
  }

  wantedOf(client: ClientIdentity): Wanted {
    let intervalMs = DEFAULT_INTERVAL_MS;
    const all = new JavaHashMap<string, true>(javaStringHashCode);
    for (const subscription of this.#byName.values()) {
      if (!subscription.match.every(([selector, matches]) => matches(propertyOf(client, selector)))) continue;
      for (const metric of subscription.metrics) all.set(metric, true);
      intervalMs = Math.min(intervalMs, subscription.intervalMs);
    }
    const metrics = all.has(ALL_METRICS) ? [ALL_METRICS] : all.keys();
    return { metrics, intervalMs, subscriptionId: subscriptionIdOf(metrics, intervalMs, client.clientInstanceId) };
  }
}

/** The checksum of the printed set and the interval, xored with the hash of the instance's id. */
function subscriptionIdOf(metrics: readonly string[], intervalMs: number, clientInstanceId: Uuid): number {
  const text = new TextEncoder().encode(`[${metrics.join(", ")}]${intervalMs}`);
  return (crc32c(text) ^ javaUuidHashCode(clientInstanceId)) | 0;
}

function compiled({ metrics, intervalMs, match }: ClientMetricsSubscription): Subscription {
  const set = new JavaHashMap<string, true>(javaStringHashCode, javaCopyCapacity(metrics.length));
  for (const metric of metrics) set.set(metric, true);
  return {
    metrics: set.keys(),
    intervalMs,
    match: [...match].map(([selector, regex]) => [selector, matcherOf(regex)]),
  };
}

/**
 * RE2's engine needs time in proportion to the text, which comes from clients. What it does not know (looking around, references back) an operator
 * may still write, as for Apache Kafka, and JavaScript's engine matches it.
 */
function matcherOf(regex: RegExp): Matcher {
  try {
    const pattern = RE2JS.compile(regex.source);
    return (text) => pattern.matches(text);
  } catch {
    return (text) => regex.test(text);
  }
}

/** The configuration knows no selector but these. */
function propertyOf(client: ClientIdentity, selector: string): string {
  switch (selector) {
    case "client_instance_id":
      return client.clientInstanceId;
    case "client_id":
      return client.clientId;
    case "client_software_name":
      return client.softwareName;
    case "client_software_version":
      return client.softwareVersion;
    case "client_source_address":
      return client.sourceAddress;
    default:
      return String(client.sourcePort);
  }
}
