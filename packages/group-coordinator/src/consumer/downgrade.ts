/**
 * A consumer group whose members all use the classic protocol becomes a classic group: when the last member of the consumer
 * protocol goes, or comes back with the classic one. Everybody keeps what they are to have.
 */

import { assert, timelineOrder } from "@ottla/base";
import { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupMember } from "../classic/classic-group-member.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { CONSUMER_PROTOCOL_TYPE } from "../classic/consumer-subscription.ts";
import { prepareRebalance } from "../classic/rebalance.ts";
import { rescheduleHeartbeat } from "../classic/session.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupResult } from "../group-result.ts";
import {
  consumerGroupEpochTombstone,
  consumerGroupMemberTombstone,
  consumerGroupPartitionMetadataTombstone,
  currentAssignmentTombstone,
  regularExpressionTombstone,
  targetAssignmentMetadataTombstone,
  targetAssignmentTombstone,
} from "../records/consumer-group-records.ts";
import { groupMetadataRecord } from "../records/group-metadata-record.ts";
import type { GroupRecord } from "../records/group-record.ts";
import type { ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { encodeAssignment } from "./consumer-protocol.ts";

export interface Downgrade {
  readonly leavingMembers?: readonly ConsumerGroupMember[];
  /** A static member that has come back with the classic protocol, in place of `replaced`. */
  readonly joining?: { readonly member: ConsumerGroupMember; readonly replaced: ConsumerGroupMember };
  /** Records of the same request that come before. */
  readonly records?: readonly GroupRecord[];
  /** Undefined: the target assignment is up to date and stays. */
  readonly rebalanceReason?: string | undefined;
}

/** Whether the group is to become a classic one when these are gone. */
export function canDowngradeWithout(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  members: readonly ConsumerGroupMember[],
): boolean {
  const left = group.members.size - members.length;
  return left > 0 && group.allMembersUseClassicProtocolExcept(members) && isDowngradeAllowed(context, group, left);
}

/** Whether the group is to become a classic one when this member, of the consumer protocol, comes back as a classic one. */
export function canDowngradeWithReplaced(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  replaced: ConsumerGroupMember,
): boolean {
  return (
    replaced.classicMember === null &&
    group.allMembersUseClassicProtocolExcept([replaced]) &&
    isDowngradeAllowed(context, group, group.members.size)
  );
}

export function downgradeToClassicGroup(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  downgrade: Downgrade,
): GroupResult {
  const { groupId } = group;
  const records = [...(downgrade.records ?? []), ...groupTombstones(group, downgrade.joining)];
  const classic = convert(context, group, downgrade);
  const assignments = new Map([...classic.members()].map(({ memberId, assignment }) => [memberId, assignment]));
  records.push(groupMetadataRecord(classic, assignments));
  context.groups.adoptClassicGroup(classic);
  for (const member of classic.members()) rescheduleHeartbeat(context, classic, member);
  // Nobody has joined yet, so that this only begins to wait.
  if (downgrade.rebalanceReason !== undefined) prepareRebalance(context, classic, downgrade.rebalanceReason);
  context.log.info({ groupId, members: classic.memberCount }, "a consumer group becomes a classic group");
  return { records, response: undefined };
}

/** Everything the log has of the group, deleted. */
export function groupTombstones(group: ConsumerGroup, joining?: Downgrade["joining"]): GroupRecord[] {
  const { groupId } = group;
  const memberIds = group
    .memberIdsInTableOrder()
    .map((memberId) => (memberId === joining?.replaced.memberId ? joining.member.memberId : memberId));
  return [
    ...memberIds.map((memberId) => currentAssignmentTombstone(groupId, memberId)),
    ...memberIds.map((memberId) => targetAssignmentTombstone(groupId, memberId)),
    targetAssignmentMetadataTombstone(groupId),
    ...memberIds.map((memberId) => consumerGroupMemberTombstone(groupId, memberId)),
    ...timelineOrder([...group.resolvedRegexes.keys()]).map((regex) => regularExpressionTombstone(groupId, regex)),
    consumerGroupPartitionMetadataTombstone(groupId),
    consumerGroupEpochTombstone(groupId),
  ];
}

function isDowngradeAllowed({ config, log }: GroupCoordinatorContext, group: ConsumerGroup, left: number): boolean {
  const { groupId } = group;
  if (!config.consumerGroupMigrationPolicy.isDowngradeEnabled) {
    log.info({ groupId }, "the consumer group does not become a classic group: that is disabled");
    return false;
  }
  if (left > config.groupMaxSize) {
    log.info({ groupId }, "the consumer group does not become a classic group: it would have too many members");
    return false;
  }
  return true;
}

function convert(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  { leavingMembers = [], joining }: Downgrade,
): ClassicGroup {
  const classic = new ClassicGroup({
    groupId: group.groupId,
    state: ClassicGroupState.STABLE,
    generationId: group.groupEpoch.get(),
    protocolType: CONSUMER_PROTOCOL_TYPE,
    currentStateTimestampMs: context.time.nowMs,
  });
  const leaving = new Set(leavingMembers.map(({ memberId }) => memberId));
  for (const memberId of group.memberIdsInTableOrder()) {
    if (leaving.has(memberId) || memberId === joining?.replaced.memberId) continue;
    classic.add(convertMember(group.members.get(memberId)!));
  }
  if (joining !== undefined) classic.add(convertMember(joining.member));
  classic.protocolName = classic.selectProtocol();
  classic.subscribedTopics = classic.computeSubscribedTopics();
  for (const member of classic.members()) {
    const replaced = member.memberId === joining?.member.memberId ? joining.replaced : undefined;
    const target = group.targetAssignmentOf(replaced?.memberId ?? member.memberId);
    member.assignment = encodeAssignment(target, member.metadataOf(classic.protocolName), context.image);
  }
  return classic;
}

function convertMember(member: ConsumerGroupMember): ClassicGroupMember {
  const { classicMember } = member;
  assert(classicMember !== null, "only members of the classic protocol are left");
  return new ClassicGroupMember({
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: classicMember.sessionTimeoutMs,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    supportedProtocols: classicMember.supportedProtocols,
  });
}
