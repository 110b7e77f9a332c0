/** A member of a share group goes: it has left, or has not been heard of. */

import { timelineOrder } from "@ottla/base";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { sessionTimerKey } from "../group-timer.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { shareGroupEpochRecord, shareGroupTombstones, shareMemberTombstones } from "../records/share-group-records.ts";
import type { ShareGroupMember } from "./share-group-member.ts";
import type { ShareGroup } from "./share-group.ts";

/** Removes the member. The result has no response of its own. */
export function fenceShareMember(
  context: GroupCoordinatorContext,
  group: ShareGroup,
  member: ShareGroupMember,
): GroupResult {
  const { groupId } = group;
  const topics = group.computeSubscribedTopicNames([{ oldMember: member, newMember: undefined }]);
  const metadataHash = computeMetadataHash(topics.keys(), context.topicHashes, context.image);
  const records = [
    ...shareMemberTombstones(groupId, member.memberId),
    shareGroupEpochRecord(groupId, group.groupEpoch.get() + 1, metadataHash),
  ];
  context.timers.cancel(sessionTimerKey(groupId, member.memberId));
  return { records, response: undefined };
}

/** The member has let its session end. */
export function onShareMemberDeadline(
  context: GroupCoordinatorContext,
  groupId: string,
  memberId: string,
): GroupResult {
  const group = context.groups.shareGroup(groupId);
  const member = group?.members.get(memberId);
  if (group === undefined || member === undefined) return NOTHING;
  context.log.info({ groupId, memberId }, "member is fenced from its share group: its session has ended");
  return fenceShareMember(context, group, member);
}

/** The member is there: its session begins anew. */
export function scheduleShareSessionTimeout(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  const timeoutMs = context.groupConfig(groupId)?.shareSessionTimeoutMs ?? context.config.shareGroupSessionTimeoutMs;
  context.schedule(sessionTimerKey(groupId, memberId), timeoutMs, { kind: "share-fence", groupId, memberId });
}

/** Everybody found in the log has a session timeout to be heard of. */
export function onShareGroupLoaded(context: GroupCoordinatorContext, { groupId, members }: ShareGroup): void {
  for (const memberId of members.keys()) scheduleShareSessionTimeout(context, groupId, memberId);
}

/** What deletes the group from the log. */
export function tombstonesOfShareGroup({ groupId, members }: ShareGroup): GroupRecord[] {
  return shareGroupTombstones(groupId, timelineOrder([...members.keys()]));
}
