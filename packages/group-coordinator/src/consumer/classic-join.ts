/**
 * JoinGroup of a classic member on a consumer group: it joins, or takes its next step towards its target assignment. It is
 * answered at once, as the only one it has to know of, and fetches its assignment with SyncGroup.
 */

import { randomUuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import { joinReason, refuseJoin, type Join } from "../classic/join-step.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupResult } from "../group-result.ts";
import { Refusal } from "../refusal.ts";
import type { GroupRecord } from "../records/group-record.ts";
import type { ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { decodeSubscription, ownedPartitionsOf } from "./consumer-protocol.ts";
import { canDowngradeWithReplaced, downgradeToClassicGroup } from "./downgrade.ts";
import {
  reconcile,
  updateGroupEpoch,
  updateMemberMetadata,
  updateTargetAssignment,
  type GroupChange,
  type GroupEpoch,
} from "./group-change.ts";
import { consumerGroupFull } from "./group-lookup.ts";
import { MemberEpoch } from "./member-epoch.ts";
import { subscribeMember } from "./member-lookup.ts";
import { cancelJoinTimeout, scheduleSessionTimeout, scheduleSyncTimeout } from "./member-timers.ts";
import { updateRegularExpressions } from "./regular-expressions.ts";

/** From this version on a dynamic member has to come again with the id it is given (KIP-394). */
const MEMBER_ID_REQUIRED_VERSION = 4;

export function joinConsumerGroup(context: GroupCoordinatorContext, group: ConsumerGroup, join: Join): GroupResult {
  const { request, requestContext, waiter } = join;
  const { groupInstanceId, protocolType } = request;
  const isUnknown = request.memberId === "";
  const memberId = isUnknown ? randomUuid(context.random) : request.memberId;
  const full = consumerGroupFull(context, group, memberId);
  if (full !== undefined) return refuseJoin(waiter, "", full.errorCode);
  const names = join.protocols.map(({ name }) => name);
  if (!group.supportsClassicProtocols(protocolType, names)) {
    return refuseJoin(waiter, "", ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }
  if (isUnknown && groupInstanceId === null && requestContext.apiVersion >= MEMBER_ID_REQUIRED_VERSION) {
    return refuseJoin(waiter, memberId, ErrorCode.MEMBER_ID_REQUIRED);
  }
  const subscription = decodeSubscription(join.protocols[0]!.metadata);
  const result = joinMember(context, group, join, { memberId, isUnknown, subscription });
  return result instanceof Refusal ? refuseJoin(waiter, "", result.errorCode) : result;
}

interface JoiningMember {
  readonly memberId: string;
  readonly isUnknown: boolean;
  /** Undefined: what it says cannot be understood. */
  readonly subscription: ConsumerProtocolSubscription | undefined;
}

function joinMember(
  context: GroupCoordinatorContext,
  group: ConsumerGroup,
  join: Join,
  { memberId, isUnknown, subscription }: JoiningMember,
): GroupResult | Refusal {
  const records: GroupRecord[] = [];
  const instanceId = join.request.groupInstanceId;
  const identification = { memberId, instanceId, memberEpoch: MemberEpoch.LEAVE_GROUP, ownedPartitions: [] };
  const createsMember = instanceId === null || isUnknown;
  const replaced = group.staticMember(instanceId);
  const member = subscribeMember(group, { ...identification, usesClassicProtocol: true, createsMember }, records);
  if (member instanceof Refusal) return member;
  // Apache Kafka fails like this, too.
  if (subscription === undefined) return new Refusal(ErrorCode.UNKNOWN_SERVER_ERROR, "malformed subscription");
  const isDowngrade = replaced !== undefined && canDowngradeWithReplaced(context, group, replaced);
  const change = { group, member, updatedMember: withJoin(member, join, subscription), records };
  const hasTopicsChanged = updateMemberMetadata(change);
  const regex = updateRegularExpressions(context, change, join.requestContext);
  if (regex instanceof Refusal) return regex;
  const hasSubscriptionChanged = hasTopicsChanged || regex.isUpdated;
  const epoch = updateGroupEpoch(context, change, hasSubscriptionChanged);
  const step = { hasSubscriptionChanged, ownedPartitions: ownedPartitionsOf(subscription, context.image) };
  return isDowngrade
    ? downgrade(context, join, { change, epoch, step, replaced })
    : proceed(context, join, { change, epoch, step });
}

interface Proceeding {
  readonly change: GroupChange;
  readonly epoch: GroupEpoch;
  readonly step: {
    readonly hasSubscriptionChanged: boolean;
    readonly ownedPartitions: ReturnType<typeof ownedPartitionsOf>;
  };
}

function proceed(
  context: GroupCoordinatorContext,
  join: Join,
  { change, epoch, step }: Proceeding,
): GroupResult | Refusal {
  const target = updateTargetAssignment(context, change, epoch);
  if (target instanceof Refusal) return target;
  const next = reconcile(context, change, { target, ...step });
  if (next instanceof Refusal) return next;
  const { groupId, sessionTimeoutMs, rebalanceTimeoutMs } = join.request;
  const { memberId } = next;
  context.log.info({ groupId, memberId, reason: joinReason(join.request) }, "classic member joins its consumer group");
  return {
    records: change.records,
    response: undefined,
    onCompletion: (errorCode, time) => {
      if (errorCode !== ErrorCode.NONE) return;
      context.time = time;
      cancelJoinTimeout(context, groupId, memberId);
      scheduleSessionTimeout(context, groupId, memberId, sessionTimeoutMs);
      scheduleSyncTimeout(context, groupId, { memberId, rebalanceTimeoutMs });
      answer(join, next);
    },
  };
}

/** With this member nobody of the consumer protocol is left. */
function downgrade(
  context: GroupCoordinatorContext,
  join: Join,
  { change, epoch, step, replaced }: Proceeding & { readonly replaced: ConsumerGroupMember },
): GroupResult | Refusal {
  const { group, records } = change;
  const { groupId } = group;
  const isStale = group.assignmentEpoch < epoch.groupEpoch;
  const target = { epoch: group.assignmentEpoch, assignment: group.targetAssignmentOfMember(change.updatedMember) };
  const next = isStale ? change.updatedMember : reconcile(context, change, { target, ...step });
  if (next instanceof Refusal) return next;
  const result = downgradeToClassicGroup(context, group, {
    records,
    joining: { member: next, replaced },
    rebalanceReason: isStale ? `Downgrade group ${groupId} from consumer to classic with stale assignment.` : undefined,
  });
  return {
    ...result,
    onCompletion: (errorCode, time) => {
      if (errorCode !== ErrorCode.NONE) return;
      context.time = time;
      cancelJoinTimeout(context, groupId, next.memberId);
      answer(join, next);
    },
  };
}

function answer({ waiter }: Join, { memberId, memberEpoch, classicMember }: ConsumerGroupMember): void {
  waiter.complete({
    memberId,
    generationId: memberEpoch,
    protocolType: "consumer",
    protocolName: classicMember!.supportedProtocols[0]!.name,
  });
}

function withJoin(
  member: ConsumerGroupMember,
  { request, protocols, requestContext }: Join,
  { rackId, topics }: ConsumerProtocolSubscription,
): ConsumerGroupMember {
  const { sessionTimeoutMs, rebalanceTimeoutMs } = request;
  return {
    ...member,
    instanceId: request.groupInstanceId ?? member.instanceId,
    rackId: rackId === null || rackId === "" ? member.rackId : rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : rebalanceTimeoutMs,
    subscribedTopicNames: new Set(topics),
    subscribedTopicRegex: "",
    clientId: requestContext.clientId,
    clientHost: requestContext.clientHost,
    classicMember: { sessionTimeoutMs, supportedProtocols: protocols },
  };
}
