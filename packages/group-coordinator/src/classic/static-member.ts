/**
 * A static member comes back under a new member id (KIP-345): it takes the place of the old id, which is fenced. In a
 * stable group whose protocol does not change it keeps its assignment, and nobody else notices.
 */

import { assert } from "@ottla/base";
import { coordinatorErrorOf } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupResult } from "../group-result.ts";
import { groupMetadataRecord } from "../records/group-metadata-record.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicGroupMember } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { joinReason, type Join } from "./join-step.ts";
import { maybeCompleteJoinPhase, maybePrepareRebalanceOrCompleteJoin, prepareRebalance } from "./rebalance.ts";
import { rescheduleHeartbeat } from "./session.ts";

/** From this version on a returning leader can be told not to assign again (KIP-814). */
const SKIP_ASSIGNMENT_VERSION = 9;

export interface StaticIdentity {
  readonly groupInstanceId: string;
  readonly oldMemberId: string;
  readonly newMemberId: string;
}

export function rejoinStaticMember(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  identity: StaticIdentity,
  join: Join,
): GroupResult {
  const { groupInstanceId, oldMemberId, newMemberId } = identity;
  const leaderBefore = group.leaderId;
  const member = group.replaceStaticMember(groupInstanceId, oldMemberId, newMemberId);
  // The session of the old id ends without effect: the group has no such member any more.
  rescheduleHeartbeat(context, group, member);
  const before = {
    protocols: member.supportedProtocols,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: member.sessionTimeoutMs,
    waiter: undefined,
  };
  const { rebalanceTimeoutMs, sessionTimeoutMs } = join.request;
  group.updateMember(member, { protocols: join.protocols, rebalanceTimeoutMs, sessionTimeoutMs, waiter: join.waiter });
  const reason = `static member ${newMemberId} rejoins; client reason: ${joinReason(join.request)}`;
  switch (group.state) {
    case ClassicGroupState.STABLE:
      return group.selectProtocol() === group.protocolName
        ? keepGeneration(context, group, { identity, member, leaderBefore, join, before })
        : maybePrepareRebalanceOrCompleteJoin(context, group, reason);
    case ClassicGroupState.COMPLETING_REBALANCE:
      // The leader may already be assigning to the old id; only a rebalance gets the new one an assignment.
      return prepareRebalance(context, group, reason);
    case ClassicGroupState.PREPARING_REBALANCE:
      return maybeCompleteJoinPhase(context, group);
    default:
      assert(false, "a group with members is neither Empty nor Dead");
  }
}

interface Replacement {
  readonly identity: StaticIdentity;
  readonly member: ClassicGroupMember;
  readonly leaderBefore: string | null;
  readonly join: Join;
  /** What the old id had said. */
  readonly before: Parameters<ClassicGroup["updateMember"]>[1];
}

/** Writes the same generation with the new member id, and answers when that is committed. */
function keepGeneration(context: GroupCoordinatorContext, group: ClassicGroup, replacement: Replacement): GroupResult {
  const assignment = new Map([...group.members()].map((member) => [member.memberId, member.assignment]));
  return {
    records: [groupMetadataRecord(group, assignment)],
    response: undefined,
    onCompletion: (errorCode, time) => {
      context.time = time;
      if (errorCode === ErrorCode.NONE) answerKept(group, replacement);
      else takeBack(context, group, replacement, coordinatorErrorOf(errorCode));
    },
  };
}

function answerKept(group: ClassicGroup, { member, leaderBefore, join }: Replacement): void {
  const canSkip = join.requestContext.apiVersion >= SKIP_ASSIGNMENT_VERSION;
  const isLeader = group.isLeader(member.memberId);
  const tellsLeader = canSkip && isLeader;
  group.completeJoin(member, {
    members: tellsLeader ? group.joinResponseMembers() : [],
    memberId: member.memberId,
    generationId: group.generationId,
    protocolName: group.protocolName,
    protocolType: group.protocolType,
    // Below version 9 a returning leader is told of its old id as the leader, so that it does not assign again.
    leader: (canSkip ? group.leaderId : leaderBefore) ?? "",
    skipAssignment: tellsLeader,
  });
}

/** The new id is not in the log: the old one is the member again. */
function takeBack(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  { identity, member, leaderBefore, join, before }: Replacement,
  errorCode: number,
): void {
  const { groupInstanceId, oldMemberId, newMemberId } = identity;
  const isStillMember = group.member(newMemberId) === member;
  join.waiter.complete({
    memberId: "",
    generationId: group.generationId,
    protocolName: group.protocolName,
    protocolType: group.protocolType,
    leader: leaderBefore ?? "",
    errorCode,
  });
  // It may have left or been replaced again while the append was on its way.
  if (!isStillMember) return;
  group.updateMember(member, before);
  rescheduleHeartbeat(context, group, group.replaceStaticMember(groupInstanceId, newMemberId, oldMemberId));
}
