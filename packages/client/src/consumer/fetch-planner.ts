/**
 * Decides what to ask which broker for: every partition that may be read and whose buffer has room, unless its broker is busy.
 *
 * A partition whose buffer is full is left out, and it gets room at a moment that only the application knows. A fetch that waited at the broker for
 * records of the others would keep the broker's one place taken when that happens, so it must not wait there (`maxWaitMs` 0). What waits instead is the
 * consumer: partitions that were found at their end are not asked for on their own again for `fetch.max.wait.ms`; the first partition that gets room ends
 * the wait (decisions/021). While nothing is left out, fetches wait at the broker, as in Java.
 */
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { FetchTarget } from "./fetch-session.ts";
import type { PartitionPosition } from "./partition-position.ts";
import type { SubscriptionState } from "./subscription-state.ts";

const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";

/** What was asked of one partition, to recognise an answer that came too late. */
export interface Asked {
  readonly position: PartitionPosition;
  readonly jumps: number;
  readonly fetchOffset: number;
  readonly leaderEpoch: number;
}

/** A request to one broker. */
export interface FetchPlan {
  readonly asked: TopicPartitionMap<Asked>;
  /** Partitions of this broker are left out because their buffer is full. */
  isPartial: boolean;
  /** Something is asked for that was not found at its end a moment ago. */
  isDue: boolean;
}

/** What to do now. */
export interface FetchPlans {
  readonly byNode: ReadonlyMap<number, FetchPlan>;
  /** When to plan again at the latest, in milliseconds of the monotonic clock; Infinity when only events matter. */
  readonly againAtMs: number;
}

export interface FetchPlannerOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly subscriptions: SubscriptionState;
}

const NOTHING: FetchPlans = { byNode: new Map(), againAtMs: Infinity };

/** Plans the fetches of one consumer. */
export class FetchPlanner {
  readonly #options: FetchPlannerOptions;

  constructor(options: FetchPlannerOptions) {
    this.#options = options;
  }

  /** The requests that can be sent now, to brokers that are not busy. */
  plan(isBusy: (nodeId: number) => boolean): FetchPlans {
    const { client, config, subscriptions } = this.#options;
    let bufferedBytes = 0;
    for (const position of subscriptions.positions()) bufferedBytes += position.bufferedBytes;
    if (bufferedBytes >= config["fetch.max.bytes"]) return NOTHING;
    const nowMs = client.ports.clock.monotonicMs();
    const byNode = new Map<number, FetchPlan>();
    let isLeaderMissing = false;
    for (const position of subscriptions.rotation()) {
      if (!position.isFetchable) continue;
      const nodeId = this.#nodeFor(position, nowMs);
      if (nodeId < 0) {
        isLeaderMissing = true;
        continue;
      }
      if (isBusy(nodeId)) continue;
      let plan = byNode.get(nodeId);
      if (plan === undefined) {
        plan = { asked: new TopicPartitionMap(), isPartial: false, isDue: false };
        byNode.set(nodeId, plan);
      }
      if (position.bufferedBytes >= config["max.partition.fetch.bytes"]) {
        plan.isPartial = true;
        continue;
      }
      const leaderEpoch = client.metadata.partition(position.topic, position.partition)?.leaderEpoch ?? -1;
      if (isBlocked(position, leaderEpoch, nowMs)) continue;
      const { jumps, fetchOffset } = position;
      plan.asked.set(position, { position, jumps, fetchOffset, leaderEpoch });
      plan.isDue ||= idleUntilMs(position, nodeId) <= nowMs;
    }
    if (isLeaderMissing) client.updater.requestUpdate();
    return { byNode, againAtMs: withoutWaiting(byNode) };
  }

  /** What the session has to say about the partitions. */
  targets(asked: TopicPartitionMap<Asked>): TopicPartitionMap<FetchTarget> {
    const { client, config } = this.#options;
    const targets = new TopicPartitionMap<FetchTarget>();
    for (const [partition, { fetchOffset, leaderEpoch }] of asked) {
      targets.set(partition, {
        topicId: client.metadata.topic(partition.topic)?.topicId ?? ZERO_ID,
        fetchOffset,
        logStartOffset: -1,
        maxBytes: config["max.partition.fetch.bytes"],
        leaderEpoch,
        lastFetchedEpoch: -1,
      });
    }
    return targets;
  }

  /** The replica to read from: one in our rack that the leader named (KIP-392), else the leader; -1 without one. */
  #nodeFor(position: PartitionPosition, nowMs: number): number {
    const { client } = this.#options;
    const preferred = position.preferredReplica;
    if (preferred !== undefined) {
      const isValid = preferred.untilMs > nowMs && client.metadata.nodes.has(preferred.id);
      if (isValid && !client.pool.isUnavailable(preferred.id)) return preferred.id;
      position.preferredReplica = undefined;
    }
    return client.metadata.partition(position.topic, position.partition)?.leaderId ?? -1;
  }
}

/** Takes out what is not to be sent now; the first moment at which any of that is. */
function withoutWaiting(byNode: Map<number, FetchPlan>): number {
  let againAtMs = Infinity;
  for (const [nodeId, { asked, isPartial, isDue }] of byNode) {
    if (asked.size > 0 && (isDue || !isPartial)) continue;
    byNode.delete(nodeId);
    for (const { position } of asked.values()) againAtMs = Math.min(againAtMs, idleUntilMs(position, nodeId));
  }
  return againAtMs;
}

function idleUntilMs({ foundAtEnd }: PartitionPosition, nodeId: number): number {
  return foundAtEnd?.nodeId === nodeId ? foundAtEnd.untilMs : -Infinity;
}

/** Whether the last answer of this leader was an error and it is too early to ask it again. */
function isBlocked(position: PartitionPosition, leaderEpoch: number, nowMs: number): boolean {
  const blocked = position.fetchBlocked;
  if (blocked === undefined) return false;
  if (blocked.leaderEpoch === leaderEpoch && blocked.untilMs > nowMs) return true;
  position.fetchBlocked = undefined;
  return false;
}
