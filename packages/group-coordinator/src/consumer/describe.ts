/** ConsumerGroupDescribe: a consumer group and its members, as they were when last committed. */

import { timelineOrder, type Uuid } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DescribedGroup, Member } from "@ottla/protocol/messages/consumer-group-describe";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { GroupType } from "../groups.ts";
import { EMPTY_ASSIGNMENT } from "../modern/assignment.ts";
import type { TopicsImage } from "../modern/topics-image.ts";
import { usesClassicProtocol, type ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";

/** Values of `memberType` (KIP-1099). */
const MEMBER_TYPE = { classic: 0, consumer: 1 } as const;

export function describeConsumerGroups(
  context: GroupCoordinatorContext,
  groupIds: readonly string[],
  epoch: number,
): Input<DescribedGroup>[] {
  return groupIds.map((groupId) => {
    const entry = context.groups.entry(groupId, epoch);
    if (entry?.type === GroupType.CONSUMER) return describe(context, entry.group, epoch);
    const reason = entry === undefined ? "not found." : "is not a consumer group.";
    return { groupId, errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} ${reason}` };
  });
}

function describe(
  { config, image }: GroupCoordinatorContext,
  group: ConsumerGroup,
  epoch: number,
): Input<DescribedGroup> {
  const members = group.members.toMap(epoch);
  return {
    groupId: group.groupId,
    groupState: group.state.get(epoch),
    groupEpoch: group.groupEpoch.get(epoch),
    assignmentEpoch: group.targetAssignmentMetadata.get(epoch).assignmentEpoch,
    assignorName: group.preferredServerAssignor(epoch) ?? config.consumerGroupAssignors[0]!.name,
    members: timelineOrder([...members.keys()]).map((memberId) =>
      describeMember(members.get(memberId)!, {
        target: group.targetAssignment.get(memberId, epoch) ?? EMPTY_ASSIGNMENT,
        image,
      }),
    ),
  };
}

function describeMember(
  member: ConsumerGroupMember,
  { target, image }: { readonly target: ReadonlyMap<Uuid, ReadonlySet<number>>; readonly image: TopicsImage },
): Input<Member> {
  const assigned = new Map<Uuid, number[]>();
  // What it has yet to give up is still with it.
  for (const partitions of [member.assignedPartitions, member.partitionsPendingRevocation]) {
    for (const [topicId, epochs] of partitions) {
      assigned.set(topicId, [...(assigned.get(topicId) ?? []), ...epochs.keys()]);
    }
  }
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.memberEpoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: { topicPartitions: named(assigned, image) },
    targetAssignment: { topicPartitions: named(target, image) },
    memberType: usesClassicProtocol(member) ? MEMBER_TYPE.classic : MEMBER_TYPE.consumer,
  };
}

/** With the names of the topics; those that are gone are left out. */
function named(
  partitions: ReadonlyMap<Uuid, Iterable<number>>,
  image: TopicsImage,
): { topicId: Uuid; topicName: string; partitions: number[] }[] {
  return [...partitions].flatMap(([topicId, ofTopic]) => {
    const topicName = image.topicById(topicId)?.name;
    return topicName === undefined ? [] : [{ topicId, topicName, partitions: [...ofTopic] }];
  });
}
