/** ShareGroupDescribe: a share group and its members, as they were when last committed. */

import { javaStringOrder, timelineOrder } from "@ottla/base";
import type { Input } from "@ottla/protocol";
import type { DescribedGroup, Member } from "@ottla/protocol/messages/share-group-describe";
import { simpleAssignor } from "../assignor/simple-assignor.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { TopicsImage } from "../modern/topics-image.ts";
import { Refusal } from "../refusal.ts";
import { findShareGroup } from "./group-lookup.ts";
import type { ShareGroupMember } from "./share-group-member.ts";

export function describeShareGroups(
  context: GroupCoordinatorContext,
  groupIds: readonly string[],
  epoch: number,
): Input<DescribedGroup>[] {
  return groupIds.map((groupId) => {
    const group = findShareGroup(context, groupId, { epoch });
    if (group instanceof Refusal) return { groupId, errorCode: group.errorCode, errorMessage: group.message };
    const members = group.members.toMap(epoch);
    return {
      groupId,
      groupState: group.state.get(epoch),
      groupEpoch: group.groupEpoch.get(epoch),
      assignmentEpoch: group.targetAssignmentMetadata.get(epoch).assignmentEpoch,
      assignorName: simpleAssignor.name,
      members: timelineOrder([...members.keys()]).map((id) => describeMember(members.get(id)!, context.image)),
    };
  });
}

function describeMember(member: ShareGroupMember, image: TopicsImage): Input<Member> {
  const { memberId, rackId, memberEpoch, clientId, clientHost } = member;
  // Topics that are gone are left out.
  const topicPartitions = [...member.assignedPartitions].flatMap(([topicId, partitions]) => {
    const topicName = image.topicById(topicId)?.name;
    return topicName === undefined ? [] : [{ topicId, topicName, partitions: [...partitions] }];
  });
  return {
    memberId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames: [...javaStringOrder(member.subscribedTopicNames)],
    assignment: { topicPartitions },
  };
}
