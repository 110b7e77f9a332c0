/** Finds the share group and the member of a request. */

import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { GroupType } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import { newShareGroupMember, type ShareGroupMember } from "./share-group-member.ts";
import type { ShareGroup } from "./share-group.ts";

/** `noun` is how the message names a group that does not exist; `epoch` as for `Groups.entry`. */
export function findShareGroup(
  { groups }: GroupCoordinatorContext,
  groupId: string,
  { noun = "Group", epoch }: { readonly noun?: string; readonly epoch?: number } = {},
): ShareGroup | Refusal {
  const entry = groups.entry(groupId, epoch);
  if (entry === undefined) return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, `${noun} ${groupId} not found.`);
  if (entry.type === GroupType.SHARE) return entry.group;
  return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a share group.`);
}

/** The group that is there, or one that is to be. */
export function findOrCreateShareGroup(context: GroupCoordinatorContext, groupId: string): ShareGroup | Refusal {
  const { groups } = context;
  return groups.entry(groupId) === undefined ? groups.newShareGroup(groupId) : findShareGroup(context, groupId);
}

export function shareMemberOrRefusal(group: ShareGroup, memberId: string): ShareGroupMember | Refusal {
  const message = `Member ${memberId} is not a member of group ${group.groupId}.`;
  return group.members.get(memberId) ?? new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, message);
}

/** The member of a heartbeat in this epoch; epoch 0 is that of whoever joins, again or for the first time. */
export function subscribeShareMember(
  { config }: GroupCoordinatorContext,
  group: ShareGroup,
  { memberId, memberEpoch }: { readonly memberId: string; readonly memberEpoch: number },
): ShareGroupMember | Refusal {
  const maxSize = config.shareGroupMaxSize;
  if (group.members.size >= maxSize && !group.members.has(memberId)) {
    const message = `The share group has reached its maximum capacity of ${maxSize} members.`;
    return new Refusal(ErrorCode.GROUP_MAX_SIZE_REACHED, message);
  }
  if (memberEpoch === 0) return group.members.get(memberId) ?? newShareGroupMember(memberId);
  const member = shareMemberOrRefusal(group, memberId);
  return member instanceof Refusal ? member : (fencedBy(member, memberEpoch) ?? member);
}

function fencedBy(member: ShareGroupMember, received: number): Refusal | undefined {
  const { memberEpoch, previousMemberEpoch } = member;
  if (received === memberEpoch || received === previousMemberEpoch) return undefined;
  const rejoin = "The member must abandon all its partitions and rejoin.";
  const message =
    received > memberEpoch
      ? `The share group member has a greater member epoch (${received}) than the one known by the group coordinator (${memberEpoch}). ${rejoin}`
      : `The share group member has a smaller member epoch (${received}) than the one known by the group coordinator (${memberEpoch}), and it does not match the previous member epoch (${previousMemberEpoch}). ${rejoin}`;
  return new Refusal(ErrorCode.FENCED_MEMBER_EPOCH, message);
}
