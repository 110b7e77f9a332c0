/**
 * The regular expressions of a consumer group: which topics each stands for is resolved outside of heartbeats, kept in the
 * log, and done again when topics have been created, when a member brings a new expression, and after a while.
 */

import { javaStringOrder, timelineOrder } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext, GroupRequestContext, TopicTest } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import { regexTimerKey } from "../group-timer.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import { addSubscriptions } from "../modern/subscription-count.ts";
import { Refusal } from "../refusal.ts";
import {
  consumerGroupEpochRecord,
  regularExpressionRecord,
  regularExpressionTombstone,
} from "../records/consumer-group-records.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { regexOf, setEquals } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { GroupChange } from "./group-change.ts";
import {
  beginRegexResolution,
  compileRegex,
  continueRegexResolution,
  type RegexResolution,
} from "./regex-resolution.ts";
import { NOT_RESOLVED } from "./resolved-regular-expression.ts";

/** However many topics are created: no more than one resolution in this time. */
const MIN_REFRESH_INTERVAL_MS = 10_000;
const METADATA_REFRESH_INTERVAL_MS = 2_147_483_647;

export interface RegexUpdate {
  /** The member has another expression than before. */
  readonly isUpdated: boolean;
  /** What that expression stands for is known, so that the group's epoch is to move now. */
  readonly isResolved: boolean;
}

/** Takes note of the member's expression, and sees to it that what has to be resolved is. */
export function updateRegularExpressions(
  context: GroupCoordinatorContext,
  change: GroupChange,
  { mayDescribeTopic }: Pick<GroupRequestContext, "mayDescribeTopic">,
): RegexUpdate | Refusal {
  const { group, member, updatedMember, records } = change;
  const oldRegex = regexOf(member);
  const newRegex = regexOf(updatedMember);
  const isUpdated = member.subscribedTopicRegex !== updatedMember.subscribedTopicRegex;
  let isResolved = false;
  let isNew = false;
  if (isUpdated) {
    if (oldRegex !== undefined && group.regexSubscriberCount(oldRegex) === 1) {
      records.push(regularExpressionTombstone(group.groupId, oldRegex));
    }
    if (newRegex === undefined) {
      isResolved = oldRegex !== undefined;
    } else if (group.regexSubscriberCount(newRegex) === 0) {
      const refusal = validateRegex(newRegex);
      if (refusal !== undefined) return refusal;
      isNew = true;
    } else {
      isResolved = group.resolvedRegex(newRegex) !== undefined;
    }
  }
  if (isNew || group.subscribedRegexes.size > 0) maybeResolve(context, change, { isNew, mayDescribeTopic });
  return { isUpdated, isResolved };
}

/** The time has come to match the next names. */
export function onRegexResolution(
  context: GroupCoordinatorContext,
  groupId: string,
  resolution: RegexResolution,
): GroupResult {
  if (!continueRegexResolution(resolution)) {
    context.schedule(regexTimerKey(groupId), 0, { kind: "consumer-regex", groupId, resolution });
    return NOTHING;
  }
  const group = context.groups.consumerGroup(groupId);
  return group === undefined ? NOTHING : applyResolution(context, group, resolution);
}

function maybeResolve(
  context: GroupCoordinatorContext,
  { group, member, updatedMember }: GroupChange,
  { isNew, mayDescribeTopic }: { readonly isNew: boolean; readonly mayDescribeTopic: TopicTest | undefined },
): void {
  const key = regexTimerKey(group.groupId);
  if (context.timers.deadlineOf(key) !== undefined) return;
  const { nowMs } = context.time;
  const last = group.lastResolved;
  const lastMs = last?.timestampMs ?? -Infinity;
  if (nowMs <= lastMs + MIN_REFRESH_INTERVAL_MS) return;
  const regexes = group.computeSubscribedRegexes({ oldMember: member, newMember: updatedMember });
  const isDue =
    isNew ||
    regexes.size !== group.resolvedRegexes.size ||
    (last?.version ?? 0) < context.lastImageWithNewTopics ||
    nowMs > lastMs + context.config.consumerGroupRegexRefreshIntervalMs;
  if (!isDue || regexes.size === 0) return;
  const order = javaStringOrder(timelineOrder([...regexes.keys()]));
  const resolution = beginRegexResolution(order, context.image, {
    nowMs,
    ...(mayDescribeTopic && { mayDescribeTopic }),
  });
  context.schedule(key, 0, { kind: "consumer-regex", groupId: group.groupId, resolution });
}

/** Writes what was found; a new epoch when that makes a difference. */
function applyResolution(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  { image, timestampMs, topics }: RegexResolution,
): GroupResult {
  const { groupId } = group;
  const records: GroupRecord[] = [];
  const counts = group.subscribedTopicNames.toMap();
  let isChanged = false;
  for (const [regex, found] of topics) {
    // Its subscribers may have gone in the meantime.
    if (group.regexSubscriberCount(regex) === 0) continue;
    const before = group.resolvedRegex(regex) ?? NOT_RESOLVED;
    if (!setEquals(before.topics, found)) {
      isChanged = true;
      for (const topic of before.topics) addSubscriptions(counts, topic, { byRegex: -1 });
      for (const topic of found) addSubscriptions(counts, topic, { byRegex: 1 });
    }
    records.push(regularExpressionRecord(groupId, regex, { topics: found, version: image.version, timestampMs }));
  }
  const metadataHash = computeMetadataHash(counts.keys(), context.topicHashes, context.image);
  if (isChanged || metadataHash !== group.metadataHash.get()) {
    const groupEpoch = group.groupEpoch.get() + 1;
    records.push(consumerGroupEpochRecord(groupId, groupEpoch, metadataHash));
    context.log.info(
      { groupId, groupEpoch },
      "bumped the epoch of a consumer group: its regular expressions are resolved",
    );
    context.metrics.onConsumerGroupRebalance?.();
    group.setMetadataRefreshDeadline(context.time.nowMs + METADATA_REFRESH_INTERVAL_MS, groupEpoch);
  }
  return { records, response: undefined };
}

function validateRegex(regex: string): Refusal | undefined {
  const compiled = compileRegex(regex);
  if (typeof compiled !== "string") return undefined;
  return new Refusal(
    ErrorCode.INVALID_REGULAR_EXPRESSION,
    `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${compiled}.`,
  );
}
