/**
 * LeaveGroup on a classic group: members go, each by its member id or, removed by an administrator, by its group instance
 * id. One rebalance follows for all of them.
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  LeaveGroupRequest,
  LeaveGroupResponse,
  MemberIdentity,
  MemberResponse,
} from "@ottla/protocol/messages/leave-group";
import { leaveConsumerGroup } from "../consumer/classic-member.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import type { GroupRecord } from "../records/group-record.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { validateMember } from "./member-validation.ts";
import { maybeCompleteJoinPhase, maybePrepareRebalanceOrCompleteJoin } from "./rebalance.ts";
import { cancelHeartbeat } from "./session.ts";

type LeaveResult = CoordinatorResult<Input<LeaveGroupResponse>, GroupRecord>;

/** `request` names its members in the form of version 3 and above, whatever its version. */
export function handleLeaveGroup(context: GroupCoordinatorContext, request: LeaveGroupRequest): LeaveResult {
  const consumerGroup = context.groups.consumerGroup(request.groupId);
  if (consumerGroup !== undefined) return leaveConsumerGroup(context, consumerGroup, request);
  const group = context.groups.classicGroup(request.groupId, context.time.nowMs);
  if (group === undefined) {
    return respond({ members: request.members.map((member) => outcome(member, ErrorCode.UNKNOWN_MEMBER_ID)) });
  }
  if (group.isInState(ClassicGroupState.DEAD)) return respond({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE });
  const members = request.members.map((member) => outcome(member, leave(context, group, member)));
  const left = members.filter(({ errorCode }) => errorCode === ErrorCode.NONE);
  const result =
    left.length === 0
      ? NOTHING
      : afterLeaving(
          context,
          group,
          left.map(({ memberId }) => memberId),
        );
  return { ...result, response: { members } };
}

function leave(context: GroupCoordinatorContext, group: ClassicGroup, identity: MemberIdentity): number {
  const { memberId, groupInstanceId } = identity;
  if (memberId === "") {
    const holder = groupInstanceId === null ? undefined : group.staticMemberId(groupInstanceId);
    if (holder === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
    removeMember(context, group, holder, identity);
    return ErrorCode.NONE;
  }
  if (group.isPendingMember(memberId)) {
    group.remove(memberId);
    cancelHeartbeat(context, group.groupId, memberId);
    return ErrorCode.NONE;
  }
  const errorCode = validateMember(group, memberId, groupInstanceId);
  if (errorCode === ErrorCode.NONE) removeMember(context, group, memberId, identity);
  return errorCode;
}

function removeMember(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  memberId: string,
  { reason }: MemberIdentity,
): void {
  const { groupId } = group;
  cancelHeartbeat(context, groupId, memberId);
  context.log.info({ groupId, memberId, reason: reason ?? "not provided" }, "member has left the group");
  const member = group.member(memberId)!;
  // Its own JoinGroup may still wait, from another connection.
  group.completeJoin(member, { memberId: "", errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
  group.remove(memberId);
}

function afterLeaving(context: GroupCoordinatorContext, group: ClassicGroup, left: readonly string[]): GroupResult {
  switch (group.state) {
    case ClassicGroupState.STABLE:
    case ClassicGroupState.COMPLETING_REBALANCE:
      return maybePrepareRebalanceOrCompleteJoin(context, group, `LeaveGroup of ${left.join(", ")}`);
    case ClassicGroupState.PREPARING_REBALANCE:
      return maybeCompleteJoinPhase(context, group);
    default:
      return NOTHING;
  }
}

function outcome({ memberId, groupInstanceId }: MemberIdentity, errorCode: number): MemberOutcome {
  return { memberId, groupInstanceId, errorCode };
}

type MemberOutcome = Pick<MemberResponse, "memberId" | "groupInstanceId" | "errorCode">;
