/**
 * ConsumerGroupHeartbeat (KIP-848): joins, keeps up, and leaves. Each heartbeat is one step of the member towards its target
 * assignment; the answer says which epoch it is in and, when that is news, which partitions it has.
 */

import { randomUuid } from "@ottla/base";
import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { GroupCoordinatorContext, GroupRequestContext } from "../group-coordinator-context.ts";
import { MemberState } from "../modern/member-state.ts";
import { Refusal } from "../refusal.ts";
import { currentAssignmentRecord } from "../records/consumer-group-records.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { NO_PARTITIONS, partitionEpochsEqual, type ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { fenceMembers } from "./fence.ts";
import { reconcile, updateGroupEpoch, updateMemberMetadata, updateTargetAssignment } from "./group-change.ts";
import { consumerGroupFull, findConsumerGroup, findOrCreateConsumerGroup } from "./group-lookup.ts";
import { MemberEpoch } from "./member-epoch.ts";
import { memberOrRefusal, staticMemberOrRefusal, subscribeMember } from "./member-lookup.ts";
import { scheduleRebalanceTimeout, scheduleSessionTimeout } from "./member-timers.ts";
import { updateRegularExpressions } from "./regular-expressions.ts";

export type HeartbeatResult = CoordinatorResult<Input<ConsumerGroupHeartbeatResponse>, GroupRecord>;

/** `request` is valid by itself (`validation`). */
export function handleConsumerGroupHeartbeat(
  context: GroupCoordinatorContext,
  request: ConsumerGroupHeartbeatRequest,
  requestContext: GroupRequestContext,
): HeartbeatResult {
  const { memberEpoch } = request;
  const isLeaving = memberEpoch === MemberEpoch.LEAVE_GROUP || memberEpoch === MemberEpoch.LEAVE_GROUP_STATIC;
  const result = isLeaving ? leave(context, request) : heartbeat(context, request, requestContext);
  return result instanceof Refusal ? respond(heartbeatRefusal(result)) : result;
}

/** The answer to a heartbeat that is refused. */
export function heartbeatRefusal({ errorCode, message }: Refusal): Input<ConsumerGroupHeartbeatResponse> {
  return { errorCode, errorMessage: message };
}

function heartbeat(
  context: GroupCoordinatorContext,
  request: ConsumerGroupHeartbeatRequest,
  requestContext: GroupRequestContext,
): HeartbeatResult | Refusal {
  const { groupId, memberEpoch, instanceId, topicPartitions: ownedPartitions } = request;
  const records: GroupRecord[] = [];
  const isJoining = memberEpoch === MemberEpoch.JOIN_GROUP;
  const group = isJoining
    ? findOrCreateConsumerGroup(context, groupId, records)
    : findConsumerGroup(context, groupId, "Consumer group");
  if (group instanceof Refusal) return group;
  const full = consumerGroupFull(context, group, request.memberId);
  if (full !== undefined) return full;
  const memberId = request.memberId === "" ? randomUuid(context.random) : request.memberId;
  const identification = { memberId, instanceId, memberEpoch, ownedPartitions };
  const member = subscribeMember(
    group,
    { ...identification, usesClassicProtocol: false, createsMember: isJoining },
    records,
  );
  if (member instanceof Refusal) return member;
  const change = { group, member, updatedMember: withRequest(member, request, requestContext), records };
  const hasTopicsChanged = updateMemberMetadata(change);
  const regex = updateRegularExpressions(context, change, requestContext);
  if (regex instanceof Refusal) return regex;
  const epoch = updateGroupEpoch(context, change, hasTopicsChanged || (regex.isUpdated && regex.isResolved));
  const target = updateTargetAssignment(context, change, epoch);
  if (target instanceof Refusal) return target;
  const hasSubscriptionChanged = hasTopicsChanged || regex.isUpdated;
  const next = reconcile(context, change, { target, hasSubscriptionChanged, ownedPartitions });
  if (next instanceof Refusal) return next;
  scheduleSessionTimeout(context, groupId, memberId);
  return {
    records,
    response: answer(context, request, { member, next }),
    onCompletion: (errorCode, time) => {
      if (errorCode === ErrorCode.NONE) return;
      // The step has not been made: a member that was to give up partitions is to do so still.
      context.time = time;
      const before = context.groups.consumerGroup(groupId)?.members.get(memberId);
      if (before?.state === MemberState.UNREVOKED_PARTITIONS) scheduleRebalanceTimeout(context, groupId, before);
    },
  };
}

