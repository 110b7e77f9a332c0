/**
 * SyncGroup on a classic group: the leader brings the assignment of its generation, everybody fetches their part.
 *
 * The leader's assignment is written as the group's generation; all SyncGroups of the generation wait for that to be
 * committed. Members that have not synced within the rebalance timeout are removed.
 */

import { copyBytes, EMPTY_BYTES } from "@ottla/base";
import { coordinatorErrorOf } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { SyncGroupRequest } from "@ottla/protocol/messages/sync-group";
import { syncClassicMember } from "../consumer/classic-member.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { syncTimerKey } from "../group-timer.ts";
import { groupMetadataRecord } from "../records/group-metadata-record.ts";
import { propagateAssignment } from "./assignment.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { SyncWaiter } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { validateMember } from "./member-validation.ts";
import { maybePrepareRebalanceOrCompleteJoin, prepareRebalance, resetAssignment } from "./rebalance.ts";
import { cancelHeartbeat } from "./session.ts";

export function handleSyncGroup(
  context: GroupCoordinatorContext,
  request: SyncGroupRequest,
  waiter: SyncWaiter,
): GroupResult {
  const consumerGroup = context.groups.consumerGroup(request.groupId);
  if (consumerGroup?.isEmpty === false) return syncClassicMember(context, consumerGroup, request, waiter);
  const group = context.groups.classicGroup(request.groupId, context.time.nowMs);
  if (group === undefined || group.isEmpty) return refuse(waiter, ErrorCode.UNKNOWN_MEMBER_ID);
  const errorCode = validateSyncGroup(group, request);
  if (errorCode !== ErrorCode.NONE) return refuse(waiter, errorCode);
  const { memberId } = request;
  const member = group.member(memberId)!;
  switch (group.state) {
    case ClassicGroupState.COMPLETING_REBALANCE:
      // A second SyncGroup of the same member takes the place of the first.
      group.completeSync(member, { errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
      member.awaitingSync = waiter;
      removePendingSync(context, group, memberId);
      return group.isLeader(memberId) ? writeGeneration(context, group, request) : NOTHING;
    case ClassicGroupState.STABLE:
      removePendingSync(context, group, memberId);
      waiter.complete({
        protocolType: group.protocolType,
        protocolName: group.protocolName,
        assignment: member.assignment,
        errorCode: ErrorCode.NONE,
      });
      return NOTHING;
    default:
      return refuse(waiter, ErrorCode.REBALANCE_IN_PROGRESS);
  }
}

/** The rebalance timeout has passed since the generation began: removes the members that have not synced. */
export function onSyncTimeout(context: GroupCoordinatorContext, groupId: string, generationId: number): GroupResult {
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined || group.generationId !== generationId) return NOTHING;
  if (!group.isInState(ClassicGroupState.COMPLETING_REBALANCE, ClassicGroupState.STABLE)) return NOTHING;
  const missing = [...group.pendingSyncMembers];
  if (missing.length === 0) return NOTHING;
  for (const memberId of missing) {
    group.remove(memberId);
    cancelHeartbeat(context, groupId, memberId);
  }
  return prepareRebalance(context, group, `removing ${missing.join(", ")}: no SyncGroup within the rebalance timeout`);
}

function validateSyncGroup(group: ClassicGroup, request: SyncGroupRequest): number {
  if (group.isInState(ClassicGroupState.DEAD)) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  const errorCode = validateMember(group, request.memberId, request.groupInstanceId);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  const isInconsistent =
    differs(request.protocolType, group.protocolType) || differs(request.protocolName, group.protocolName);
  return isInconsistent ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL : ErrorCode.NONE;
}

/** Only what both sides say can differ: versions below 5 say nothing. */
function differs(ofRequest: string | null, ofGroup: string | null): boolean {
  return ofRequest !== null && ofGroup !== null && ofRequest !== ofGroup;
}

function writeGeneration(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  { memberId, generationId, assignments }: SyncGroupRequest,
): GroupResult {
  const given = new Map(assignments.map((one) => [one.memberId, one.assignment]));
  const assignment = new Map<string, Uint8Array>();
  for (const member of group.members()) {
    const bytes = given.get(member.memberId);
    // The request's bytes are a view of its frame: what is kept is copied.
    assignment.set(member.memberId, bytes === undefined ? EMPTY_BYTES : copyBytes(bytes));
  }
  return {
    records: [groupMetadataRecord(group, assignment)],
    response: undefined,
    onCompletion: (errorCode, time) => {
      context.time = time;
      // The group may have gone on to another rebalance in the meantime; then nobody waits for this any more.
      if (!group.isInState(ClassicGroupState.COMPLETING_REBALANCE) || group.generationId !== generationId) return;
      if (errorCode !== ErrorCode.NONE) {
        resetAssignment(context, group, coordinatorErrorOf(errorCode));
        maybePrepareRebalanceOrCompleteJoin(context, group, `the assignment of ${memberId} could not be written`);
        return;
      }
      for (const member of group.members()) member.assignment = assignment.get(member.memberId) ?? EMPTY_BYTES;
      propagateAssignment(context, group, ErrorCode.NONE);
      group.transitionTo(ClassicGroupState.STABLE, time.nowMs);
      context.metrics.onCompletedRebalance?.();
    },
  };
}

function removePendingSync(context: GroupCoordinatorContext, group: ClassicGroup, memberId: string): void {
  group.removePendingSyncMember(memberId);
  if (group.hasReceivedSyncFromAllMembers) context.timers.cancel(syncTimerKey(group.groupId));
}

function refuse(waiter: SyncWaiter, errorCode: number): GroupResult {
  waiter.complete({ errorCode });
  return NOTHING;
}
