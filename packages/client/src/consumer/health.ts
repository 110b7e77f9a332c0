/**
 * Why a consumer makes progress, or does not: for each assigned partition one word, since when, and a sentence. Pure.
 *
 * Nothing here stops a consumer; it is for whoever watches one, and would otherwise see a process that looks well and does nothing.
 */
import type { TopicPartition } from "../topic-partition.ts";
import type { PartitionPosition } from "./partition-position.ts";

/**
 * What a partition is doing. Well: CAUGHT_UP (nothing to read), READING. Waiting for the application: PAUSED, NOT_POLLED (records wait for a poll),
 * REVOKING. Waiting for the cluster: NO_POSITION, NO_LEADER, UNREACHABLE (its broker), REFUSED (the last fetch got an error), SILENT (a fetch is out
 * for too long).
 */
export type PartitionCondition =
  | "CAUGHT_UP"
  | "READING"
  | "PAUSED"
  | "NOT_POLLED"
  | "REVOKING"
  | "NO_POSITION"
  | "NO_LEADER"
  | "UNREACHABLE"
  | "REFUSED"
  | "SILENT";

export interface PartitionHealth extends TopicPartition {
  readonly condition: PartitionCondition;
  /** Whether it makes progress, or has none to make. */
  readonly isHealthy: boolean;
  /** How long ago records were given or an answer said that there are none, in milliseconds; undefined before the first time. */
  readonly sinceProgressMs: number | undefined;
  /** Records between the position and the end; undefined where that is not known. */
  readonly lag: number | undefined;
  readonly reason: string;
}

export interface ConsumerHealth {
  /** No partition is without progress, and the group (if there is one) has let the consumer in. */
  readonly isHealthy: boolean;
  /** What is wrong with the consumer as a whole: it is not polled, or not in its group. */
  readonly problems: readonly string[];
  readonly partitions: readonly PartitionHealth[];
}

/** What the condition of a partition depends on, beside the partition itself. */
export interface Surroundings {
  readonly nowMs: number;
  readonly leaderId: number;
  readonly isBrokerUnavailable: boolean;
  /** When the last poll began, on the monotonic clock; undefined before the first. */
  readonly polledMs: number | undefined;
  readonly end: number;
  /** After this long without an answer a fetch counts as silent, in milliseconds. */
  readonly patienceMs: number;
}

const WELL: ReadonlySet<PartitionCondition> = new Set(["CAUGHT_UP", "READING", "PAUSED", "REVOKING"]);
/** Records that waited no longer than this for a poll are no reason to worry, in milliseconds. */
const POLL_PATIENCE_MS = 5_000;

/** The health of one partition. */
export function partitionHealth(position: PartitionPosition, around: Surroundings): PartitionHealth {
  const { topic, partition, progressMs } = position;
  const [condition, reason] = conditionOf(position, around);
  const lag = position.hasPosition && around.end >= 0 ? Math.max(0, around.end - position.position) : undefined;
  const sinceProgressMs = progressMs === undefined ? undefined : around.nowMs - progressMs;
  return { topic, partition, condition, isHealthy: WELL.has(condition), sinceProgressMs, lag, reason };
}

function conditionOf(position: PartitionPosition, around: Surroundings): [PartitionCondition, string] {
  const { nowMs, polledMs } = around;
  if (position.isPendingRevocation) return ["REVOKING", "the group takes the partition away"];
  if (position.isPaused) return ["PAUSED", "the application paused the partition"];
  if (position.fetched.length > 0) {
    const sinceMs = polledMs === undefined ? Infinity : nowMs - polledMs;
    if (sinceMs <= POLL_PATIENCE_MS) return ["READING", "records are being given out"];
    return ["NOT_POLLED", `records wait for a poll; the last one was ${told(sinceMs)}`];
  }
  if (around.leaderId < 0) return ["NO_LEADER", "the partition has no leader that is known"];
  if (around.isBrokerUnavailable) return ["UNREACHABLE", `broker ${around.leaderId} cannot be reached`];
  if (!position.hasPosition) {
    const what =
      position.state === "resetting" ? "where to begin is being asked for" : "what is committed is being asked for";
    return ["NO_POSITION", `no position yet: ${what}`];
  }
  if (position.fetchError !== undefined) return ["REFUSED", `the last fetch was answered ${position.fetchError}`];
  if (around.end >= 0 && position.position >= around.end && isRecent(position, around)) {
    return ["CAUGHT_UP", "there is nothing to read"];
  }
  if (isRecent(position, around)) return ["READING", "records are being fetched"];
  return ["SILENT", `no fetch was answered for ${around.patienceMs} ms`];
}

function isRecent({ progressMs, assignedMs }: PartitionPosition, { nowMs, patienceMs }: Surroundings): boolean {
  return nowMs - (progressMs ?? assignedMs) <= patienceMs;
}

function told(sinceMs: number): string {
  return sinceMs === Infinity ? "never" : `${Math.floor(sinceMs)} ms ago`;
}
