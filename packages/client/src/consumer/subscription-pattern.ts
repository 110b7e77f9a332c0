/**
 * Two kinds of patterns for topics: a JavaScript one, which this client matches against the topics it knows, and one that the broker matches.
 */
import type { ClusterClient } from "../cluster-client.ts";
import { KafkaError } from "../errors.ts";
import { matches } from "./subscription-state.ts";
import type { SubscriptionState } from "./subscription-state.ts";

/**
 * A regular expression that the group coordinator matches against the topics of the cluster, in RE2's syntax (KIP-848). For `group.protocol=consumer` only.
 */
export class SubscriptionPattern {
  readonly pattern: string;

  constructor(pattern: string) {
    if (typeof pattern !== "string" || pattern === "") {
      throw new KafkaError("INVALID_ARGUMENT", "Topic pattern to subscribe to cannot be null or empty");
    }
    this.pattern = pattern;
  }

  toString(): string {
    return this.pattern;
  }
}

/** Matches a JavaScript pattern against the topics there are; others than before are noticed by the next poll. */
export function matchKnownTopics(
  client: ClusterClient,
  subscriptions: SubscriptionState,
  options: { readonly excludesInternal: boolean },
): void {
  const { pattern } = subscriptions;
  if (pattern === undefined) return;
  const matching = new Set<string>();
  for (const { name, isInternal } of client.metadata.topics()) {
    if (!(isInternal && options.excludesInternal) && matches(pattern, name)) matching.add(name);
  }
  subscriptions.matchTopics(matching);
}
