/** A member of a share group goes: it has left, or has not been heard of. */

import { timelineOrder } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { sessionTimerKey } from "../group-timer.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { shareGroupEpochRecord, shareGroupTombstones, shareMemberTombstones } from "../records/share-group-records.ts";
import type { ShareGroupMember } from "./share-group-member.ts";
import type { ShareGroup } from "./share-group.ts";

/** How soon a deadline is tried again whose effect could not be written. */
const RETRY_BACKOFF_MS = 500;

/**
 * Removes the member. The result has no response of its own. When it cannot be written the member is one still, and has another
 * session to be heard of, or a retry after so long.
 */
export function fenceShareMember(
  context: GroupCoordinatorContext,
  group: ShareGroup,
  member: ShareGroupMember,
  retryMs?: number,
): GroupResult {
  const { groupId } = group;
  const { memberId } = member;
  const topics = group.computeSubscribedTopicNames([{ oldMember: member, newMember: undefined }]);
  const metadataHash = computeMetadataHash(topics.keys(), context.topicHashes, context.image);
  const records = [
    ...shareMemberTombstones(groupId, memberId),
    shareGroupEpochRecord(groupId, group.groupEpoch.get() + 1, metadataHash),
  ];
  context.timers.cancel(sessionTimerKey(groupId, memberId));
  return {
    records,
    response: undefined,
    onCompletion: (errorCode, time) => {
      if (errorCode === ErrorCode.NONE) return;
      context.time = time;
      const isStillThere = context.groups.shareGroup(groupId)?.members.has(memberId) === true;
      if (isStillThere) scheduleShareSessionTimeout(context, groupId, memberId, retryMs);
    },
  };
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
  return fenceShareMember(context, group, member, RETRY_BACKOFF_MS);
}

/** The member is there: its session begins anew. It ends after `timeoutMs`, by default the group's session timeout. */
export function scheduleShareSessionTimeout(
  context: GroupCoordinatorContext,
  groupId: string,
  memberId: string,
  timeoutMs: number = context.groupConfig(groupId)?.shareSessionTimeoutMs ?? context.config.shareGroupSessionTimeoutMs,
): void {
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
