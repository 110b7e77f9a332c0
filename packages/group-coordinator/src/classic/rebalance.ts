/**
 * The join phase of a classic group: when it begins, how long it waits, and how the next generation comes out of it.
 *
 * The first rebalance of an empty group waits `group.initial.rebalance.delay.ms`, and as much again for each round in
 * which somebody new joined, up to the rebalance timeout. Every later one ends as soon as all members have joined, or at the
 * rebalance timeout without the dynamic members that have not; static members stay until their session ends.
 */

import { EMPTY_BYTES } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { joinTimerKey, syncTimerKey } from "../group-timer.ts";
import { groupMetadataRecord } from "../records/group-metadata-record.ts";
import { propagateAssignment } from "./assignment.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { cancelHeartbeat, rescheduleHeartbeat } from "./session.ts";

/** Something has changed: begins a rebalance where one can begin, completes the one that goes on where it can. */
export function maybePrepareRebalanceOrCompleteJoin(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  reason: string,
): GroupResult {
  return group.canRebalance ? prepareRebalance(context, group, reason) : maybeCompleteJoinPhase(context, group);
}

/** Begins a rebalance. Whoever waits for an assignment is told to join again. */
export function prepareRebalance(context: GroupCoordinatorContext, group: ClassicGroup, reason: string): GroupResult {
  const { groupId } = group;
  if (group.isInState(ClassicGroupState.COMPLETING_REBALANCE)) {
    resetAssignment(context, group, ErrorCode.REBALANCE_IN_PROGRESS);
  }
  group.clearPendingSyncMembers();
  context.timers.cancel(syncTimerKey(groupId));
  const isInitialRebalance = group.isEmpty;
  group.transitionTo(ClassicGroupState.PREPARING_REBALANCE, context.time.nowMs);
  context.log.info({ groupId, generationId: group.generationId, reason }, "preparing to rebalance group");
  if (isInitialRebalance) {
    const delayMs = context.config.groupInitialRebalanceDelayMs;
    const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0);
    scheduleInitialRebalance(context, groupId, delayMs, { delayMs, remainingMs });
    return NOTHING;
  }
  if (group.hasAllMembersJoined) return completeJoinPhase(context, group);
  scheduleJoinTimeout(context, group);
  return NOTHING;
}

/** The initial rebalance has waited its delay: waits on if somebody new came and there is time left, else completes. */
export function onInitialRebalanceDelay(
  context: GroupCoordinatorContext,
  groupId: string,
  { delayMs, remainingMs }: { readonly delayMs: number; readonly remainingMs: number },
): GroupResult {
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group?.isInState(ClassicGroupState.PREPARING_REBALANCE) !== true) return NOTHING;
  if (!group.newMemberAdded || remainingMs === 0) return completeJoinPhase(context, group);
  group.newMemberAdded = false;
  const nextDelayMs = Math.min(context.config.groupInitialRebalanceDelayMs, remainingMs);
  scheduleInitialRebalance(context, groupId, nextDelayMs, {
    delayMs: nextDelayMs,
    remainingMs: Math.max(remainingMs - delayMs, 0),
  });
  return NOTHING;
}

/** The rebalance timeout has passed. */
export function onJoinTimeout(context: GroupCoordinatorContext, groupId: string): GroupResult {
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  const isJoining = group?.isInState(ClassicGroupState.PREPARING_REBALANCE) === true;
  return isJoining ? completeJoinPhase(context, group) : NOTHING;
}

/** Completes the join phase if nobody is missing. The initial rebalance is left to its timer. */
export function maybeCompleteJoinPhase(context: GroupCoordinatorContext, group: ClassicGroup): GroupResult {
  const isReady =
    group.isInState(ClassicGroupState.PREPARING_REBALANCE) &&
    group.previousState !== ClassicGroupState.EMPTY &&
    group.hasAllMembersJoined;
  return isReady ? completeJoinPhase(context, group) : NOTHING;
}

/** Ends the join phase with whoever has joined. */
export function completeJoinPhase(context: GroupCoordinatorContext, group: ClassicGroup): GroupResult {
  const { groupId } = group;
  context.timers.cancel(joinTimerKey(groupId));
  for (const member of group.notYetRejoinedMembers()) {
    if (member.isStaticMember) continue;
    group.remove(member.memberId);
    cancelHeartbeat(context, groupId, member.memberId);
  }
  if (group.isInState(ClassicGroupState.DEAD)) return NOTHING;
  if (group.memberCount > 0 && !group.maybeElectNewJoinedLeader()) {
    // Only static members are left and none of them has joined: wait on, until one does or their sessions end.
    scheduleJoinTimeout(context, group);
    return NOTHING;
  }
  group.initNextGeneration(context.time.nowMs);
  if (group.isEmpty) return writeEmptyGeneration(context, group);
  context.log.info(
    { groupId, generationId: group.generationId, members: group.memberCount },
    "stabilized group generation",
  );
  answerJoins(context, group);
  return NOTHING;
}

/** Ends what waits for the group as it is: nothing of it will go on. */
export function cancelRebalanceTimers(context: GroupCoordinatorContext, groupId: string): void {
  context.timers.cancel(joinTimerKey(groupId));
  context.timers.cancel(syncTimerKey(groupId));
}

/** Clears what the members were assigned and answers their SyncGroups with the error. */
export function resetAssignment(context: GroupCoordinatorContext, group: ClassicGroup, errorCode: number): void {
  for (const member of group.members()) member.assignment = EMPTY_BYTES;
  propagateAssignment(context, group, errorCode);
}

function writeEmptyGeneration(context: GroupCoordinatorContext, group: ClassicGroup): GroupResult {
  const { groupId, generationId } = group;
  context.log.info({ groupId, generationId }, "group is now empty");
  return {
    records: [groupMetadataRecord(group, new Map())],
    response: undefined,
    onCompletion: (errorCode) => {
      // The generation before comes back if this node fails now; its members will not, and time out.
      if (errorCode !== ErrorCode.NONE) {
        context.log.warn({ groupId, generationId, errorCode }, "the empty generation of a group could not be written");
      }
    },
  };
}

function answerJoins(context: GroupCoordinatorContext, group: ClassicGroup): void {
  const { groupId, generationId } = group;
  for (const member of group.members()) {
    group.completeJoin(member, {
      members: group.isLeader(member.memberId) ? group.joinResponseMembers() : [],
      memberId: member.memberId,
      generationId,
      protocolName: group.protocolName,
      protocolType: group.protocolType,
      leader: group.leaderId ?? "",
    });
    rescheduleHeartbeat(context, group, member);
    member.isNew = false;
    group.addPendingSyncMember(member.memberId);
  }
  context.schedule(syncTimerKey(groupId), group.rebalanceTimeoutMs, { kind: "classic-sync", groupId, generationId });
}

function scheduleInitialRebalance(
  context: GroupCoordinatorContext,
  groupId: string,
  waitMs: number,
  round: { readonly delayMs: number; readonly remainingMs: number },
): void {
  context.schedule(joinTimerKey(groupId), waitMs, { kind: "classic-initial-rebalance", groupId, ...round });
}

function scheduleJoinTimeout(context: GroupCoordinatorContext, group: ClassicGroup): void {
  const { groupId } = group;
  context.schedule(joinTimerKey(groupId), group.rebalanceTimeoutMs, { kind: "classic-join", groupId });
}
