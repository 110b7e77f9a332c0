/**
 * A live classic group of consumers becomes a consumer group, because somebody joins it with the consumer protocol: its
 * members stay with what they have, in the epoch that was their generation, and go on with the classic protocol.
 */

import { type Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { ClassicGroup } from "../classic/classic-group.ts";
import type { ClassicGroupMember } from "../classic/classic-group-member.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { assignmentOf, type Assignment } from "../modern/assignment.ts";
import { MemberState } from "../modern/member-state.ts";
import { computeMetadataHash } from "../modern/metadata-hash.ts";
import { Refusal } from "../refusal.ts";
import {
  consumerGroupEpochRecord,
  consumerGroupMemberRecord,
  currentAssignmentRecord,
  targetAssignmentMetadataRecord,
  targetAssignmentRecord,
} from "../records/consumer-group-records.ts";
import { groupMetadataTombstone } from "../records/group-metadata-record.ts";
import type { GroupRecord } from "../records/group-record.ts";
import {
  NO_PARTITIONS,
  newConsumerGroupMember,
  type ConsumerGroupMember,
  type PartitionEpochs,
} from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { decodeAssignment, decodeSubscription } from "./consumer-protocol.ts";
import { scheduleSessionTimeout } from "./member-timers.ts";

/** The group as it will be when the records are replayed. */
export function upgradeToConsumerGroup(
  context: GroupCoordinatorContext,
  classic: ClassicGroup,
  records: GroupRecord[],
): ConsumerGroup | Refusal {
  const refusal = validateUpgrade(context, classic);
  if (refusal !== undefined) return refusal;
  const { groupId } = classic;
  for (const member of classic.members()) {
    const errorCode = ErrorCode.REBALANCE_IN_PROGRESS;
    classic.completeJoin(member, { memberId: member.memberId, errorCode });
    classic.completeSync(member, { errorCode });
  }
  const group = convert(context, classic);
  if (group instanceof Refusal) {
    context.log.warn({ groupId, reason: group.message }, "a classic group cannot be upgraded");
    return group;
  }
  records.push(groupMetadataTombstone(groupId), ...recordsOf(group));
  for (const { memberId, classicMember } of group.members.values()) {
    scheduleSessionTimeout(context, groupId, memberId, classicMember!.sessionTimeoutMs);
  }
  context.log.info({ groupId, members: group.members.size }, "a classic group becomes a consumer group");
  return group;
}

function validateUpgrade({ config }: GroupCoordinatorContext, classic: ClassicGroup): Refusal | undefined {
  if (!config.consumerGroupMigrationPolicy.isUpgradeEnabled) {
    return cannotUpgrade(classic, "to consumer group because online upgrade is disabled.");
  }
  if (!classic.usesConsumerGroupProtocol) {
    return cannotUpgrade(classic, "to consumer group because the group does not use the consumer embedded protocol.");
  }
  if (classic.memberCount > config.consumerGroupMaxSize) {
    return cannotUpgrade(classic, "to consumer group because the group size exceeds the consumer group maximum size.");
  }
  return undefined;
}

function convert(context: GroupCoordinatorContext, classic: ClassicGroup): ConsumerGroup | Refusal {
  const { groupId, generationId } = classic;
  // Not in the log yet: what is made here becomes the group by its records.
  const group = context.groups.newConsumerGroup(groupId);
  group.replayTargetAssignmentMetadata({ assignmentEpoch: generationId, assignmentTimestampMs: 0 });
  for (const member of classic.members()) {
    const target = assignmentOfClassic(context, classic, member);
    if (target instanceof Refusal) return target;
    const converted = convertMember(classic, member, target);
    if (converted instanceof Refusal) return converted;
    group.replayTargetAssignment(member.memberId, target);
    group.replayMember(converted);
  }
  const topics = group.subscribedTopicNames.keys();
  group.replayEpoch(generationId, computeMetadataHash(topics, context.topicHashes, context.image));
  return group;
}

function assignmentOfClassic(
  { image }: GroupCoordinatorContext,
  classic: ClassicGroup,
  { assignment: bytes }: ClassicGroupMember,
): Assignment | Refusal {
  if (bytes.length === 0) return assignmentOf([]);
  const assignment = decodeAssignment(bytes);
  if (assignment === undefined) return malformed(classic);
  if (assignment.userData !== null && assignment.userData.length > 0) {
    return cannotUpgrade(
      classic,
      "to consumer group because an unsupported custom assignor is in use. Please refer to the documentation or " +
        "switch to a default assignor before re-attempting the upgrade.",
    );
  }
  return assignmentOf(
    assignment.assignedPartitions.flatMap(({ topic, partitions }) => {
      const topicId = image.topic(topic)?.id;
      return topicId === undefined ? [] : [{ topicId, partitions }];
    }),
  );
}

function convertMember(
  classic: ClassicGroup,
  member: ClassicGroupMember,
  target: Assignment,
): ConsumerGroupMember | Refusal {
  const { protocolName, generationId } = classic;
  // Apache Kafka fails like this while the first generation of the group has not begun.
  if (protocolName === null) return new Refusal(ErrorCode.UNKNOWN_SERVER_ERROR, "No value present");
  const subscription = decodeSubscription(member.metadataOf(protocolName));
  if (subscription === undefined) return malformed(classic);
  return {
    ...newConsumerGroupMember(member.memberId),
    memberEpoch: generationId,
    previousMemberEpoch: generationId,
    state: MemberState.STABLE,
    instanceId: member.groupInstanceId,
    rackId: subscription.rackId === "" ? null : subscription.rackId,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: new Set(subscription.topics),
    assignedPartitions: withEpoch(target, generationId),
    classicMember: { sessionTimeoutMs: member.sessionTimeoutMs, supportedProtocols: member.supportedProtocols },
  };
}

function withEpoch(assignment: Assignment, epoch: number): PartitionEpochs {
  if (assignment.size === 0) return NO_PARTITIONS;
  return new Map<Uuid, ReadonlyMap<number, number>>(
    [...assignment].map(([topicId, partitions]) => [
      topicId,
      new Map([...partitions].map((partition) => [partition, epoch])),
    ]),
  );
}

/** Everything of the group, as if it had been written step by step. */
function recordsOf(group: ConsumerGroup): GroupRecord[] {
  const { groupId } = group;
  const memberIds = group.memberIdsInTableOrder();
  const members = memberIds.map((memberId) => group.members.get(memberId)!);
  return [
    ...members.map((member) => consumerGroupMemberRecord(groupId, member)),
    consumerGroupEpochRecord(groupId, group.groupEpoch.get(), group.metadataHash.get()),
    ...memberIds.map((memberId) => targetAssignmentRecord(groupId, memberId, group.targetAssignmentOf(memberId))),
    targetAssignmentMetadataRecord(groupId, group.assignmentEpoch, group.assignmentTimestampMs),
    ...members.map((member) => currentAssignmentRecord(groupId, member)),
  ];
}

function malformed(classic: ClassicGroup): Refusal {
  return cannotUpgrade(classic, "to consumer group because the embedded consumer protocol is malformed.");
}

function cannotUpgrade({ groupId }: ClassicGroup, reason: string): Refusal {
  return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, `Cannot upgrade classic group ${groupId} ${reason}`);
}
