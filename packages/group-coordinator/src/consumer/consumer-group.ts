/**
 * A consumer group (KIP-848) as the log has it. Derived counts (assignors, regular expressions, who owns what) are kept
 * with each change of a member, because every heartbeat asks for them.
 *
 *   Empty ── a member joins ──► Assigning ── target made ──► Reconciling ── all have arrived ──► Stable
 *
 * Invariant: a partition is with one member at a time: its epoch is that of the member that has it, or has yet to give it up.
 */

import {
  JavaHashMap,
  javaStringHashCode,
  TimelineMap,
  TimelineValue,
  timelineOrder,
  assert,
  type SnapshotRegistry,
  type Uuid,
} from "@ottla/base";
import { isReconciledTo } from "../modern/modern-group-member.ts";
import { ModernGroup, subscriptionTypeOf, type MemberChange, type SubscriptionType } from "../modern/modern-group.ts";
import { addSubscriptions, type SubscriptionCount } from "../modern/subscription-count.ts";
import { EMPTY_ASSIGNMENT, type Assignment } from "../modern/assignment.ts";
import { MemberState } from "../modern/member-state.ts";
import {
  regexOf,
  usesClassicProtocol,
  type ConsumerGroupMember,
  type PartitionEpochs,
} from "./consumer-group-member.ts";
import type { ResolvedRegularExpression } from "./resolved-regular-expression.ts";

export const ConsumerGroupState = {
  EMPTY: "Empty",
  ASSIGNING: "Assigning",
  RECONCILING: "Reconciling",
  STABLE: "Stable",
} as const;

export type ConsumerGroupState = (typeof ConsumerGroupState)[keyof typeof ConsumerGroupState];

export class ConsumerGroup extends ModernGroup<ConsumerGroupMember> {
  readonly state: TimelineValue<ConsumerGroupState>;
  /** Member id by group instance id. */
  readonly staticMembers: TimelineMap<string, string>;
  /** How many members ask for each assignor. */
  readonly serverAssignors: TimelineMap<string, number>;
  readonly classicMemberCount: TimelineValue<number>;
  /** How many classic members support each protocol. */
  readonly #classicProtocols: TimelineMap<string, number>;
  readonly #partitionEpochs: TimelineMap<Uuid, TimelineMap<number, number>>;
  /** How many members subscribe to each regular expression. */
  readonly subscribedRegexes: TimelineMap<string, number>;
  readonly resolvedRegexes: TimelineMap<string, ResolvedRegularExpression>;
  /** Whether the log still holds what Kafka before 4.1 wrote about the topics. */
  readonly hasPartitionMetadataRecord: TimelineValue<boolean>;

  constructor(snapshots: SnapshotRegistry, groupId: string) {
    super(snapshots, groupId);
    this.state = new TimelineValue<ConsumerGroupState>(snapshots, ConsumerGroupState.EMPTY);
    this.staticMembers = new TimelineMap(snapshots);
    this.serverAssignors = new TimelineMap(snapshots);
    this.classicMemberCount = new TimelineValue(snapshots, 0);
    this.#classicProtocols = new TimelineMap(snapshots);
    this.#partitionEpochs = new TimelineMap(snapshots);
    this.subscribedRegexes = new TimelineMap(snapshots);
    this.resolvedRegexes = new TimelineMap(snapshots);
    this.hasPartitionMetadataRecord = new TimelineValue(snapshots, false);
  }

  get isEmpty(): boolean {
    return this.state.get() === ConsumerGroupState.EMPTY;
  }

  staticMember(instanceId: string | null): ConsumerGroupMember | undefined {
    const memberId = instanceId === null ? undefined : this.staticMembers.get(instanceId);
    return memberId === undefined ? undefined : this.members.get(memberId);
  }

  /** The epoch of the member that has the partition; −1 when nobody has it. */
  partitionEpoch(topicId: Uuid, partition: number): number {
    return this.#partitionEpochs.get(topicId)?.get(partition) ?? -1;
  }

  /** The target of a member; of a static one, that of the id it had before. */
  targetAssignmentOfMember({ memberId, instanceId }: ConsumerGroupMember): Assignment {
    if (instanceId === null) return this.targetAssignmentOf(memberId);
    const holder = this.staticMembers.get(instanceId);
    return holder === undefined ? EMPTY_ASSIGNMENT : this.targetAssignmentOf(holder);
  }

  // Subscriptions

  resolvedRegex(regex: string): ResolvedRegularExpression | undefined {
    return this.resolvedRegexes.get(regex);
  }

  regexSubscriberCount(regex: string): number {
    return this.subscribedRegexes.get(regex) ?? 0;
  }

  /** Of the first of the resolved expressions, since all are resolved together; undefined when there is none. */
  get lastResolved(): ResolvedRegularExpression | undefined {
    const [first] = timelineOrder([...this.resolvedRegexes.keys()]);
    return first === undefined ? undefined : this.resolvedRegexes.get(first);
  }

