/** The deadlines of a consumer group's members. What is past its deadline is fenced (`fence`). */

import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { consumerJoinTimerKey, consumerSyncTimerKey, rebalanceTimerKey, sessionTimerKey } from "../group-timer.ts";
import { MemberState } from "../modern/member-state.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerGroupMember } from "./consumer-group-member.ts";

/** The member is there: its session begins anew, for the group's time or for that of a classic member. */
export function scheduleSessionTimeout(
  context: GroupCoordinatorContext,
  groupId: string,
  memberId: string,
  timeoutMs: number = consumerSessionTimeoutMs(context, groupId),
): void {
  const reason = "the member session expired";
  const event = { kind: "consumer-fence", groupId, memberId, reason } as const;
  context.schedule(sessionTimerKey(groupId, memberId), timeoutMs, event);
}

/** The member has to give up partitions; it may take its rebalance timeout for it. */
export function scheduleRebalanceTimeout(
  context: GroupCoordinatorContext,
  groupId: string,
  { memberId, memberEpoch, rebalanceTimeoutMs }: ConsumerGroupMember,
): void {
  const event = { kind: "consumer-rebalance", groupId, memberId, memberEpoch } as const;
  context.schedule(rebalanceTimerKey(groupId, memberId), rebalanceTimeoutMs, event);
}

export function cancelRebalanceTimeout(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  context.timers.cancel(rebalanceTimerKey(groupId, memberId));
}

/** A classic member has been told to join again. The deadline of the first time counts. */
export function scheduleJoinTimeoutIfAbsent(
  context: GroupCoordinatorContext,
  groupId: string,
  { memberId, rebalanceTimeoutMs }: ConsumerGroupMember,
): void {
  const key = consumerJoinTimerKey(groupId, memberId);
  if (context.timers.deadlineOf(key) !== undefined) return;
  const reason = "the classic member failed to join within the rebalance timeout";
  context.schedule(key, rebalanceTimeoutMs, { kind: "consumer-fence", groupId, memberId, reason });
}

export function cancelJoinTimeout(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  context.timers.cancel(consumerJoinTimerKey(groupId, memberId));
}

/** A classic member has joined; its SyncGroup is expected. */
export function scheduleSyncTimeout(
  context: GroupCoordinatorContext,
  groupId: string,
  { memberId, rebalanceTimeoutMs }: { readonly memberId: string; readonly rebalanceTimeoutMs: number },
): void {
  const reason = "the member failed to sync within timeout";
  const event = { kind: "consumer-fence", groupId, memberId, reason } as const;
  context.schedule(consumerSyncTimerKey(groupId, memberId), rebalanceTimeoutMs, event);
}

export function cancelSyncTimeout(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  context.timers.cancel(consumerSyncTimerKey(groupId, memberId));
}

/** The member is gone. */
export function cancelMemberTimers(context: GroupCoordinatorContext, groupId: string, memberId: string): void {
  context.timers.cancel(sessionTimerKey(groupId, memberId));
  cancelRebalanceTimeout(context, groupId, memberId);
  cancelJoinTimeout(context, groupId, memberId);
  cancelSyncTimeout(context, groupId, memberId);
}

/** Everybody found in the log has a session timeout to be heard of, and a rebalance timeout to give up partitions. */
export function onConsumerGroupLoaded(context: GroupCoordinatorContext, { groupId, members }: ConsumerGroup): void {
  for (const [memberId, member] of members) {
    scheduleSessionTimeout(context, groupId, memberId);
    if (member.state === MemberState.UNREVOKED_PARTITIONS) scheduleRebalanceTimeout(context, groupId, member);
  }
}

function consumerSessionTimeoutMs(context: GroupCoordinatorContext, groupId: string): number {
  return context.groupConfig(groupId)?.consumerSessionTimeoutMs ?? context.config.consumerGroupSessionTimeoutMs;
}
