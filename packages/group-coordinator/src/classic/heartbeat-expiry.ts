/** What happens when a member of a classic group has been silent for its session timeout. */

import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicGroupMember } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { completeJoinPhase, maybePrepareRebalanceOrCompleteJoin } from "./rebalance.ts";

/** A session has ended: the member, or the pending member, is removed unless it waits for the coordinator. */
export function expireHeartbeat(context: GroupCoordinatorContext, groupId: string, memberId: string): GroupResult {
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined || group.isInState(ClassicGroupState.DEAD)) return NOTHING;
  if (group.isPendingMember(memberId)) return removePendingMember(context, group, memberId);
  const member = group.member(memberId);
  if (member === undefined || member.hasSatisfiedHeartbeat) return NOTHING;
  context.log.info({ groupId, memberId }, "member of group failed its heartbeat and is removed");
  return removeMember(context, group, member);
}

function removeMember(context: GroupCoordinatorContext, group: ClassicGroup, member: ClassicGroupMember): GroupResult {
  // A new member may be lost while its JoinGroup waits; UNKNOWN_MEMBER_ID makes it join again if it is still there.
  group.completeJoin(member, { memberId: "", errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
  group.remove(member.memberId);
  if (group.isInState(ClassicGroupState.STABLE, ClassicGroupState.COMPLETING_REBALANCE)) {
    return maybePrepareRebalanceOrCompleteJoin(context, group, `member ${member.memberId} failed its heartbeat`);
  }
  return completeIfAllJoined(context, group);
}

function removePendingMember(context: GroupCoordinatorContext, group: ClassicGroup, memberId: string): GroupResult {
  group.remove(memberId);
  return completeIfAllJoined(context, group);
}

function completeIfAllJoined(context: GroupCoordinatorContext, group: ClassicGroup): GroupResult {
  if (group.isInState(ClassicGroupState.PREPARING_REBALANCE) && group.hasAllMembersJoined) {
    return completeJoinPhase(context, group);
  }
  return NOTHING;
}
