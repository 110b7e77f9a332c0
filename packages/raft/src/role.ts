/** What a node is in its epoch. Times are in milliseconds of the clock that drives the machine. */

import type { LeaderState } from "./leader-state.ts";
import type { OffsetAndEpoch } from "./raft-message.ts";

/** Knows no leader, or knows one that it cannot reach yet. A voter waits here for its election timeout. */
export interface Unattached {
  readonly name: "unattached";
  electionDeadlineMs: number;
}

/** Asks whether it would be elected, without changing the epoch (KIP-996). */
export interface Prospective {
  readonly name: "prospective";
  readonly electionDeadlineMs: number;
  readonly granting: Set<number>;
  readonly rejecting: Set<number>;
  /** Voters that were asked. */
  readonly asked: Set<number>;
}

/** Stands for election in an epoch of its own. */
export interface Candidate {
  readonly name: "candidate";
  readonly electionDeadlineMs: number;
  readonly granting: Set<number>;
  readonly rejecting: Set<number>;
  readonly asked: Set<number>;
}

/** Leads. */
export interface Leader {
  readonly name: "leader";
  readonly state: LeaderState;
}

/** Copies the leader's log. */
export interface Follower {
  readonly name: "follower";
  readonly leaderId: number;
  /** A voter that heard nothing until then stands for election. */
  fetchDeadlineMs: number;
  /** The leader has answered a fetch of this epoch: it is there, and no pre-vote is granted against it. */
  hasFetched: boolean;
  /** What the leader says is committed; more may be here already than is durable, or less. */
  leaderHighWatermark: number;
  /** The snapshot that is being downloaded, and how much of it is here. */
  snapshot: { readonly id: OffsetAndEpoch; position: number } | undefined;
}

/** Led this epoch and does so no more; it tells the voters and waits for the next leader. */
export interface Resigned {
  readonly name: "resigned";
  readonly electionDeadlineMs: number;
  readonly preferredSuccessors: readonly number[];
  readonly unacknowledged: Set<number>;
}

export type Role = Unattached | Prospective | Candidate | Leader | Follower | Resigned;
