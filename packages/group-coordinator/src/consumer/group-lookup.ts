/** Finds the consumer group of a request, makes it, or makes it of a classic one. */

import { ErrorCode } from "@ottla/protocol";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { cancelRebalanceTimers } from "../classic/rebalance.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { GroupType } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import { groupMetadataTombstone } from "../records/group-metadata-record.ts";
import type { GroupRecord } from "../records/group-record.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { upgradeToConsumerGroup } from "./upgrade.ts";

/** `noun` is how the message names a group that does not exist. */
export function findConsumerGroup(
  { groups }: GroupCoordinatorContext,
  groupId: string,
  noun = "Group",
): ConsumerGroup | Refusal {
  const entry = groups.entry(groupId);
  if (entry === undefined) return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, `${noun} ${groupId} not found.`);
  return entry.type === GroupType.CONSUMER ? entry.group : notAConsumerGroup(groupId);
}

/** The group a member joins. The records make it what it has to be. */
export function findOrCreateConsumerGroup(
  context: GroupCoordinatorContext,
  groupId: string,
  records: GroupRecord[],
): ConsumerGroup | Refusal {
  const { groups, time } = context;
  const entry = groups.entry(groupId);
  if (entry === undefined) return groups.newConsumerGroup(groupId);
  if (entry.type === GroupType.CONSUMER) return entry.group;
  const classic = groups.classicGroup(groupId, time.nowMs);
  if (classic === undefined || classic.isInState(ClassicGroupState.DEAD)) return notAConsumerGroup(groupId);
  if (!classic.isEmpty) return upgradeToConsumerGroup(context, classic, records);
  records.push(groupMetadataTombstone(groupId));
  cancelRebalanceTimers(context, groupId);
  context.log.info({ groupId }, "an empty classic group becomes a consumer group");
  return groups.newConsumerGroup(groupId);
}

/** Whether there is no room for the member. */
export function consumerGroupFull(
  { config }: GroupCoordinatorContext,
  group: ConsumerGroup,
  memberId: string,
): Refusal | undefined {
  const maxSize = config.consumerGroupMaxSize;
  const isMember = memberId !== "" && group.members.has(memberId);
  if (group.members.size < maxSize || isMember) return undefined;
  const message = `The consumer group has reached its maximum capacity of ${maxSize} members.`;
  return new Refusal(ErrorCode.GROUP_MAX_SIZE_REACHED, message);
}

function notAConsumerGroup(groupId: string): Refusal {
  return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
}