function answer(
  context: GroupCoordinatorContext,
  request: ConsumerGroupHeartbeatRequest,
  { member, next }: { readonly member: ConsumerGroupMember; readonly next: ConsumerGroupMember },
): Input<ConsumerGroupHeartbeatResponse> {
  const { groupId } = request;
  const response = {
    memberId: next.memberId,
    memberEpoch: next.memberEpoch,
    heartbeatIntervalMs:
      context.groupConfig(groupId)?.consumerHeartbeatIntervalMs ?? context.config.consumerGroupHeartbeatIntervalMs,
  };
  const isNews = isFullRequest(request) || !partitionEpochsEqual(member.assignedPartitions, next.assignedPartitions);
  return isNews ? { ...response, assignment: { topicPartitions: topicPartitions(next) } } : response;
}

/** A member that says everything is told everything: it may have lost an answer. */
function isFullRequest(request: ConsumerGroupHeartbeatRequest): boolean {
  const { memberEpoch, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex } = request;
  const hasSubscription = subscribedTopicNames !== null || subscribedTopicRegex !== null;
  return (
    memberEpoch === MemberEpoch.JOIN_GROUP ||
    (rebalanceTimeoutMs !== -1 && hasSubscription && request.topicPartitions !== null)
  );
}

function topicPartitions({ assignedPartitions }: ConsumerGroupMember): { topicId: string; partitions: number[] }[] {
  return [...assignedPartitions].map(([topicId, epochs]) => ({ topicId, partitions: [...epochs.keys()] }));
}

/** What a request leaves out stays as it was. */
function withRequest(
  member: ConsumerGroupMember,
  request: ConsumerGroupHeartbeatRequest,
  { clientId, clientHost }: GroupRequestContext,
): ConsumerGroupMember {
  const { rebalanceTimeoutMs, subscribedTopicNames } = request;
  return {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rackId: request.rackId ?? member.rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? member.serverAssignor,
    subscribedTopicNames: subscribedTopicNames === null ? member.subscribedTopicNames : new Set(subscribedTopicNames),
    subscribedTopicRegex: request.subscribedTopicRegex ?? member.subscribedTopicRegex,
    clientId,
    clientHost,
    classicMember: null,
  };
}

function leave(context: GroupCoordinatorContext, request: ConsumerGroupHeartbeatRequest): HeartbeatResult | Refusal {
  const { groupId, memberId, memberEpoch, instanceId } = request;
  const group = findConsumerGroup(context, groupId);
  if (group instanceof Refusal) return group;
  const member =
    instanceId === null ? memberOrRefusal(group, memberId) : staticMemberOrRefusal(group, instanceId, memberId);
  if (member instanceof Refusal) return member;
  context.log.info({ groupId, memberId, instanceId, memberEpoch }, "member has left its consumer group");
  if (instanceId !== null && memberEpoch === MemberEpoch.LEAVE_GROUP_STATIC) return leaveForAWhile(group, member);
  return { ...fenceMembers(context, group, [member]), response: { memberId, memberEpoch } };
}

/** The static member's partitions stay with it; its session goes on, and ends if it does not come back. */
function leaveForAWhile({ groupId }: ConsumerGroup, member: ConsumerGroupMember): HeartbeatResult {
  const memberEpoch = MemberEpoch.LEAVE_GROUP_STATIC;
  const assignedPartitions = new Map(
    [...member.assignedPartitions].map(([topicId, epochs]) => [
      topicId,
      new Map([...epochs.keys()].map((partition) => [partition, 0])),
    ]),
  );
  const left = { ...member, memberEpoch, assignedPartitions, partitionsPendingRevocation: NO_PARTITIONS };
  return {
    records: [currentAssignmentRecord(groupId, left)],
    response: { memberId: member.memberId, memberEpoch },
  };
}
