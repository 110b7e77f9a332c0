/**
 * What consumer groups (KIP-848) and share groups (KIP-932) have in common: an epoch that grows with every change of
 * members, subscriptions or topics, a target assignment with the epoch it was made for, members on their way to it.
 *
 * Everything here is what the log says, in timeline structures; only the replay of records changes it. The exception is
 * the deadline at which the topics are looked at again: it is volatile, and losing it only costs a look.
 *
 * Invariant: assignmentEpoch <= groupEpoch.
 */

import { TimelineMap, TimelineValue, timelineOrder, type SnapshotRegistry, type Uuid } from "@ottla/base";
import { EMPTY_ASSIGNMENT, type Assignment } from "./assignment.ts";
import type { ModernGroupMember } from "./modern-group-member.ts";
import { addSubscriptions, type SubscriptionCount } from "./subscription-count.ts";

/** Whether all members subscribe to the same topics. */
export type SubscriptionType = "homogeneous" | "heterogeneous";

export interface TargetAssignmentMetadata {
  readonly assignmentEpoch: number;
  /** Wall clock; 0 when it is not known, which lets the next assignment be made at once. */
  readonly assignmentTimestampMs: number;
}

export abstract class ModernGroup<M extends ModernGroupMember> {
  readonly groupId: string;
  protected readonly snapshots: SnapshotRegistry;
  readonly groupEpoch: TimelineValue<number>;
  /** By member id, in the order they joined. */
  readonly members: TimelineMap<string, M>;
  readonly subscribedTopicNames: TimelineMap<string, SubscriptionCount>;
  /** Of the topics at the time of the group's epoch. */
  readonly metadataHash: TimelineValue<bigint>;
  readonly subscriptionType: TimelineValue<SubscriptionType>;
  readonly targetAssignmentMetadata: TimelineValue<TargetAssignmentMetadata>;
  readonly targetAssignment: TimelineMap<string, Assignment>;
  /** Member id by topic and partition: the target assignment the other way round. */
  readonly #targetOwners: TimelineMap<Uuid, TimelineMap<number, string>>;
  /** The most members there has been room for since the group was loaded: what Kafka's table of them has grown to. */
  #mostMembers = 0;
  #metadataRefreshDeadline: { readonly deadlineMs: number; readonly epoch: number } = EXPIRED;

  protected constructor(snapshots: SnapshotRegistry, groupId: string) {
    this.snapshots = snapshots;
    this.groupId = groupId;
    // A group begins at 1; its first member makes it 2. Kafka has kept 0 for the members that join.
    this.groupEpoch = new TimelineValue(snapshots, 1);
    this.members = new TimelineMap(snapshots);
    this.subscribedTopicNames = new TimelineMap(snapshots);
    this.metadataHash = new TimelineValue(snapshots, 0n);
    this.subscriptionType = new TimelineValue<SubscriptionType>(snapshots, "homogeneous");
    this.targetAssignmentMetadata = new TimelineValue<TargetAssignmentMetadata>(snapshots, INITIAL_ASSIGNMENT);
    this.targetAssignment = new TimelineMap(snapshots);
    this.#targetOwners = new TimelineMap(snapshots);
  }

  get assignmentEpoch(): number {
    return this.targetAssignmentMetadata.get().assignmentEpoch;
  }

  get assignmentTimestampMs(): number {
    return this.targetAssignmentMetadata.get().assignmentTimestampMs;
  }

  isSubscribedToTopic(topic: string): boolean {
    return this.subscribedTopicNames.has(topic);
  }

  /** What the member is to have in the end; nothing when it has no target yet. */
  targetAssignmentOf(memberId: string): Assignment {
    return this.targetAssignment.get(memberId) ?? EMPTY_ASSIGNMENT;
  }

  /** Whether the partition is in anybody's target. */
  isPartitionAssigned(topicId: Uuid, partition: number): boolean {
    return this.#targetOwners.get(topicId)?.has(partition) ?? false;
  }

