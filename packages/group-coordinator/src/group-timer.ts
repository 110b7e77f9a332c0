/** The deadlines groups have, as data: their keys, and what they say when they expire. */

import type { RegexResolution } from "./consumer/regex-resolution.ts";

export type GroupTimer =
  /** A member has not been heard of for its session timeout. */
  | { readonly kind: "classic-heartbeat"; readonly groupId: string; readonly memberId: string }
  /** The initial rebalance has waited `delayMs`; it may wait `remainingMs` more if members keep coming. */
  | {
      readonly kind: "classic-initial-rebalance";
      readonly groupId: string;
      readonly delayMs: number;
      readonly remainingMs: number;
    }
  /** The rebalance timeout has passed while members were expected to join. */
  | { readonly kind: "classic-join"; readonly groupId: string }
  /** The rebalance timeout has passed while members of the generation were expected to sync. */
  | { readonly kind: "classic-sync"; readonly groupId: string; readonly generationId: number }
  /** A member of a consumer group has not been heard of for its session timeout, or has not joined or synced in time. */
  | { readonly kind: "consumer-fence"; readonly groupId: string; readonly memberId: string; readonly reason: string }
  /** The rebalance timeout has passed since the member was told, in this epoch, to give up partitions. */
  | {
      readonly kind: "consumer-rebalance";
      readonly groupId: string;
      readonly memberId: string;
      readonly memberEpoch: number;
    }
  /** A member of a share group has not been heard of for its session timeout. */
  | { readonly kind: "share-fence"; readonly groupId: string; readonly memberId: string }
  /** The regular expressions of a consumer group are to be matched with the topics, or the rest of them. */
  | { readonly kind: "consumer-regex"; readonly groupId: string; readonly resolution: RegexResolution }
  /** It is time to look for expired offsets, in the groups that are left of this round or in all. */
  | { readonly kind: "expire-offsets"; readonly groupIds?: readonly string[] };

export function sessionTimerKey(groupId: string, memberId: string): string {
  return `session${SEPARATOR}${groupId}${SEPARATOR}${memberId}`;
}

export function rebalanceTimerKey(groupId: string, memberId: string): string {
  return `rebalance${SEPARATOR}${groupId}${SEPARATOR}${memberId}`;
}

export function consumerJoinTimerKey(groupId: string, memberId: string): string {
  return `consumer-join${SEPARATOR}${groupId}${SEPARATOR}${memberId}`;
}

export function consumerSyncTimerKey(groupId: string, memberId: string): string {
  return `consumer-sync${SEPARATOR}${groupId}${SEPARATOR}${memberId}`;
}

export function regexTimerKey(groupId: string): string {
  return `regex${SEPARATOR}${groupId}`;
}

/** Group and member ids hold any character but this one. */
const SEPARATOR = "\0";

export function heartbeatTimerKey(groupId: string, memberId: string): string {
  return `heartbeat${SEPARATOR}${groupId}${SEPARATOR}${memberId}`;
}

/** One key for both waits of the join phase: a group is in one of them at a time. */
export function joinTimerKey(groupId: string): string {
  return `join${SEPARATOR}${groupId}`;
}

export function syncTimerKey(groupId: string): string {
  return `sync${SEPARATOR}${groupId}`;
}

export const EXPIRE_OFFSETS_TIMER_KEY = "expire-offsets";
