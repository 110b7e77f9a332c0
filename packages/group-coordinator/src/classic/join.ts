/**
 * JoinGroup on a classic group: how a member comes in, or says that it is still there.
 *
 * Who comes without an id is given one: a dynamic member of version 4 and above has to come again with it (so that a lost
 * answer leaves no ghost behind), everybody else joins at once. Who comes with an id is a pending member, or a member
 * whose rejoining begins a rebalance if it is the leader or says something new. The answer waits for the join phase to end.
 */

import { assert, copyBytes } from "@ottla/base";
import { coordinatorErrorOf } from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { JoinGroupRequest } from "@ottla/protocol/messages/join-group";
import type { GroupCoordinatorContext, GroupRequestContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { GroupType } from "../groups.ts";
import { joinConsumerGroup } from "../consumer/classic-join.ts";
import type { ConsumerGroup } from "../consumer/consumer-group.ts";
import { groupTombstones } from "../consumer/downgrade.ts";
import { emptyGroupMetadataRecord } from "../records/group-metadata-record.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicGroupMember, JoinWaiter } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";
import { addMemberThenRebalance, joinNewMember } from "./join-new-member.ts";
import { joinReason, refuseJoin, type Join } from "./join-step.ts";
import { validateMember } from "./member-validation.ts";
import { cancelRebalanceTimers, maybePrepareRebalanceOrCompleteJoin } from "./rebalance.ts";

export function handleJoinGroup(
  context: GroupCoordinatorContext,
  request: JoinGroupRequest,
  requestContext: GroupRequestContext,
  waiter: JoinWaiter,
): GroupResult {
  const { groupId, memberId } = request;
  // The request's bytes are a view of its frame: what may be kept is copied.
  const protocols = request.protocols.map(({ name, metadata }) => ({ name, metadata: copyBytes(metadata) }));
  const join: Join = { request, protocols, requestContext, waiter };
  const consumerGroup = context.groups.consumerGroup(groupId);
  if (consumerGroup?.isEmpty === false) return joinConsumerGroup(context, consumerGroup, join);
  if (context.groups.shareGroup(groupId) !== undefined) {
    return refuseJoin(waiter, "", ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }
  const existing = context.groups.classicGroup(groupId, context.time.nowMs);
  if (existing === undefined && memberId !== "") return refuseJoin(waiter, memberId, ErrorCode.UNKNOWN_MEMBER_ID);
  const group = existing ?? context.groups.createClassicGroup(groupId, context.time.nowMs);
  const result = joinGroup(context, group, join);
  if (existing !== undefined) return result;
  return createGroup(context, group, { result, waiter, replaced: consumerGroup });
}

function joinGroup(context: GroupCoordinatorContext, group: ClassicGroup, join: Join): GroupResult {
  const { request, protocols, waiter } = join;
  const { memberId } = request;
  if (!acceptsMember(context, group, memberId)) {
    group.remove(memberId);
    return refuseJoin(waiter, "", ErrorCode.GROUP_MAX_SIZE_REACHED);
  }
  if (group.isInState(ClassicGroupState.DEAD)) {
    return refuseJoin(waiter, memberId, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  }
  if (!group.supportsProtocols(request.protocolType, protocols)) {
    return refuseJoin(waiter, memberId, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }
  return memberId === "" ? joinNewMember(context, group, join) : joinKnownMember(context, group, join);
}

/** Whether there is room. In a rebalance those who have joined count, afterwards those who are members. */
function acceptsMember(context: GroupCoordinatorContext, group: ClassicGroup, memberId: string): boolean {
  const maxSize = context.config.groupMaxSize;
  switch (group.state) {
    case ClassicGroupState.PREPARING_REBALANCE:
      return group.member(memberId)?.isAwaitingJoin === true || group.awaitingJoinCount < maxSize;
    case ClassicGroupState.COMPLETING_REBALANCE:
    case ClassicGroupState.STABLE:
      return group.hasMember(memberId) || group.memberCount < maxSize;
    default:
      return true;
  }
}

/** A new group is written before anything else is, so that it is there once its creation is committed. */
function createGroup(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  creation: { readonly result: GroupResult; readonly waiter: JoinWaiter; readonly replaced: ConsumerGroup | undefined },
): GroupResult {
  const { result, waiter, replaced } = creation;
  assert(result.records.length === 0, "the first join of a new group completes no rebalance");
  // An empty consumer group makes room for a classic one.
  const tombstones = replaced === undefined ? [] : groupTombstones(replaced);
  if (replaced !== undefined) context.groups.adoptClassicGroup(group);
  return {
    records: [...tombstones, emptyGroupMetadataRecord(group)],
    response: undefined,
    onCompletion: (errorCode) => {
      if (errorCode === ErrorCode.NONE) return;
      const told = coordinatorErrorOf(errorCode);
      context.log.warn({ groupId: group.groupId, errorCode }, "a new group could not be written");
      waiter.complete({ errorCode: told });
      if (context.groups.entry(group.groupId)?.type === GroupType.CLASSIC) return;
      for (const member of group.members()) group.completeJoin(member, { memberId: "", errorCode: told });
      cancelRebalanceTimers(context, group.groupId);
      context.groups.discard(group);
    },
  };
}

function joinKnownMember(context: GroupCoordinatorContext, group: ClassicGroup, join: Join): GroupResult {
  const { request, waiter } = join;
  const { memberId, groupInstanceId } = request;
  if (group.isPendingMember(memberId)) {
    // Only dynamic members are given an id before they join.
    if (groupInstanceId !== null) return refuseJoin(waiter, memberId, ErrorCode.UNKNOWN_SERVER_ERROR);
    return addMemberThenRebalance(context, group, memberId, join);
  }
  const errorCode = validateMember(group, memberId, groupInstanceId);
  if (errorCode !== ErrorCode.NONE) return refuseJoin(waiter, memberId, errorCode);
  const member = group.member(memberId)!;
  const isUnchanged = member.matches(join.protocols);
  switch (group.state) {
    case ClassicGroupState.PREPARING_REBALANCE:
      return rejoin(context, group, member, join);
    case ClassicGroupState.COMPLETING_REBALANCE:
      return isUnchanged ? answerGeneration(group, member, waiter) : rejoin(context, group, member, join);
    case ClassicGroupState.STABLE:
      // The leader rejoins when something has changed that no member's metadata shows, such as a topic's partitions.
      return isUnchanged && !group.isLeader(memberId)
        ? answerGeneration(group, member, waiter)
        : rejoin(context, group, member, join);
    default:
      return refuseJoin(waiter, memberId, ErrorCode.UNKNOWN_MEMBER_ID);
  }
}

function rejoin(
  context: GroupCoordinatorContext,
  group: ClassicGroup,
  member: ClassicGroupMember,
  { request, protocols, waiter }: Join,
): GroupResult {
  const { rebalanceTimeoutMs, sessionTimeoutMs } = request;
  group.updateMember(member, { protocols, rebalanceTimeoutMs, sessionTimeoutMs, waiter });
  const reason = `member ${member.memberId} rejoins during ${group.state}; client reason: ${joinReason(request)}`;
  return maybePrepareRebalanceOrCompleteJoin(context, group, reason);
}

/** Nothing has changed, perhaps the answer was lost: what the present generation is. */
function answerGeneration(group: ClassicGroup, member: ClassicGroupMember, waiter: JoinWaiter): GroupResult {
  const isAssigning = group.isInState(ClassicGroupState.COMPLETING_REBALANCE) && group.isLeader(member.memberId);
  waiter.complete({
    members: isAssigning ? group.joinResponseMembers() : [],
    memberId: member.memberId,
    generationId: group.generationId,
    protocolName: group.protocolName,
    protocolType: group.protocolType,
    leader: group.leaderId ?? "",
  });
  return NOTHING;
}
