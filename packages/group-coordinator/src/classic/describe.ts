/** DescribeGroups: what a classic group is and who is in it. Metadata is shown once the group is stable. */

import { assert } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DescribedGroup, DescribedGroupMember } from "@ottla/protocol/messages/describe-groups";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicGroupMember } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

/** From this version on a group that does not exist is an error; before, it is a dead group (KIP-1043). */
const GROUP_ID_NOT_FOUND_VERSION = 6;

export function describeGroups(
  context: GroupCoordinatorContext,
  groupIds: readonly string[],
  { apiVersion, epoch }: { readonly apiVersion: number; readonly epoch: number },
): Input<DescribedGroup>[] {
  return groupIds.map((groupId) => {
    const group = context.groups.classicGroupAt(groupId, epoch, context.time.nowMs);
    if (group !== undefined) return describe(group);
    const isOfAnotherKind = context.groups.entry(groupId, epoch) !== undefined;
    return notFound(groupId, apiVersion, isOfAnotherKind ? "is not a classic group." : "not found.");
  });
}

function describe(group: ClassicGroup): Input<DescribedGroup> {
  const isStable = group.isInState(ClassicGroupState.STABLE);
  assert(!isStable || group.protocolName !== null, "a stable group has a protocol");
  const protocolName = isStable ? group.protocolName : null;
  return {
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? "",
    protocolData: protocolName ?? "",
    members: [...group.members()].map((member) => describeMember(member, protocolName)),
  };
}

function describeMember(member: ClassicGroupMember, protocolName: string | null): Input<DescribedGroupMember> {
  const { memberId, groupInstanceId, clientId, clientHost, assignment } = member;
  const memberMetadata = protocolName === null ? undefined : member.metadataOf(protocolName);
  const described = { memberId, groupInstanceId, clientId, clientHost, memberAssignment: assignment };
  return memberMetadata === undefined ? described : { ...described, memberMetadata };
}

function notFound(groupId: string, apiVersion: number, reason: string): Input<DescribedGroup> {
  const dead = { groupId, groupState: ClassicGroupState.DEAD };
  if (apiVersion < GROUP_ID_NOT_FOUND_VERSION) return dead;
  return { ...dead, errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} ${reason}` };
}
