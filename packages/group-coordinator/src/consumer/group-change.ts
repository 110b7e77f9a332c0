/**
 * What one heartbeat (or one JoinGroup of a classic member) does to a consumer group, step by step: the member's subscription,
 * the group's epoch, the target assignment, the member's own step. Each step adds its records; nothing else changes.
 */

import { ErrorCode } from "@ottla/protocol";
import { PartitionAssignorError } from "../assignor/partition-assignor.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { Assignment } from "../modern/assignment.ts";
import { EMPTY_ASSIGNMENT } from "../modern/assignment.ts";
import { MemberState } from "../modern/member-state.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import type { SubscriptionType } from "../modern/modern-group.ts";
import { isReconciledTo } from "../modern/modern-group-member.ts";
import { buildTargetAssignment } from "../modern/target-assignment.ts";
import { Refusal } from "../refusal.ts";
import {
  consumerGroupEpochRecord,
  consumerGroupMemberRecord,
  consumerGroupPartitionMetadataTombstone,
  currentAssignmentRecord,
  targetAssignmentMetadataRecord,
  targetAssignmentRecord,
} from "../records/consumer-group-records.ts";
import type { GroupRecord } from "../records/group-record.ts";
import {
  consumerGroupMemberEquals,
  regexOf,
  setEquals,
  usesClassicProtocol,
  type ConsumerGroupMember,
} from "./consumer-group-member.ts";
import { consumerSubscriptionTypeOf, type ConsumerGroup } from "./consumer-group.ts";
import { nextAssignment } from "./current-assignment.ts";
import type { OwnedPartitions } from "./member-lookup.ts";
import { cancelRebalanceTimeout, scheduleRebalanceTimeout } from "./member-timers.ts";

/** Topics are looked at when they change; this is only the longest time without a look. */
const METADATA_REFRESH_INTERVAL_MS = 2_147_483_647;

export interface GroupChange {
  readonly group: ConsumerGroup;
  /** As the log has it; epoch 0 when it is new. */
  readonly member: ConsumerGroupMember;
  readonly updatedMember: ConsumerGroupMember;
  readonly records: GroupRecord[];
}

export interface GroupEpoch {
  readonly groupEpoch: number;
  readonly subscriptionType: SubscriptionType;
}

/** Writes the member if anything about it has changed; whether the topics it names have. */
export function updateMemberMetadata({ group, member, updatedMember, records }: GroupChange): boolean {
  if (consumerGroupMemberEquals(member, updatedMember)) return false;
  records.push(consumerGroupMemberRecord(group.groupId, updatedMember));
  return !setEquals(member.subscribedTopicNames, updatedMember.subscribedTopicNames);
}

/** A new epoch when subscriptions (`isChanged`) or the topics have changed. */
export function updateGroupEpoch(
  context: GroupCoordinatorContext,
  change: GroupChange,
  isChanged: boolean,
): GroupEpoch {
  const { group, member, updatedMember, records } = change;
  const unchanged = { groupEpoch: group.groupEpoch.get(), subscriptionType: group.subscriptionType.get() };
  if (!isChanged && !group.hasMetadataExpired(context.time.nowMs)) return unchanged;
  const memberChange = { oldMember: member, newMember: updatedMember };
  const topics = group.computeSubscribedTopics(memberChange);
  const metadataHash = computeMetadataHash(topics.keys(), context.topicHashes, context.image);
  const subscriptionType = consumerSubscriptionTypeOf(
    group.computeSubscribedRegexes(memberChange),
    topics,
    memberCountWith(group, updatedMember),
  );
  let { groupEpoch } = unchanged;
  if (isChanged || metadataHash !== group.metadataHash.get()) {
    groupEpoch++;
    records.push(consumerGroupEpochRecord(group.groupId, groupEpoch, metadataHash));
    context.log.info({ groupId: group.groupId, groupEpoch }, "bumped the epoch of a consumer group");
    context.metrics.onConsumerGroupRebalance?.();
  }
  group.setMetadataRefreshDeadline(context.time.nowMs + METADATA_REFRESH_INTERVAL_MS, groupEpoch);
  if (group.hasPartitionMetadataRecord.get()) records.push(consumerGroupPartitionMetadataTombstone(group.groupId));
  return { groupEpoch, subscriptionType };
}

export interface TargetAssignment {
  readonly epoch: number;
  /** Of the updated member. */
  readonly assignment: Assignment;
}

