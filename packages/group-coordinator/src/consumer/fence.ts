/**
 * Members of a consumer group go: they leave, or are fenced because a deadline has passed. What they had is free at once. A
 * group that only has classic members left may become a classic group.
 */

import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import { consumerGroupEpochRecord, regularExpressionTombstone } from "../records/consumer-group-records.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { regexOf, type ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { canDowngradeWithout, downgradeToClassicGroup } from "./downgrade.ts";
import { memberTombstones } from "./member-lookup.ts";
import { cancelMemberTimers, scheduleSessionTimeout } from "./member-timers.ts";

/** How soon a deadline is tried again whose effect could not be written. */
const RETRY_BACKOFF_MS = 500;

/**
 * Removes the members. The result has no response of its own. When it cannot be written they are members still, and have
 * another session to be heard of; Apache Kafka would keep a member that has left for ever.
 */
export function fenceMembers(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  members: readonly ConsumerGroupMember[],
  retryMs?: number,
): GroupResult {
  if (members.length === 0) return NOTHING;
  return {
    ...removeMembers(context, group, members),
    onCompletion: (errorCode, time) => {
      if (errorCode === ErrorCode.NONE) return;
      context.time = time;
      const { groupId } = group;
      const remaining = context.groups.consumerGroup(groupId)?.members;
      for (const { memberId } of members) {
        if (remaining?.has(memberId) === true) scheduleSessionTimeout(context, groupId, memberId, retryMs);
      }
    },
  };
}

function removeMembers(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  members: readonly ConsumerGroupMember[],
): GroupResult {
  const { groupId } = group;
  if (canDowngradeWithout(context, group, members)) {
    return downgradeToClassicGroup(context, group, {
      leavingMembers: members,
      rebalanceReason: `Downgrade group ${groupId} from consumer to classic for member leaving.`,
    });
  }
  const records: GroupRecord[] = members.flatMap(({ memberId }) => memberTombstones(groupId, memberId));
  const deletedRegexes = regexesWithout(group, members);
  for (const regex of deletedRegexes) records.push(regularExpressionTombstone(groupId, regex));
  const topics = group.computeSubscribedTopicsWithout(members, deletedRegexes);
  const metadataHash = computeMetadataHash(topics.keys(), context.topicHashes, context.image);
  const groupEpoch = group.groupEpoch.get() + 1;
  records.push(consumerGroupEpochRecord(groupId, groupEpoch, metadataHash));
  context.log.info({ groupId, groupEpoch }, "bumped the epoch of a consumer group: members have gone");
  for (const { memberId } of members) cancelMemberTimers(context, groupId, memberId);
  return { records, response: undefined };
}

/** A member has let a deadline pass. */
export function onMemberDeadline(
  context: GroupCoordinatorContext,
  { groupId, memberId, reason }: { readonly groupId: string; readonly memberId: string; readonly reason: string },
): GroupResult {
  const group = context.groups.consumerGroup(groupId);
  const member = group?.members.get(memberId);
  if (group === undefined || member === undefined) return NOTHING;
  context.log.info({ groupId, memberId, reason }, "member is fenced from its consumer group");
  return fenceMembers(context, group, [member], RETRY_BACKOFF_MS);
}

/** A member has not given up what it had to within its rebalance timeout, unless it has left that epoch. */
export function onRebalanceTimeout(
  context: GroupCoordinatorContext,
  {
    groupId,
    memberId,
    memberEpoch,
  }: { readonly groupId: string; readonly memberId: string; readonly memberEpoch: number },
): GroupResult {
  const member = context.groups.consumerGroup(groupId)?.members.get(memberId);
  if (member?.memberEpoch !== memberEpoch) return NOTHING;
  const reason = `it failed to transition from epoch ${memberEpoch} within ${member.rebalanceTimeoutMs}ms`;
  return onMemberDeadline(context, { groupId, memberId, reason });
}

/** The expressions to which nobody else subscribes. */
function regexesWithout(group: ConsumerGroup, members: readonly ConsumerGroupMember[]): string[] {
  const counts = Map.groupBy(
    members.map(regexOf).filter((regex) => regex !== undefined),
    (regex) => regex,
  );
  return [...counts.keys()].filter((regex) => group.regexSubscriberCount(regex) === counts.get(regex)!.length);
}
