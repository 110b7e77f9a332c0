/**
 * Puts together what {@link ConsumerHealth} tells: the partitions one by one, and what is wrong with the consumer as a whole.
 */
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { KafkaError } from "../errors.ts";
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

/** An answer about topics that fails to come is a reason to worry after this long, or where nothing is known yet, in milliseconds. */
const METADATA_PATIENCE_MS = 5_000;

/** Why the cluster cannot be asked about its topics; undefined where it can, or has not been so for long. */
export function metadataProblem(
  client: ClusterClient,
  error: KafkaError | undefined,
  nowMs: number,
): string | undefined {
  const { failure } = client.updater;
  const isWorth =
    failure !== undefined && (client.metadata.isBootstrap || nowMs - failure.sinceMs >= METADATA_PATIENCE_MS);
  const reason = error?.message ?? (isWorth ? rootOf(failure.error).message : undefined);
  return reason === undefined ? undefined : `the cluster cannot be asked about topics: ${reason}`;
}

/** The error that the others of the client are caused by. */
function rootOf(error: KafkaError): KafkaError {
  return error.cause instanceof KafkaError ? rootOf(error.cause) : error;
}

function problemsOf(options: ConsumerHealthOptions): string[] {
  const { client, config, coordinator, error, nowMs, polledMs, subscriptions } = options;
  const problems: string[] = [];
  const unknown = metadataProblem(client, error, nowMs);
  if (unknown !== undefined) problems.push(unknown);
  if (subscriptions.kind === "none") problems.push("nothing is subscribed or assigned");
  const sinceMs = polledMs === undefined ? Infinity : nowMs - polledMs;
  if (subscriptions.isGroupManaged && sinceMs > config["max.poll.interval.ms"]) {
    problems.push(polledMs === undefined ? "it was never polled" : "it was not polled within max.poll.interval.ms");
  }
  // Without the cluster nobody knows what the group does.
  if (unknown === undefined && subscriptions.isGroupManaged && coordinator !== undefined && !coordinator.canCommit) {
    problems.push(coordinator.isRebalancing ? "its group is rebalancing" : "it is not a member of its group");
  }
  return problems;
}
