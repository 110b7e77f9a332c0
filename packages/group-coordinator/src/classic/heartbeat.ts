/**
 * Heartbeat on a classic group: the member is there. While a rebalance is prepared it is told so, and still counts as
 * there; between JoinGroup and SyncGroup a heartbeat is as good as any.
 */

import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { heartbeatClassicMember } from "../consumer/classic-member.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { validateMember } from "./member-validation.ts";
import { rescheduleHeartbeat } from "./session.ts";

export function handleHeartbeat(
  context: GroupCoordinatorContext,
  request: HeartbeatRequest,
): CoordinatorResult<Input<HeartbeatResponse>, GroupRecord> {
  const consumerGroup = context.groups.consumerGroup(request.groupId);
  if (consumerGroup !== undefined) return respond(heartbeatClassicMember(context, consumerGroup, request));
  return respond({ errorCode: heartbeat(context, request) });
}

function heartbeat(context: GroupCoordinatorContext, request: HeartbeatRequest): number {
  const group = context.groups.classicGroup(request.groupId, context.time.nowMs);
  if (group === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  if (group.isInState(ClassicGroupState.DEAD)) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  const errorCode = validateMember(group, request.memberId, request.groupInstanceId);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  if (group.isEmpty) return ErrorCode.UNKNOWN_MEMBER_ID;
  rescheduleHeartbeat(context, group, group.member(request.memberId)!);
  return group.isInState(ClassicGroupState.PREPARING_REBALANCE) ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
}