  /** The regular expressions with their subscribers, as they would be with the member changed. */
  computeSubscribedRegexes({ oldMember, newMember }: MemberChange<ConsumerGroupMember>): Map<string, number> {
    const counts = this.subscribedRegexes.toMap();
    count(counts, regexOf(oldMember), -1);
    count(counts, regexOf(newMember), 1);
    return counts;
  }

  /** The topics with their subscribers, as they would be with the member changed. */
  computeSubscribedTopics(change: MemberChange<ConsumerGroupMember>): Map<string, SubscriptionCount> {
    const counts = this.computeSubscribedTopicNames([change]);
    const oldRegex = regexOf(change.oldMember);
    const isLastOfRegex =
      oldRegex !== undefined && oldRegex !== regexOf(change.newMember) && this.regexSubscriberCount(oldRegex) === 1;
    if (isLastOfRegex) this.#removeRegexTopics(counts, oldRegex);
    return counts;
  }

  /** The topics with their subscribers, without these members and regular expressions. */
  computeSubscribedTopicsWithout(
    members: readonly ConsumerGroupMember[],
    regexes: Iterable<string>,
  ): Map<string, SubscriptionCount> {
    const counts = this.computeSubscribedTopicNames(members.map((oldMember) => ({ oldMember, newMember: undefined })));
    for (const regex of regexes) this.#removeRegexTopics(counts, regex);
    return counts;
  }

