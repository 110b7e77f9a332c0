/**
 * ShareGroupHeartbeat (KIP-932): joins, keeps up, and leaves. The answer says which epoch the member is in and, when that is
 * news, which partitions it reads. Only partitions are handed out whose state is with the share coordinator.
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { PartitionAssignorError } from "../assignor/partition-assignor.ts";
import { simpleAssignor } from "../assignor/simple-assignor.ts";
import { setEquals } from "../consumer/consumer-group-member.ts";
import { MemberEpoch } from "../consumer/member-epoch.ts";
import type { GroupCoordinatorContext, GroupRequestContext } from "../group-coordinator-context.ts";
import { assignmentEquals, EMPTY_ASSIGNMENT, topicPartitionsOf, type Assignment } from "../modern/assignment.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import { subscriptionTypeOf, type SubscriptionType } from "../modern/modern-group.ts";
import { isReconciledTo } from "../modern/modern-group-member.ts";
import { buildTargetAssignment } from "../modern/target-assignment.ts";
import { Refusal } from "../refusal.ts";
import type { GroupRecord } from "../records/group-record.ts";
import {
  shareCurrentAssignmentRecord,
  shareGroupEpochRecord,
  shareGroupMemberRecord,
  shareTargetAssignmentMetadataRecord,
  shareTargetAssignmentRecord,
} from "../records/share-group-records.ts";
import { fenceShareMember, scheduleShareSessionTimeout } from "./fence.ts";
import { findOrCreateShareGroup, findShareGroup, shareMemberOrRefusal, subscribeShareMember } from "./group-lookup.ts";
import { reconciled, shareGroupMemberEquals, type ShareGroupMember } from "./share-group-member.ts";
import type { ShareGroup } from "./share-group.ts";
import { initializeSubscribed, type ShareStateInitialization } from "./state-initialization.ts";

export interface ShareHeartbeatOutcome {
  readonly response: Input<ShareGroupHeartbeatResponse>;
  /** What the share coordinator is to be asked for once this is committed. */
  readonly initialization: ShareStateInitialization | undefined;
}

export type ShareHeartbeatResult = CoordinatorResult<ShareHeartbeatOutcome, GroupRecord>;

/** Topics are looked at when they change; this is only the longest time without a look. */
const METADATA_REFRESH_INTERVAL_MS = 2_147_483_647;

/** `request` is valid by itself (`validation`). */
export function handleShareGroupHeartbeat(
  context: GroupCoordinatorContext,
  request: ShareGroupHeartbeatRequest,
  requestContext: GroupRequestContext,
): ShareHeartbeatResult {
  const isLeaving = request.memberEpoch === MemberEpoch.LEAVE_GROUP;
  const result = isLeaving ? leave(context, request) : heartbeat(context, request, requestContext);
  if (!(result instanceof Refusal)) return result;
  return respond({ response: shareHeartbeatRefusal(result), initialization: undefined });
}

/** The answer to a heartbeat that is refused. */
export function shareHeartbeatRefusal({ errorCode, message }: Refusal): Input<ShareGroupHeartbeatResponse> {
  return { errorCode, errorMessage: message };
}

interface Change {
  readonly group: ShareGroup;
  /** As the log has it; epoch 0 when it is new. */
  readonly member: ShareGroupMember;
  readonly updatedMember: ShareGroupMember;
  readonly records: GroupRecord[];
}

function heartbeat(
  context: GroupCoordinatorContext,
  request: ShareGroupHeartbeatRequest,
  requestContext: GroupRequestContext,
): ShareHeartbeatResult | Refusal {
  const { groupId, memberId, memberEpoch } = request;
  const group =
    memberEpoch === MemberEpoch.JOIN_GROUP
      ? findOrCreateShareGroup(context, groupId)
      : findShareGroup(context, groupId, { noun: "Share group" });
  if (group instanceof Refusal) return group;
  const member = subscribeShareMember(context, group, request);
  if (member instanceof Refusal) return member;
  const records: GroupRecord[] = [];
  const change = { group, member, updatedMember: withRequest(member, request, requestContext), records };
  const epoch = updateGroupEpoch(context, change, updateMember(change));
  const target = updateTargetAssignment(context, change, epoch);
  if (target instanceof Refusal) return target;
  const next = reconcile(context, change, { ...target, hasSubscriptionChanged: epoch.isBumped });
  scheduleShareSessionTimeout(context, groupId, memberId);
  const { groupEpoch, topicNames } = epoch;
  const initialization = initializeSubscribed(context, group, { groupEpoch, topicNames, records });
  return { records, response: { response: answer(context, request, { member, next }), initialization } };
}

/** What a request leaves out stays as it was. */
function withRequest(
  member: ShareGroupMember,
  { rackId, subscribedTopicNames }: ShareGroupHeartbeatRequest,
  { clientId, clientHost }: GroupRequestContext,
): ShareGroupMember {
  return {
    ...member,
    rackId: rackId ?? member.rackId,
    subscribedTopicNames: subscribedTopicNames === null ? member.subscribedTopicNames : new Set(subscribedTopicNames),
    clientId,
    clientHost,
  };
}

/** Writes the member if anything about it has changed; whether the topics it names have. */
function updateMember({ group, member, updatedMember, records }: Change): boolean {
  if (shareGroupMemberEquals(member, updatedMember)) return false;
  records.push(shareGroupMemberRecord(group.groupId, updatedMember));
  return !setEquals(member.subscribedTopicNames, updatedMember.subscribedTopicNames);
}

