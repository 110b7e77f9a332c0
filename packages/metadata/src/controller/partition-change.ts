/**
 * The change record of one partition: who replicates it, who is in sync, who leads. Kafka's `PartitionChangeBuilder` without eligible leader
 * replicas (that feature is at level 0).
 *
 * The last in-sync replica is never removed: the partition then has no leader until that replica is back, or until any
 * replica is where unclean election is allowed. A reassignment whose new replicas are all in sync is completed by whatever change finds it so.
 */

import type { Uuid } from "@ottla/base";
import type { PartitionChangeRecord } from "@ottla/protocol/messages/metadata-records";
import { type ClusterImage, isActiveBroker } from "../image/cluster-image.ts";
import {
  DirectoryId,
  LeaderRecoveryState,
  NO_LEADER,
  NO_LEADER_CHANGE,
  type PartitionRegistration,
} from "../image/partition-registration.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { defaultDirectory, hasOnlineDirectory } from "./controller-state.ts";
import { completedReassignment } from "./reassignment.ts";

/**
 * Whom an election looks for: the first replica before all others, as long as it is in sync; whoever is in sync, the present leader first;
 * or, where nobody is, anybody who is there.
 */
export type Election = "preferred" | "online" | "unclean";

/** What is wanted of a partition. What is left out stays as it is. */
export interface PartitionChange {
  readonly topicId: Uuid;
  readonly partitionId: number;
  readonly cluster: ClusterImage;
  readonly election: Election;
  /** The in-sync replicas there should be. */
  readonly targetIsr?: readonly number[];
  readonly targetReplicas?: readonly number[];
  readonly targetRemoving?: readonly number[];
  readonly targetAdding?: readonly number[];
  /** The directory that a replica lies in by now, by its broker. */
  readonly targetDirectories?: ReadonlyMap<number, Uuid>;
  /** What the leader says of its recovery from an unclean election. */
  readonly targetRecoveryState?: number;
  /** Whether a broker may lead, as far as that does not hang on its directory. Default: those that are active. */
  readonly isActive?: (broker: number) => boolean;
}

/** What the partition comes to, before a leader is looked for. */
interface Target {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly removing: readonly number[];
  readonly adding: readonly number[];
}

const NO_RECOVERY_CHANGE = -1;

/** The record that makes the change, or undefined if nothing changes. */
export function changeRecordOf(partition: PartitionRegistration, change: PartitionChange): MetadataRecord | undefined {
  const target = targetOf(partition, change);
  const elected = electLeader(partition, target, change);
  const isUnclean = elected.isUnclean && elected.leader !== partition.leader;
  const isr = isUnclean ? [elected.leader] : target.isr;
  const losesReplica = partition.replicas.some((replica) => !target.replicas.includes(replica));
  const setsLeader = elected.leader !== partition.leader || losesReplica;
  const setsIsr = isUnclean || (target.isr.length > 0 && !isSame(isr, partition.isr));
  const directories = directoriesOf(partition, target.replicas, change);
  const value: PartitionChangeRecord = {
    partitionId: change.partitionId,
    topicId: change.topicId,
    isr: setsIsr ? [...isr] : null,
    leader: setsLeader ? elected.leader : NO_LEADER_CHANGE,
    replicas: changed(target.replicas, partition.replicas),
    removingReplicas: changed(target.removing, partition.removingReplicas),
    addingReplicas: changed(target.adding, partition.addingReplicas),
    leaderRecoveryState: recoveryStateOf(partition, change, isUnclean),
    directories: changed(directories, partition.directories),
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  return isNoOp(value) ? undefined : { name: "PartitionChangeRecord", version: 2, value };
}

function targetOf(partition: PartitionRegistration, change: PartitionChange): Target {
  const target = {
    replicas: change.targetReplicas ?? partition.replicas,
    isr: change.targetIsr ?? partition.isr,
    removing: change.targetRemoving ?? partition.removingReplicas,
    adding: change.targetAdding ?? partition.addingReplicas,
  };
  const completed = completedReassignment(target, target.isr);
  return completed === undefined ? target : { ...completed, removing: [], adding: [] };
}

function changed<T>(target: readonly T[], present: readonly T[]): T[] | null {
  return isSame(target, present) ? null : [...target];
}

function isNoOp(value: PartitionChangeRecord): boolean {
  const lists = [value.isr, value.replicas, value.removingReplicas, value.addingReplicas, value.directories];
  return (
    lists.every((list) => list === null) &&
    value.leader === NO_LEADER_CHANGE &&
    value.leaderRecoveryState === NO_RECOVERY_CHANGE
  );
}

/** Replicas keep their directories, unless they have moved; a new one lies where its broker puts it. */
function directoriesOf(
  partition: PartitionRegistration,
  replicas: readonly number[],
  { cluster, targetDirectories }: Pick<PartitionChange, "cluster" | "targetDirectories">,
): readonly Uuid[] {
  return replicas.map((replica) => {
    const target = targetDirectories?.get(replica);
    if (target !== undefined) return target;
    const place = partition.replicas.indexOf(replica);
    if (place < 0) return defaultDirectory(cluster, replica);
    return partition.directories[place] ?? DirectoryId.UNASSIGNED;
  });
}

function recoveryStateOf(partition: PartitionRegistration, change: PartitionChange, isUnclean: boolean): number {
  const target = isUnclean ? LeaderRecoveryState.RECOVERING : change.targetRecoveryState;
  return target === undefined || target === partition.leaderRecoveryState ? NO_RECOVERY_CHANGE : target;
}

interface ElectionResult {
  readonly leader: number;
  readonly isUnclean: boolean;
}

function electLeader(partition: PartitionRegistration, target: Target, change: PartitionChange): ElectionResult {
  const { cluster, election } = change;
  const isActive = change.isActive ?? ((broker) => isActiveBroker(cluster, broker));
  const isAcceptable = (broker: number): boolean =>
    isActive(broker) &&
    hasOnlineDirectory(cluster, broker, partition.directories[partition.replicas.indexOf(broker)] ?? "");
  const isValid = (broker: number): boolean => target.isr.includes(broker) && isAcceptable(broker);
  const [preferred = NO_LEADER] = target.replicas;
  const first = election === "preferred" ? [preferred, partition.leader] : [partition.leader];
  const clean = [...first, ...target.replicas].find(isValid);
  if (clean !== undefined) return { leader: clean, isUnclean: false };
  const any = election === "unclean" ? target.replicas.find(isAcceptable) : undefined;
  return any === undefined ? { leader: NO_LEADER, isUnclean: false } : { leader: any, isUnclean: true };
}

function isSame<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((member, index) => member === other[index]);
}
