/** Fixed facts of one node. */

import type { Random } from "@ottla/base";

/** Timeouts, in milliseconds, named after `controller.quorum.…`. */
export interface RaftTimeouts {
  /** `controller.quorum.election.timeout.ms`; each wait adds up to as much again, at random. */
  readonly electionTimeoutMs: number;
  /** `controller.quorum.fetch.timeout.ms`. */
  readonly fetchTimeoutMs: number;
  /** `controller.quorum.election.backoff.max.ms`. */
  readonly electionBackoffMaxMs: number;
  /** `controller.quorum.retry.backoff.ms`. */
  readonly retryBackoffMs: number;
}

/** Kafka's defaults. */
export const DEFAULT_RAFT_TIMEOUTS: RaftTimeouts = {
  electionTimeoutMs: 1000,
  fetchTimeoutMs: 2000,
  electionBackoffMaxMs: 1000,
  retryBackoffMs: 20,
};

export interface RaftNodeOptions {
  readonly nodeId: number;
  /** The voters. A node that is none of them only observes. */
  readonly voterIds: readonly number[];
  readonly random: Random;
  /** Default: Kafka's. */
  readonly timeouts?: RaftTimeouts;
  /** How long a fetch may wait at the leader, in milliseconds. Default 500, as in Kafka. */
  readonly fetchMaxWaitMs?: number;
  /** How much of a snapshot is asked for at once. Default 1 MiB. */
  readonly snapshotBytesMax?: number;
}
