/**
 * The expiry of offsets and groups: every `offsets.retention.check.interval.ms` each group is looked at, and what nobody
 * has needed for `offsets.retention.minutes` goes (KIP-211). A group goes with its last offset, when it is empty.
 *
 * From when the retention counts: for a group without members since it became empty; for a stable consumer group, since
 * the commit, and only for topics it no longer subscribes to; for a group that only commits, since the commit. Otherwise
 * nothing expires. Offsets with an explicit expiry (OffsetCommit 2 to 4) go at that time instead.
 */

import type { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { ConsumerGroup } from "../consumer/consumer-group.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupResult } from "../group-result.ts";
import { tombstonesOfGroupItself } from "../group-tombstones.ts";
import { EXPIRE_OFFSETS_TIMER_KEY } from "../group-timer.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { offsetCommitTombstone } from "../records/offset-commit-record.ts";
import type { OffsetAndMetadata } from "./offset-and-metadata.ts";

/** Offsets looked at in one turn; the rest of the round follows in the next turns. */
const OFFSETS_PER_TURN = 5_000;

/** Sets the deadline of the next round. */
export function scheduleOffsetExpiry(context: GroupCoordinatorContext): void {
  const intervalMs = context.config.offsetsRetentionCheckIntervalMs;
  context.schedule(EXPIRE_OFFSETS_TIMER_KEY, intervalMs, { kind: "expire-offsets" });
}

/** One turn of a round: `groupIds` are left of it, all groups at its beginning. */
export function expireOffsets(
  context: GroupCoordinatorContext,
  groupIds: readonly string[] = context.groups.ids(),
): GroupResult {
  const records: GroupRecord[] = [];
  let offsetsLeft = OFFSETS_PER_TURN;
  let index = 0;
  for (; index < groupIds.length && offsetsLeft > 0; index++) {
    offsetsLeft -= 1 + expireGroup(context, groupIds[index]!, records);
  }
  if (index === groupIds.length) scheduleOffsetExpiry(context);
  else context.schedule(EXPIRE_OFFSETS_TIMER_KEY, 0, { kind: "expire-offsets", groupIds: groupIds.slice(index) });
  if (records.length > 0) context.log.info({ tombstones: records.length }, "expired offsets and groups");
  return { records, response: undefined, isAtomic: false };
}

/** Returns how many offsets it looked at. */
function expireGroup(context: GroupCoordinatorContext, groupId: string, records: GroupRecord[]): number {
  const group = context.groups.consumerGroup(groupId) ?? context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined) return 0;
  const { looked, left } = expireGroupOffsets(context, group, records);
  if (left === 0 && group.isEmpty && !context.offsets.openTransactions.hasGroup(groupId)) {
    records.push(...tombstonesOfGroupItself(context, groupId));
  }
  return looked;
}

function expireGroupOffsets(
  context: GroupCoordinatorContext,
  group: ClassicGroup | ConsumerGroup,
  records: GroupRecord[],
): { readonly looked: number; readonly left: number } {
  const { groupId } = group;
  const isExpired = expiryCondition(context, group);
  let looked = 0;
  let left = 0;
  for (const [topic, partitions] of context.offsets.table.group(groupId) ?? []) {
    const isNeeded = isExpired === undefined || group.isSubscribedToTopic(topic);
    for (const [partition, offset] of partitions) {
      looked++;
      if (isNeeded || !isExpired(offset) || context.offsets.openTransactions.has(groupId, topic, partition)) left++;
      else records.push(offsetCommitTombstone({ groupId, topic, partition }));
    }
  }
  if (looked > left) context.metrics.onOffsetExpirations?.(looked - left);
  return { looked, left };
}

/** Undefined when nothing of the group expires now. */
function expiryCondition(
  context: GroupCoordinatorContext,
  group: ClassicGroup | ConsumerGroup,
): ((offset: OffsetAndMetadata) => boolean) | undefined {
  const since = retentionStart(group);
  if (since === undefined) return undefined;
  const { nowMs } = context.time;
  const retentionMs = context.config.offsetsRetentionMs;
  return (offset) =>
    offset.expireTimestampMs === -1 ? nowMs - since(offset) >= retentionMs : nowMs >= offset.expireTimestampMs;
}

function retentionStart(group: ClassicGroup | ConsumerGroup): ((offset: OffsetAndMetadata) => number) | undefined {
  const sinceCommit = (offset: OffsetAndMetadata): number => offset.commitTimestampMs;
  if (group instanceof ConsumerGroup) return sinceCommit;
  if (group.protocolType === null) return sinceCommit;
  if (group.isEmpty) return (offset) => group.currentStateTimestampMs ?? offset.commitTimestampMs;
  const isKnown = group.usesConsumerGroupProtocol && group.subscribedTopics !== undefined;
  return isKnown && group.isInState(ClassicGroupState.STABLE) ? sinceCommit : undefined;
}
