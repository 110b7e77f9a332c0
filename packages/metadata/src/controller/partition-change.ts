/**
 * The change record of one partition when a broker comes or goes: who is in sync, who leads. Kafka's
 * `PartitionChangeBuilder` without eligible leader replicas (that feature is at level 0) and without reassignment.
 *
 * The last in-sync replica is never removed: the partition then has no leader until that replica is back, or until any
 * replica is where unclean election is allowed.
 */

import type { Uuid } from "@ottla/base";
import type { PartitionChangeRecord } from "@ottla/protocol/messages/metadata-records";
import {
  LeaderRecoveryState,
  NO_LEADER,
  NO_LEADER_CHANGE,
  type PartitionRegistration,
} from "../image/partition-registration.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";

/** What is wanted of a partition. */
export interface PartitionChange {
  readonly topicId: Uuid;
  readonly partitionId: number;
  /** The in-sync replicas there should be. */
  readonly targetIsr: readonly number[];
  readonly isAcceptableLeader: (broker: number) => boolean;
  readonly isUncleanElectionEnabled: boolean;
  /** What the leader says of its recovery from an unclean election. Default: nothing. */
  readonly targetRecoveryState?: number;
}

/** The record that makes the change, or undefined if nothing changes. */
export function changeRecordOf(partition: PartitionRegistration, change: PartitionChange): MetadataRecord | undefined {
  const targetIsr = change.targetIsr.length === 0 ? partition.isr : change.targetIsr;
  const elected = electLeader(partition, change);
  const isUnclean = elected.isUnclean && elected.leader !== partition.leader;
  const isr = isUnclean ? [elected.leader] : targetIsr;
  const setsLeader = elected.leader !== partition.leader;
  const setsIsr = isUnclean || !sameMembers(isr, partition.isr);
  const recoveryState = recoveryStateOf(partition, change, isUnclean);
  if (!setsLeader && !setsIsr && recoveryState === NO_RECOVERY_CHANGE) return undefined;
  const value: PartitionChangeRecord = {
    partitionId: change.partitionId,
    topicId: change.topicId,
    isr: setsIsr ? [...isr] : null,
    leader: setsLeader ? elected.leader : NO_LEADER_CHANGE,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: recoveryState,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  return { name: "PartitionChangeRecord", version: 2, value };
}

const NO_RECOVERY_CHANGE = -1;

function recoveryStateOf(partition: PartitionRegistration, change: PartitionChange, isUnclean: boolean): number {
  const target = isUnclean ? LeaderRecoveryState.RECOVERING : change.targetRecoveryState;
  return target === undefined || target === partition.leaderRecoveryState ? NO_RECOVERY_CHANGE : target;
}

interface ElectionResult {
  readonly leader: number;
  readonly isUnclean: boolean;
}

/** The leader stays if it may; else the first replica in sync that may; else, uncleanly, the first that may. */
function electLeader(partition: PartitionRegistration, change: PartitionChange): ElectionResult {
  const isValid = (broker: number): boolean => change.targetIsr.includes(broker) && change.isAcceptableLeader(broker);
  if (isValid(partition.leader)) return { leader: partition.leader, isUnclean: false };
  const online = partition.replicas.find(isValid);
  if (online !== undefined) return { leader: online, isUnclean: false };
  if (change.isUncleanElectionEnabled) {
    const any = partition.replicas.find(change.isAcceptableLeader);
    if (any !== undefined) return { leader: any, isUnclean: true };
  }
  return { leader: NO_LEADER, isUnclean: false };
}

function sameMembers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((member, index) => member === other[index]);
}
