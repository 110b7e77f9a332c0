/**
 * The state of one partition as the metadata log has it. Immutable: a change record makes a new one.
 */

import type { Uuid } from "@ottla/base";

/** `leader` of a partition that has none. */
export const NO_LEADER = -1;
/** `Leader` of a change record that leaves the leader as it is. */
export const NO_LEADER_CHANGE = -2;

/** Whether the leader was elected uncleanly and has not yet taken over. */
export const LeaderRecoveryState = { RECOVERED: 0, RECOVERING: 1 } as const;

/** Directory ids with a meaning of their own. */
export const DirectoryId = {
  /** Not yet known while a cluster migrates. */
  MIGRATING: "AAAAAAAAAAAAAAAAAAAAAA",
  /** The broker has not yet said which of its directories holds the replica. */
  UNASSIGNED: "AAAAAAAAAAAAAAAAAAAAAQ",
  /** The directory is gone. */
  LOST: "AAAAAAAAAAAAAAAAAAAAAg",
} as const;

/** See the file's head. `directories` runs parallel to `replicas`. */
export interface PartitionRegistration {
  readonly replicas: readonly number[];
  readonly directories: readonly Uuid[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  /** `NO_LEADER` or a member of `replicas`. */
  readonly leader: number;
  readonly leaderRecoveryState: number;
  /** Grows whenever a record sets the leader, even to the same. */
  readonly leaderEpoch: number;
  /** Grows with every change record. */
  readonly partitionEpoch: number;
}
