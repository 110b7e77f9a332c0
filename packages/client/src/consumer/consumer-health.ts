/**
 * Puts together what {@link ConsumerHealth} tells: the partitions one by one, and what is wrong with the consumer as a whole.
 */
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import type { KafkaError } from "../errors.ts";
import type { GroupCoordinator } from "./group-coordinator.ts";
import { partitionHealth } from "./health.ts";
import type { ConsumerHealth } from "./health.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface ConsumerHealthOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly subscriptions: SubscriptionState;
  readonly coordinator: GroupCoordinator | undefined;
  readonly polledMs: number | undefined;
  /** Why the cluster cannot be asked about its topics. */
  readonly error: KafkaError | undefined;
  readonly nowMs: number;
}

/** The health of one consumer. */
export function consumerHealth(options: ConsumerHealthOptions): ConsumerHealth {
  const { client, config, nowMs, polledMs, subscriptions } = options;
  const isCommitted = config["isolation.level"] === "read_committed";
  const partitions = [...subscriptions.positions()].map((position) => {
    const { leaderId = -1 } = client.metadata.partition(position.topic, position.partition) ?? {};
    return partitionHealth(position, {
      nowMs,
      polledMs,
      leaderId,
      isBrokerUnavailable: leaderId >= 0 && client.pool.isUnavailable(leaderId),
      end: isCommitted ? position.lastStableOffset : position.highWatermark,
      patienceMs: config["request.timeout.ms"],
    });
  });
  const problems = problemsOf(options);
  return { isHealthy: problems.length === 0 && partitions.every((one) => one.isHealthy), problems, partitions };
}

function problemsOf({ config, coordinator, error, nowMs, polledMs, subscriptions }: ConsumerHealthOptions): string[] {
  const problems: string[] = [];
  if (error !== undefined) problems.push(`the cluster cannot be asked about topics: ${error.message}`);
  if (subscriptions.kind === "none") problems.push("nothing is subscribed or assigned");
  const sinceMs = polledMs === undefined ? Infinity : nowMs - polledMs;
  if (subscriptions.isGroupManaged && sinceMs > config["max.poll.interval.ms"]) {
    problems.push(polledMs === undefined ? "it was never polled" : "it was not polled within max.poll.interval.ms");
  }
  if (subscriptions.isGroupManaged && coordinator !== undefined && !coordinator.canCommit) {
    problems.push(coordinator.isRebalancing ? "its group is rebalancing" : "it is not a member of its group");
  }
  return problems;
}