interface Epoch {
  readonly groupEpoch: number;
  readonly isBumped: boolean;
  readonly subscriptionType: SubscriptionType;
  /** What the group subscribes to. */
  readonly topicNames: readonly string[];
}

/** A new epoch when subscriptions, the topics, or the partitions that have state have changed. */
function updateGroupEpoch(context: GroupCoordinatorContext, change: Change, hasSubscriptionChanged: boolean): Epoch {
  const { group, member, updatedMember, records } = change;
  let groupEpoch = group.groupEpoch.get();
  const isPending = group.assignmentEpoch >= groupEpoch && group.isInitializedAssignmentPending;
  let isBumped = hasSubscriptionChanged || isPending;
  if (!isBumped && !group.hasMetadataExpired(context.time.nowMs)) {
    const topicNames = [...group.subscribedTopicNames.keys()];
    return { groupEpoch, isBumped, subscriptionType: group.subscriptionType.get(), topicNames };
  }
  const topics = group.computeSubscribedTopicNames([{ oldMember: member, newMember: updatedMember }]);
  const metadataHash = computeMetadataHash(topics.keys(), context.topicHashes, context.image);
  const memberCount = group.members.size + (group.members.has(updatedMember.memberId) ? 0 : 1);
  if (metadataHash !== group.metadataHash.get()) isBumped = true;
  if (isBumped) {
    groupEpoch++;
    records.push(shareGroupEpochRecord(group.groupId, groupEpoch, metadataHash));
    context.log.info({ groupId: group.groupId, groupEpoch }, "bumped the epoch of a share group");
    context.metrics.onShareGroupRebalance?.();
  }
  group.setMetadataRefreshDeadline(context.time.nowMs + METADATA_REFRESH_INTERVAL_MS, groupEpoch);
  const subscriptionType = subscriptionTypeOf(topics, memberCount);
  return { groupEpoch, isBumped, subscriptionType, topicNames: [...topics.keys()] };
}

interface Target {
  readonly epoch: number;
  /** Of the updated member. */
  readonly assignment: Assignment;
}

/** A new target assignment when the group's epoch is ahead and the last one is old enough; otherwise the last one. */
function updateTargetAssignment(
  context: GroupCoordinatorContext,
  { group, updatedMember, records }: Change,
  { groupEpoch, subscriptionType }: Epoch,
): Target | Refusal {
  const { memberId } = updatedMember;
  if (group.assignmentEpoch >= groupEpoch || !canAssign(context, group)) {
    return { epoch: group.assignmentEpoch, assignment: group.targetAssignmentOf(memberId) };
  }
  const initialized = group.stateTopics.get()?.initialized;
  try {
    const result = buildTargetAssignment({
      group,
      groupEpoch,
      nowMs: context.time.nowMs,
      assignor: simpleAssignor,
      subscriptionType,
      image: context.image,
      updatedMember,
      subscribedTopicNames: (one) => one.subscribedTopicNames,
      isPartitionAssignable: (topicId, partition) => initialized?.get(topicId)?.partitions.has(partition) === true,
      records: {
        targetAssignment: shareTargetAssignmentRecord,
        targetAssignmentMetadata: shareTargetAssignmentMetadataRecord,
      },
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

function canAssign({ config, groupConfig, time }: GroupCoordinatorContext, group: ShareGroup): boolean {
  const intervalMs = groupConfig(group.groupId)?.shareAssignmentIntervalMs ?? config.shareGroupAssignmentIntervalMs;
  const lastMs = group.assignmentTimestampMs;
  return lastMs === 0 || intervalMs === 0 || time.nowMs >= lastMs + intervalMs;
}

function reconcile(
  { image }: GroupCoordinatorContext,
  { group, updatedMember: member, records }: Change,
  target: Target & { readonly hasSubscriptionChanged: boolean },
): ShareGroupMember {
  if (!target.hasSubscriptionChanged && isReconciledTo(member, target.epoch)) return member;
  const next = reconciled(member, target, image);
  if (!shareGroupMemberEquals(next, member)) records.push(shareCurrentAssignmentRecord(group.groupId, next));
  return next;
}

function answer(
  context: GroupCoordinatorContext,
  { groupId, memberEpoch, subscribedTopicNames }: ShareGroupHeartbeatRequest,
  { member, next }: { readonly member: ShareGroupMember; readonly next: ShareGroupMember },
): Input<ShareGroupHeartbeatResponse> {
  const response = {
    memberId: next.memberId,
    memberEpoch: next.memberEpoch,
    heartbeatIntervalMs:
      context.groupConfig(groupId)?.shareHeartbeatIntervalMs ?? context.config.shareGroupHeartbeatIntervalMs,
  };
  const isNews =
    memberEpoch === MemberEpoch.JOIN_GROUP ||
    subscribedTopicNames !== null ||
    !assignmentEquals(member.assignedPartitions, next.assignedPartitions);
  if (!isNews) return response;
  return { ...response, assignment: { topicPartitions: topicPartitionsOf(next.assignedPartitions) } };
}

function leave(
  context: GroupCoordinatorContext,
  { groupId, memberId, memberEpoch }: ShareGroupHeartbeatRequest,
): ShareHeartbeatResult | Refusal {
  const group = findShareGroup(context, groupId);
  if (group instanceof Refusal) return group;
  const member = shareMemberOrRefusal(group, memberId);
  if (member instanceof Refusal) return member;
  context.log.info({ groupId, memberId }, "member has left its share group");
  const response = { response: { memberId, memberEpoch }, initialization: undefined };
  return { ...fenceShareMember(context, group, member), response };
}
