/** A member of a share group (KIP-932): what it says of itself, and which partitions it reads. Immutable. */

import type { Uuid } from "@ottla/base";
import type {
  ShareGroupCurrentMemberAssignmentValue,
  ShareGroupMemberMetadataValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import { setEquals } from "../consumer/consumer-group-member.ts";
import { assignmentEquals, assignmentOf, EMPTY_ASSIGNMENT, type Assignment } from "../modern/assignment.ts";
import { MemberState, memberStateOf } from "../modern/member-state.ts";
import type { ModernGroupMember } from "../modern/modern-group-member.ts";
import type { TopicsImage } from "../modern/topics-image.ts";

export interface ShareGroupMember extends ModernGroupMember {
  /** Shared with others: nobody has to give up a partition for another member to get it. */
  readonly assignedPartitions: Assignment;
}

/** Nobody knows anything of it yet. */
export function newShareGroupMember(memberId: string): ShareGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: MemberState.STABLE,
    instanceId: null,
    rackId: null,
    clientId: "",
    clientHost: "",
    subscribedTopicNames: new Set(),
    assignedPartitions: EMPTY_ASSIGNMENT,
  };
}

/** The member as a MemberMetadata record has it. */
export function withShareMetadata(member: ShareGroupMember, value: ShareGroupMemberMetadataValue): ShareGroupMember {
  const { rackId, clientId, clientHost, subscribedTopicNames } = value;
  return { ...member, rackId, clientId, clientHost, subscribedTopicNames: new Set(subscribedTopicNames) };
}

/** The member as a CurrentMemberAssignment record has it; a tombstone leaves it without anything. */
export function withShareAssignment(
  member: ShareGroupMember,
  value: ShareGroupCurrentMemberAssignmentValue | null,
): ShareGroupMember {
  if (value === null) {
    return { ...member, memberEpoch: -1, previousMemberEpoch: -1, assignedPartitions: EMPTY_ASSIGNMENT };
  }
  const { memberEpoch, previousMemberEpoch, state, assignedPartitions } = value;
  return {
    ...member,
    memberEpoch,
    previousMemberEpoch,
    state: memberStateOf(state),
    assignedPartitions: assignmentOf(assignedPartitions),
  };
}

/** The member with what it has of the target: all of it that it subscribes to, at once. */
export function reconciled(
  member: ShareGroupMember,
  target: { readonly epoch: number; readonly assignment: Assignment; readonly hasSubscriptionChanged: boolean },
  image: TopicsImage,
): ShareGroupMember {
  const { epoch, assignment, hasSubscriptionChanged } = target;
  if (epoch === member.memberEpoch) {
    return hasSubscriptionChanged ? { ...member, assignedPartitions: subscribedOf(member, assignment, image) } : member;
  }
  return {
    ...member,
    state: MemberState.STABLE,
    assignedPartitions: subscribedOf(member, assignment, image),
    memberEpoch: epoch,
    previousMemberEpoch: member.memberEpoch,
  };
}

/** Whether two members are the same in everything. */
export function shareGroupMemberEquals(a: ShareGroupMember, b: ShareGroupMember): boolean {
  return (
    a === b ||
    (a.memberId === b.memberId &&
      a.memberEpoch === b.memberEpoch &&
      a.previousMemberEpoch === b.previousMemberEpoch &&
      a.state === b.state &&
      a.rackId === b.rackId &&
      a.clientId === b.clientId &&
      a.clientHost === b.clientHost &&
      setEquals(a.subscribedTopicNames, b.subscribedTopicNames) &&
      assignmentEquals(a.assignedPartitions, b.assignedPartitions))
  );
}

function subscribedOf(
  { subscribedTopicNames }: ShareGroupMember,
  assignment: Assignment,
  image: TopicsImage,
): Assignment {
  const isSubscribedTo = (topicId: Uuid): boolean => {
    const topic = image.topicById(topicId);
    return topic !== undefined && subscribedTopicNames.has(topic.name);
  };
  const kept = [...assignment].filter(([topicId]) => isSubscribedTo(topicId));
  return kept.length === assignment.size ? assignment : new Map(kept);
}