  #removeRegexTopics(counts: Map<string, SubscriptionCount>, regex: string): void {
    for (const topic of this.resolvedRegex(regex)?.topics ?? []) addSubscriptions(counts, topic, { byRegex: -1 });
  }

  // Assignors

  /** The assignor most members ask for, as it would be with the member changed; undefined when nobody asks for any. */
  computePreferredServerAssignor({ oldMember, newMember }: MemberChange<ConsumerGroupMember>): string | undefined {
    const counts = this.serverAssignors.toMap();
    count(counts, oldMember?.serverAssignor ?? undefined, -1);
    count(counts, newMember?.serverAssignor ?? undefined, 1);
    const table = new JavaHashMap<string, number>(javaStringHashCode);
    for (const name of timelineOrder([...counts.keys()])) table.set(name, counts.get(name)!);
    return mostWanted(table);
  }

  /** The assignor most members ask for, now or at a snapshot. */
  preferredServerAssignor(epoch?: number): string | undefined {
    const counts = this.serverAssignors.toMap(epoch);
    return mostWanted(timelineOrder([...counts.keys()]).map((name) => [name, counts.get(name)!] as const));
  }

  // The classic protocol

  /** Whether a classic member with these protocols could be one of this group. */
  supportsClassicProtocols(protocolType: string, names: readonly string[]): boolean {
    if (protocolType !== "consumer") return false;
    if (this.isEmpty) return names.length > 0;
    const everybody = this.classicMemberCount.get();
    return names.some((name) => (this.#classicProtocols.get(name) ?? 0) === everybody);
  }

  /** Whether the group would be one of classic members alone without these. */
  allMembersUseClassicProtocolExcept(members: readonly ConsumerGroupMember[]): boolean {
    const classic = members.filter(usesClassicProtocol).length;
    return this.classicMemberCount.get() - classic === this.members.size - members.length;
  }

  /** Whether the member waits for a partition that another one has not given up. */
  isWaitingOnUnreleasedPartition(member: ConsumerGroupMember): boolean {
    if (member.state !== MemberState.UNRELEASED_PARTITIONS) return false;
    for (const [topicId, partitions] of this.targetAssignmentOf(member.memberId)) {
      const assigned = member.assignedPartitions.get(topicId);
      for (const partition of partitions) {
        if (assigned?.has(partition) !== true && this.partitionEpoch(topicId, partition) !== -1) return true;
      }
    }
    return false;
  }

  // Replay

  replayMember(newMember: ConsumerGroupMember): void {
    const oldMember = this.members.put(newMember.memberId, newMember);
    this.#onMemberChange({ oldMember, newMember });
    if (newMember.instanceId !== null) this.staticMembers.set(newMember.instanceId, newMember.memberId);
    this.updateGroupState();
  }

  replayMemberRemoval(memberId: string): void {
    const oldMember = this.members.get(memberId);
    if (oldMember === undefined) return;
    this.members.delete(memberId);
    this.#onMemberChange({ oldMember, newMember: undefined });
    const { instanceId } = oldMember;
    if (instanceId !== null && this.staticMembers.get(instanceId) === memberId) this.staticMembers.delete(instanceId);
    this.updateGroupState();
  }

  /** Null: the expression is not resolved any more. */
  replayRegex(regex: string, resolved: ResolvedRegularExpression | null): void {
    for (const topic of this.resolvedRegex(regex)?.topics ?? []) {
      addSubscriptions(this.subscribedTopicNames, topic, { byRegex: -1 });
    }
    if (resolved === null) {
      this.resolvedRegexes.delete(regex);
    } else {
      this.resolvedRegexes.set(regex, resolved);
      for (const topic of resolved.topics) addSubscriptions(this.subscribedTopicNames, topic, { byRegex: 1 });
    }
  }

  #onMemberChange(change: MemberChange<ConsumerGroupMember>): void {
    const { oldMember, newMember } = change;
    this.updateSubscribedTopicNames(change);
    count(this.serverAssignors, oldMember?.serverAssignor ?? undefined, -1);
    count(this.serverAssignors, newMember?.serverAssignor ?? undefined, 1);
    count(this.subscribedRegexes, regexOf(oldMember), -1);
    count(this.subscribedRegexes, regexOf(newMember), 1);
    this.#updateClassicMembers(change);
    this.#updatePartitionEpochs(change);
    const type = consumerSubscriptionTypeOf(this.subscribedRegexes, this.subscribedTopicNames, this.members.size);
    this.subscriptionType.set(type);
  }

  #updateClassicMembers({ oldMember, newMember }: MemberChange<ConsumerGroupMember>): void {
    const before = oldMember?.classicMember ?? null;
    const after = newMember?.classicMember ?? null;
    const delta = (after === null ? 0 : 1) - (before === null ? 0 : 1);
    if (delta !== 0) this.classicMemberCount.set(this.classicMemberCount.get() + delta);
    for (const { name } of before?.supportedProtocols ?? []) count(this.#classicProtocols, name, -1);
    for (const { name } of after?.supportedProtocols ?? []) count(this.#classicProtocols, name, 1);
  }

  #updatePartitionEpochs({ oldMember, newMember }: MemberChange<ConsumerGroupMember>): void {
    if (oldMember !== undefined) {
      this.#removePartitionEpochs(oldMember.assignedPartitions, oldMember.memberEpoch);
      this.#removePartitionEpochs(oldMember.partitionsPendingRevocation, oldMember.memberEpoch);
    }
    if (newMember !== undefined) {
      this.#addPartitionEpochs(newMember.assignedPartitions, newMember.memberEpoch);
      this.#addPartitionEpochs(newMember.partitionsPendingRevocation, newMember.memberEpoch);
    }
  }

  #removePartitionEpochs(partitions: PartitionEpochs, expectedEpoch: number): void {
    for (const [topicId, epochs] of partitions) {
      const owned = this.#partitionEpochs.get(topicId);
      if (owned === undefined) continue;
      // Records of a compacted log may come in another order: what another member has by now stays.
      for (const partition of epochs.keys()) if (owned.get(partition) === expectedEpoch) owned.delete(partition);
      if (owned.size === 0) this.#partitionEpochs.delete(topicId);
    }
  }

  #addPartitionEpochs(partitions: PartitionEpochs, epoch: number): void {
    for (const [topicId, epochs] of partitions) {
      let owned = this.#partitionEpochs.get(topicId);
      if (owned === undefined) this.#partitionEpochs.set(topicId, (owned = new TimelineMap(this.snapshots)));
      for (const partition of epochs.keys()) {
        const before = owned.get(partition);
        assert(
          before === undefined || before < epoch,
          `partition ${topicId}-${partition} is still owned at epoch ${before} when it is assigned at ${epoch}`,
        );
        owned.set(partition, epoch);
      }
    }
  }

  protected override updateGroupState(): void {
    const state = this.#computeState();
    if (state !== this.state.get()) this.state.set(state);
  }

  #computeState(): ConsumerGroupState {
    if (this.members.size === 0) return ConsumerGroupState.EMPTY;
    const { assignmentEpoch } = this;
    if (this.groupEpoch.get() > assignmentEpoch) return ConsumerGroupState.ASSIGNING;
    for (const member of this.members.values()) {
      if (!isReconciledTo(member, assignmentEpoch)) return ConsumerGroupState.RECONCILING;
    }
    return ConsumerGroupState.STABLE;
  }
}

/** Of a group with regular expressions: all members must share the one expression and nothing else. */
export function consumerSubscriptionTypeOf(
  regexes: ReadonlyMap<string, number> | TimelineMap<string, number>,
  topics: ReadonlyMap<string, SubscriptionCount> | TimelineMap<string, SubscriptionCount>,
  memberCount: number,
): SubscriptionType {
  if (regexes.size === 0) return subscriptionTypeOf(topics, memberCount);
  const [first] = timelineOrder([...regexes.keys()]);
  if (regexes.get(first!) !== memberCount) return "heterogeneous";
  for (const [, { byName, byRegex }] of topics) if (byRegex !== 1 || byName > 0) return "heterogeneous";
  return "homogeneous";
}

function count(counts: Map<string, number> | TimelineMap<string, number>, key: string | undefined, by: number): void {
  if (key === undefined) return;
  const value = (counts.get(key) ?? 0) + by;
  if (value <= 0) counts.delete(key);
  else counts.set(key, value);
}

/** The first with the highest count. */
function mostWanted(counts: Iterable<readonly [string, number]>): string | undefined {
  let best: readonly [string, number] | undefined;
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry;
  return best?.[0];
}
