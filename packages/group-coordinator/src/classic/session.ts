/** The sessions of a classic group's members: how long each may be silent. */

import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { heartbeatTimerKey } from "../group-timer.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicGroupMember } from "./classic-group-member.ts";

/** The member is there: its session begins anew. */
export function rescheduleHeartbeat(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  member: ClassicGroupMember,
  timeoutMs: number = member.sessionTimeoutMs,
): void {
  const { groupId } = group;
  const { memberId } = member;
  context.schedule(heartbeatTimerKey(groupId, memberId), timeoutMs, { kind: "classic-heartbeat", groupId, memberId });
}

export function cancelHeartbeat(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  context.timers.cancel(heartbeatTimerKey(groupId, memberId));
}