/** A new target assignment when the group's epoch is ahead and the last one is old enough; otherwise the last one. */
export function updateTargetAssignment(
  context: GroupCoordinatorContext,
  change: GroupChange,
  { groupEpoch, subscriptionType }: GroupEpoch,
): TargetAssignment | Refusal {
  const { group, member, updatedMember, records } = change;
  const isDue = group.assignmentEpoch < groupEpoch && canAssign(context, group);
  if (!isDue) return { epoch: group.assignmentEpoch, assignment: group.targetAssignmentOfMember(updatedMember) };
  const { memberId, instanceId } = updatedMember;
  const holder = instanceId === null ? undefined : group.staticMembers.get(instanceId);
  try {
    const result = buildTargetAssignment({
      group,
      groupEpoch,
      nowMs: context.time.nowMs,
      assignor: assignorOf(context, group, { oldMember: member, newMember: updatedMember }),
      subscriptionType,
      image: context.image,
      updatedMember,
      replacedMemberId: holder === memberId ? undefined : holder,
      subscribedTopicNames: (one) => subscribedTopicNames(group, one),
      records: { targetAssignment: targetAssignmentRecord, targetAssignmentMetadata: targetAssignmentMetadataRecord },
    });
    records.push(...result.records);
    return { epoch: groupEpoch, assignment: result.targetAssignment.get(memberId) ?? EMPTY_ASSIGNMENT };
  } catch (error) {
    if (!(error instanceof PartitionAssignorError)) throw error;
    const message = `Failed to compute a new target assignment for epoch ${groupEpoch}: ${error.message}`;
    context.log.warn({ groupId: group.groupId, error }, "a target assignment could not be made");
    return new Refusal(ErrorCode.UNKNOWN_SERVER_ERROR, message);
  }
}

/** The member's next step towards the target. */
export function reconcile(
  context: GroupCoordinatorContext,
  { group, updatedMember: member, records }: GroupChange,
  step: {
    readonly target: TargetAssignment;
    readonly hasSubscriptionChanged: boolean;
    readonly ownedPartitions: OwnedPartitions;
  },
): ConsumerGroupMember | Refusal {
  const { target, hasSubscriptionChanged, ownedPartitions } = step;
  if (!hasSubscriptionChanged && isReconciledTo(member, target.epoch)) return member;
  const { groupId } = group;
  const next = nextAssignment({
    member,
    image: context.image,
    targetAssignmentEpoch: target.epoch,
    targetAssignment: target.assignment,
    hasSubscriptionChanged,
    resolvedTopics: (regex) => group.resolvedRegex(regex)?.topics,
    partitionEpoch: (topicId, partition) => group.partitionEpoch(topicId, partition),
    ownedPartitions,
  });
  if (next instanceof Refusal || consumerGroupMemberEquals(next, member)) return next;
  records.push(currentAssignmentRecord(groupId, next));
  if (!usesClassicProtocol(next)) {
    if (next.state === MemberState.UNREVOKED_PARTITIONS) scheduleRebalanceTimeout(context, groupId, next);
    else cancelRebalanceTimeout(context, groupId, next.memberId);
  }
  return next;
}

/** What the member subscribes to: the names, and what its regular expression stands for as far as that is known. */
function subscribedTopicNames(group: ConsumerGroup, member: ConsumerGroupMember): ReadonlySet<string> {
  const regex = regexOf(member);
  const resolved = regex === undefined ? undefined : group.resolvedRegex(regex)?.topics;
  if (resolved === undefined || resolved.size === 0) return member.subscribedTopicNames;
  return member.subscribedTopicNames.size === 0 ? resolved : new Set([...member.subscribedTopicNames, ...resolved]);
}

function memberCountWith(group: ConsumerGroup, { memberId, instanceId }: ConsumerGroupMember): number {
  const isThere = group.members.has(memberId) || (instanceId !== null && group.staticMembers.has(instanceId));
  return group.members.size + (isThere ? 0 : 1);
}

function canAssign(context: GroupCoordinatorContext, group: ConsumerGroup): boolean {
  const intervalMs =
    context.groupConfig(group.groupId)?.consumerAssignmentIntervalMs ??
    context.config.consumerGroupAssignmentIntervalMs;
  const lastMs = group.assignmentTimestampMs;
  return lastMs === 0 || intervalMs === 0 || context.time.nowMs >= lastMs + intervalMs;
}

function assignorOf(
  { config }: GroupCoordinatorContext,
  group: ConsumerGroup,
  change: { readonly oldMember: ConsumerGroupMember; readonly newMember: ConsumerGroupMember },
): GroupCoordinatorContext["config"]["consumerGroupAssignors"][number] {
  const assignors = config.consumerGroupAssignors;
  const preferred = group.computePreferredServerAssignor(change);
  // What was asked for may have been configured away since.
  return assignors.find(({ name }) => name === preferred) ?? assignors[0]!;
}