  /** In the order in which Kafka's table has them: assignments depend on it. */
  memberIdsInTableOrder(): readonly string[] {
    return timelineOrder([...this.members.keys()], Math.max(this.#mostMembers, this.members.size));
  }

  // Whether it is time to look at the topics again

  setMetadataRefreshDeadline(deadlineMs: number, epoch: number): void {
    this.#metadataRefreshDeadline = { deadlineMs, epoch };
  }

  /** One of the topics has changed: the next heartbeat looks at them. */
  requestMetadataRefresh(): void {
    this.#metadataRefreshDeadline = EXPIRED;
  }

  /** An epoch below that of the deadline means that the records of that time were never written. */
  hasMetadataExpired(nowMs: number): boolean {
    const { deadlineMs, epoch } = this.#metadataRefreshDeadline;
    return nowMs >= deadlineMs || this.groupEpoch.get() < epoch;
  }

  /** The counts as they would be with the member changed; `undefined` for a member that comes or goes. */
  computeSubscribedTopicNames(changes: readonly MemberChange<M>[]): Map<string, SubscriptionCount> {
    const counts = this.subscribedTopicNames.toMap();
    for (const change of changes) updateSubscribedTopicNames(counts, change);
    return counts;
  }

  // Replay

  replayEpoch(epoch: number, metadataHash: bigint): void {
    this.groupEpoch.set(epoch);
    this.metadataHash.set(metadataHash);
    this.updateGroupState();
  }

  replayTargetAssignment(memberId: string, assignment: Assignment | null): void {
    this.#updateTargetOwners(memberId, this.targetAssignmentOf(memberId), assignment ?? EMPTY_ASSIGNMENT);
    if (assignment === null) this.targetAssignment.delete(memberId);
    else this.targetAssignment.set(memberId, assignment);
  }

  replayTargetAssignmentMetadata(metadata: TargetAssignmentMetadata): void {
    this.targetAssignmentMetadata.set(metadata);
    this.updateGroupState();
  }

  /** Called after everything that the state depends on has changed. */
  protected abstract updateGroupState(): void;

  /** Called with each change of a member. */
  protected updateSubscribedTopicNames(change: MemberChange<M>): void {
    // Kafka's table makes room for one more before it looks whether the key is there.
    if (change.newMember !== undefined) {
      const room = this.members.size + (change.oldMember === undefined ? 0 : 1);
      this.#mostMembers = Math.max(this.#mostMembers, room);
    }
    updateSubscribedTopicNames(this.subscribedTopicNames, change);
  }

  #updateTargetOwners(memberId: string, before: Assignment, after: Assignment): void {
    for (const [topicId, partitions] of before) {
      const owners = this.#targetOwners.get(topicId);
      if (owners === undefined) continue;
      const kept = after.get(topicId);
      for (const partition of partitions) {
        // Records of other members may have come first: the partition may have its new owner already.
        if (kept?.has(partition) !== true && owners.get(partition) === memberId) owners.delete(partition);
      }
      if (owners.size === 0) this.#targetOwners.delete(topicId);
    }
    for (const [topicId, partitions] of after) {
      if (partitions.size === 0) continue;
      let owners = this.#targetOwners.get(topicId);
      if (owners === undefined) this.#targetOwners.set(topicId, (owners = new TimelineMap(this.snapshots)));
      const had = before.get(topicId);
      for (const partition of partitions) if (had?.has(partition) !== true) owners.set(partition, memberId);
    }
  }
}

/** A member that comes (no old one), changes, or goes (no new one). */
export interface MemberChange<M> {
  readonly oldMember: M | undefined;
  readonly newMember: M | undefined;
}

/** After the deletion of the target assignment, before the deletion of the group. */
export const DELETED_ASSIGNMENT: TargetAssignmentMetadata = { assignmentEpoch: -1, assignmentTimestampMs: 0 };

const INITIAL_ASSIGNMENT: TargetAssignmentMetadata = { assignmentEpoch: 1, assignmentTimestampMs: 0 };
const EXPIRED: { readonly deadlineMs: number; readonly epoch: number } = { deadlineMs: 0, epoch: 0 };

/** Of a group all of whose subscriptions are by name. */
export function subscriptionTypeOf(
  counts: Iterable<readonly [string, SubscriptionCount]>,
  memberCount: number,
): SubscriptionType {
  for (const [, { byName }] of counts) if (byName !== memberCount) return "heterogeneous";
  return "homogeneous";
}

function updateSubscribedTopicNames<M extends ModernGroupMember>(
  counts: Map<string, SubscriptionCount> | TimelineMap<string, SubscriptionCount>,
  { oldMember, newMember }: MemberChange<M>,
): void {
  for (const topic of oldMember?.subscribedTopicNames ?? []) addSubscriptions(counts, topic, { byName: -1 });
  for (const topic of newMember?.subscribedTopicNames ?? []) addSubscriptions(counts, topic, { byName: 1 });
}
