/** Partition records to partition state: Kafka's `PartitionRegistration` constructors and `merge`. */

import type { PartitionChangeRecord, PartitionRecord } from "@ottla/protocol/messages/metadata-records";
import { DirectoryId, NO_LEADER_CHANGE, type PartitionRegistration } from "./partition-registration.ts";

/** The state that a partition record says whole. */
export function partitionOfRecord(record: PartitionRecord): PartitionRegistration {
  return {
    replicas: record.replicas,
    directories: directoriesOf(record.replicas, record.directories),
    isr: record.isr,
    removingReplicas: record.removingReplicas,
    addingReplicas: record.addingReplicas,
    elr: record.eligibleLeaderReplicas ?? [],
    lastKnownElr: record.lastKnownElr ?? [],
    leader: record.leader,
    leaderRecoveryState: record.leaderRecoveryState,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
  };
}

function directoriesOf(replicas: readonly number[], directories: readonly string[]): readonly string[] {
  return directories.length === 0 ? replicas.map(() => DirectoryId.MIGRATING) : directories;
}

/** The state after a change record: every change raises the partition epoch, every leader field the leader epoch. */
export function changePartition(before: PartitionRegistration, change: PartitionChangeRecord): PartitionRegistration {
  const setsLeader = change.leader !== NO_LEADER_CHANGE;
  const replicas = change.replicas ?? before.replicas;
  const directories =
    change.directories ?? (change.replicas === null ? before.directories : carriedDirectories(before, change.replicas));
  return {
    replicas,
    directories,
    isr: change.isr ?? before.isr,
    removingReplicas: change.removingReplicas ?? before.removingReplicas,
    addingReplicas: change.addingReplicas ?? before.addingReplicas,
    elr: change.eligibleLeaderReplicas ?? before.elr,
    lastKnownElr: change.lastKnownElr ?? before.lastKnownElr,
    leader: setsLeader ? change.leader : before.leader,
    leaderRecoveryState: change.leaderRecoveryState === -1 ? before.leaderRecoveryState : change.leaderRecoveryState,
    leaderEpoch: setsLeader ? before.leaderEpoch + 1 : before.leaderEpoch,
    partitionEpoch: before.partitionEpoch + 1,
  };
}

/** Replicas keep their directories; new ones are unassigned. */
function carriedDirectories(before: PartitionRegistration, replicas: readonly number[]): readonly string[] {
  return replicas.map((replica) => before.directories[before.replicas.indexOf(replica)] ?? DirectoryId.UNASSIGNED);
}
