/** JoinGroup without a member id: a new dynamic member, a new static one, or a static one that comes back. */

import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NEW_MEMBER_JOIN_TIMEOUT_MS } from "../group-coordinator-config.ts";
import type { GroupResult } from "../group-result.ts";
import { heartbeatTimerKey } from "../group-timer.ts";
import { randomJavaUuid } from "../java-uuid.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { ClassicGroupMember } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { joinReason, refuseJoin, type Join } from "./join-step.ts";
import { maybePrepareRebalanceOrCompleteJoin } from "./rebalance.ts";
import { rejoinStaticMember } from "./static-member.ts";
import { rescheduleHeartbeat } from "./session.ts";

/** From this version on a dynamic member has to come again with the id it is given (KIP-394). */
const MEMBER_ID_REQUIRED_VERSION = 4;

export function joinNewMember(context: GroupCoordinatorContext, group: ClassicGroup, join: Join): GroupResult {
  const { groupInstanceId } = join.request;
  const prefix = groupInstanceId ?? join.requestContext.clientId;
  const memberId = `${prefix}-${randomJavaUuid(context.random)}`;
  if (groupInstanceId === null) {
    return join.requestContext.apiVersion >= MEMBER_ID_REQUIRED_VERSION
      ? requireMemberId(context, group, memberId, join)
      : addMemberThenRebalance(context, group, memberId, join);
  }
  const oldMemberId = group.staticMemberId(groupInstanceId);
  return oldMemberId === undefined
    ? addMemberThenRebalance(context, group, memberId, join)
    : rejoinStaticMember(context, group, { groupInstanceId, oldMemberId, newMemberId: memberId }, join);
}

/** Adds a member that waits for the join phase to end. */
export function addMemberThenRebalance(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  memberId: string,
  { request, protocols, requestContext, waiter }: Join,
): GroupResult {
  const member = new ClassicGroupMember({
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId: requestContext.clientId,
    clientHost: requestContext.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocolType: request.protocolType,
    supportedProtocols: protocols,
  });
  member.isNew = true;
  const isInitialRebalance =
    group.isInState(ClassicGroupState.PREPARING_REBALANCE) && group.previousState === ClassicGroupState.EMPTY;
  if (isInitialRebalance) group.newMemberAdded = true;
  group.add(member, waiter);
  // Whoever waits here cannot send a heartbeat, and may be gone without anybody noticing; after this long it is removed
  // and, if it is still there, will come again.
  rescheduleHeartbeat(context, group, member, NEW_MEMBER_JOIN_TIMEOUT_MS);
  const reason = `new member ${memberId}; client reason: ${joinReason(request)}`;
  return maybePrepareRebalanceOrCompleteJoin(context, group, reason);
}

/** Hands out the id under which the member is to come again, within its session timeout. */
function requireMemberId(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  memberId: string,
  { request, waiter }: Join,
): GroupResult {
  const { groupId } = group;
  group.addPendingMember(memberId);
  const event = { kind: "classic-heartbeat", groupId, memberId } as const;
  context.schedule(heartbeatTimerKey(groupId, memberId), request.sessionTimeoutMs, event);
  return refuseJoin(waiter, memberId, ErrorCode.MEMBER_ID_REQUIRED);
}
