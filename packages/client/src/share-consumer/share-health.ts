/**
 * Why a share consumer makes progress, or does not: for each assigned partition one word and a sentence, and what is wrong with the consumer as a whole.
 * Pure.
 */
import type { TopicPartition } from "../topic-partition.ts";

/**
 * What a partition is doing. Well: READING. Waiting for the application: NOT_POLLED (nothing is fetched between polls). Waiting for the cluster: NO_LEADER,
 * UNREACHABLE (its broker), REFUSED (its broker's last answer was an error), SILENT (a request is out for longer than `request.timeout.ms`).
 */
export type SharePartitionCondition = "READING" | "NOT_POLLED" | "NO_LEADER" | "UNREACHABLE" | "REFUSED" | "SILENT";

export interface SharePartitionHealth extends TopicPartition {
  readonly condition: SharePartitionCondition;
  readonly isHealthy: boolean;
  readonly reason: string;
}

export interface ShareConsumerHealth {
  /** Every assigned partition can be read, the consumer is polled, and the group has let it in. */
  readonly isHealthy: boolean;
  /** What is wrong with the consumer as a whole. */
  readonly problems: readonly string[];
  readonly partitions: readonly SharePartitionHealth[];
}

/** What is known about the broker that leads a partition. */
export interface ShareNodeState {
  readonly isUnavailable: boolean;
  /** When the request that is out was sent, on the monotonic clock; undefined when none is. */
  readonly sentMs: number | undefined;
  /** The code of the error that its last request ended with. */
  readonly error: string | undefined;
}

export interface ShareHealthInput {
  readonly nowMs: number;
  /** When the last poll began, and whether it is still going on. */
  readonly polledMs: number | undefined;
  readonly isPolling: boolean;
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly isSubscribed: boolean;
  readonly isMember: boolean;
  /** Why the cluster cannot be asked about topics. */
  readonly metadataProblem: string | undefined;
  readonly partitions: readonly (TopicPartition & { readonly leaderId: number; readonly node: ShareNodeState })[];
}

/** A consumer whose last poll is no older than this is polled, in milliseconds. */
const POLL_PATIENCE_MS = 5_000;

/** The health of one share consumer. */
export function shareConsumerHealth(input: ShareHealthInput): ShareConsumerHealth {
  const partitions = input.partitions.map(({ topic, partition, leaderId, node }) => {
    const [condition, reason] = conditionOf(input, leaderId, node);
    return { topic, partition, condition, isHealthy: condition === "READING", reason };
  });
  const problems = problemsOf(input);
  return { isHealthy: problems.length === 0 && partitions.every((one) => one.isHealthy), problems, partitions };
}

function problemsOf(input: ShareHealthInput): string[] {
  const problems: string[] = [];
  const { isMember, isPolling, isSubscribed, maxPollIntervalMs, metadataProblem, nowMs, polledMs } = input;
  if (metadataProblem !== undefined) problems.push(metadataProblem);
  if (!isSubscribed) problems.push("nothing is subscribed");
  if (polledMs === undefined) problems.push("it was never polled");
  else if (!isPolling && nowMs - polledMs > maxPollIntervalMs) {
    problems.push("it was not polled within max.poll.interval.ms");
  }
  if (metadataProblem === undefined && isSubscribed && !isMember) problems.push("it is not a member of its group");
  return problems;
}

function conditionOf(
  { isPolling, nowMs, polledMs, requestTimeoutMs }: ShareHealthInput,
  leaderId: number,
  node: ShareNodeState,
): [SharePartitionCondition, string] {
  if (leaderId < 0) return ["NO_LEADER", "the partition has no leader that is known"];
  if (node.isUnavailable) return ["UNREACHABLE", `broker ${leaderId} cannot be reached`];
  if (node.sentMs !== undefined && nowMs - node.sentMs > requestTimeoutMs) {
    return ["SILENT", `broker ${leaderId} has not answered for ${requestTimeoutMs} ms`];
  }
  if (node.error !== undefined) return ["REFUSED", `broker ${leaderId} answered ${node.error}`];
  if (!isPolling && (polledMs === undefined || nowMs - polledMs > POLL_PATIENCE_MS)) {
    return ["NOT_POLLED", "nothing is fetched between polls, and the last one is long ago"];
  }
  return ["READING", "records are being fetched"];
}
