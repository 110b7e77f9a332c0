/**
 * Members of a consumer group that use the classic protocol, while a live group changes its protocol: their SyncGroup and
 * Heartbeat are answered from the consumer group's state. REBALANCE_IN_PROGRESS makes them join again, which for them is
 * the step that a heartbeat is for the others.
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { LeaveGroupRequest, LeaveGroupResponse, MemberIdentity } from "@ottla/protocol/messages/leave-group";
import type { SyncGroupRequest } from "@ottla/protocol/messages/sync-group";
import type { SyncWaiter } from "../classic/classic-group-member.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { MemberState } from "../modern/member-state.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { Refusal } from "../refusal.ts";
import type { ClassicMember, ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { assignedPartitionsOf, encodeAssignment } from "./consumer-protocol.ts";
import { fenceMembers } from "./fence.ts";
import { memberOrRefusal, staticMemberOrRefusal } from "./member-lookup.ts";
import { cancelSyncTimeout, scheduleJoinTimeoutIfAbsent, scheduleSessionTimeout } from "./member-timers.ts";

export function syncClassicMember(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  request: SyncGroupRequest,
  waiter: SyncWaiter,
): GroupResult {
  const { groupId, memberId, protocolType, protocolName } = request;
  const member = findClassicMember(group, request);
  const errorCode = typeof member === "number" ? member : validateSync(context, group, member, request);
  if (typeof member === "number" || errorCode !== ErrorCode.NONE) {
    waiter.complete({ errorCode });
    return NOTHING;
  }
  const { sessionTimeoutMs, supportedProtocols } = member.classicMember;
  const assignment = encodeAssignment(assignedPartitionsOf(member), supportedProtocols[0]!.metadata, context.image);
  return {
    records: [],
    response: undefined,
    onCompletion: (completion, time) => {
      if (completion !== ErrorCode.NONE) return;
      context.time = time;
      cancelSyncTimeout(context, groupId, memberId);
      scheduleSessionTimeout(context, groupId, memberId, sessionTimeoutMs);
      waiter.complete({ protocolType, protocolName, assignment });
    },
  };
}

export function heartbeatClassicMember(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  request: HeartbeatRequest,
): Input<HeartbeatResponse> {
  const { groupId, memberId, generationId } = request;
  const member = findClassicMember(group, request);
  if (typeof member === "number") return { errorCode: member };
  if (member.memberEpoch !== generationId) return { errorCode: ErrorCode.ILLEGAL_GENERATION };
  scheduleSessionTimeout(context, groupId, memberId, member.classicMember.sessionTimeoutMs);
  const mustJoin =
    member.memberEpoch < group.assignmentEpoch ||
    member.state === MemberState.UNREVOKED_PARTITIONS ||
    (member.state === MemberState.UNRELEASED_PARTITIONS && !group.isWaitingOnUnreleasedPartition(member));
  if (!mustJoin) return { errorCode: ErrorCode.NONE };
  scheduleJoinTimeoutIfAbsent(context, groupId, member);
  return { errorCode: ErrorCode.REBALANCE_IN_PROGRESS };
}

/** Removes members of either protocol: an administrator may remove any. */
export function leaveConsumerGroup(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  request: LeaveGroupRequest,
): CoordinatorResult<Input<LeaveGroupResponse>, GroupRecord> {
  const leaving = new Map<string, ConsumerGroupMember>();
  const members = request.members.map((identity) => {
    const { memberId, groupInstanceId } = identity;
    const member = findLeavingMember(group, identity);
    if (member instanceof Refusal) return { memberId, groupInstanceId, errorCode: member.errorCode };
    leaving.set(member.memberId, member);
    const reason = identity.reason ?? "not provided";
    context.log.info({ groupId: group.groupId, memberId: member.memberId, reason }, "member has left the group");
    return { memberId, groupInstanceId, errorCode: ErrorCode.NONE };
  });
  if (leaving.size === 0) return respond({ members });
  return { ...fenceMembers(context, group, [...leaving.values()]), response: { members } };
}

function findLeavingMember(
  group: ConsumerGroup,
  { memberId, groupInstanceId }: MemberIdentity,
): ConsumerGroupMember | Refusal {
  if (groupInstanceId === null) return memberOrRefusal(group, memberId);
  const holder = memberId === "" ? group.staticMember(groupInstanceId)?.memberId : memberId;
  return staticMemberOrRefusal(group, groupInstanceId, holder ?? memberId);
}

interface MemberOfClassicProtocol extends ConsumerGroupMember {
  readonly classicMember: ClassicMember;
}

/** The member, or the error code of why there is none. */
function findClassicMember(
  group: ConsumerGroup,
  { memberId, groupInstanceId }: { readonly memberId: string; readonly groupInstanceId: string | null },
): MemberOfClassicProtocol | number {
  const member =
    groupInstanceId === null
      ? memberOrRefusal(group, memberId)
      : staticMemberOrRefusal(group, groupInstanceId, memberId);
  if (member instanceof Refusal) return member.errorCode;
  const { classicMember } = member;
  return classicMember === null ? ErrorCode.UNKNOWN_MEMBER_ID : { ...member, classicMember };
}

function validateSync(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  member: MemberOfClassicProtocol,
  { generationId, protocolType, protocolName }: SyncGroupRequest,
): number {
  if (member.memberEpoch !== generationId) return ErrorCode.ILLEGAL_GENERATION;
  if (protocolType !== null && protocolType !== "consumer") return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  if (protocolName !== null && protocolName !== member.classicMember.supportedProtocols[0]!.name) {
    return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }
  if (group.assignmentEpoch > member.memberEpoch && member.state !== MemberState.UNREVOKED_PARTITIONS) {
    scheduleJoinTimeoutIfAbsent(context, group.groupId, member);
    return ErrorCode.REBALANCE_IN_PROGRESS;
  }
  return ErrorCode.NONE;
}
