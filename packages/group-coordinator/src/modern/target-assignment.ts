/**
 * Makes the target assignment of a group's epoch: puts together what the assignor has to know, asks it, and turns the
 * difference to the old target into records. A static member that comes back takes over the target of its old id.
 */

import { JavaHashMap, javaStringHashCode, javaStringOrder, type Uuid } from "@ottla/base";
import type { GroupAssignment, MemberSpec, PartitionAssignor } from "../assignor/partition-assignor.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { assignmentEquals, EMPTY_ASSIGNMENT, type Assignment } from "./assignment.ts";
import type { ModernGroup, SubscriptionType } from "./modern-group.ts";
import type { ModernGroupMember } from "./modern-group-member.ts";
import type { TopicsImage } from "./topics-image.ts";

export interface TargetAssignmentOptions<M extends ModernGroupMember> {
  readonly group: ModernGroup<M>;
  readonly groupEpoch: number;
  readonly nowMs: number;
  readonly assignor: PartitionAssignor;
  /** Of the group as it will be. */
  readonly subscriptionType: SubscriptionType;
  readonly image: TopicsImage;
  /** Who the heartbeat is of, as it will be; may be new. */
  readonly updatedMember: M;
  /** The old id of a static member that has come back under a new one. */
  readonly replacedMemberId?: string | undefined;
  readonly subscribedTopicNames: (member: M) => ReadonlySet<string>;
  /** Default: every partition. */
  readonly isPartitionAssignable?: (topicId: Uuid, partition: number) => boolean;
  readonly records: TargetAssignmentRecords;
}

/** The records of the group's kind. */
export interface TargetAssignmentRecords {
  targetAssignment(groupId: string, memberId: string, assignment: Assignment): GroupRecord;
  targetAssignmentMetadata(groupId: string, epoch: number, timestampMs: number): GroupRecord;
}

export interface TargetAssignmentResult {
  readonly records: readonly GroupRecord[];
  readonly targetAssignment: GroupAssignment;
}

/** @throws PartitionAssignorError */
export function buildTargetAssignment<M extends ModernGroupMember>(
  options: TargetAssignmentOptions<M>,
): TargetAssignmentResult {
  const { group, groupEpoch, nowMs, assignor, subscriptionType, image, isPartitionAssignable } = options;
  const members = memberSpecs(options);
  const targetAssignment = assignor.assign({
    members,
    subscriptionType,
    isPartitionAssigned: (topicId, partition) => group.isPartitionAssigned(topicId, partition),
    isPartitionAssignable: isPartitionAssignable ?? (() => true),
    partitionCount: (topicId) => image.topicById(topicId)?.partitionCount ?? -1,
  });
  const records: GroupRecord[] = [];
  for (const memberId of members.keys()) {
    const before = group.targetAssignment.get(memberId);
    const after = targetAssignment.get(memberId) ?? EMPTY_ASSIGNMENT;
    if (before !== undefined && assignmentEquals(before, after)) continue;
    records.push(options.records.targetAssignment(group.groupId, memberId, after));
  }
  records.push(options.records.targetAssignmentMetadata(group.groupId, groupEpoch, nowMs));
  return { records, targetAssignment };
}

function memberSpecs<M extends ModernGroupMember>(options: TargetAssignmentOptions<M>): Map<string, MemberSpec> {
  const { group, updatedMember, replacedMemberId } = options;
  const specs = new JavaHashMap<string, MemberSpec>(javaStringHashCode);
  const toSpec = specMaker(options);
  for (const memberId of group.memberIdsInTableOrder()) {
    specs.set(memberId, toSpec(group.members.get(memberId)!, group.targetAssignmentOf(memberId)));
  }
  const ownTarget = group.targetAssignmentOf(replacedMemberId ?? updatedMember.memberId);
  specs.set(updatedMember.memberId, toSpec(updatedMember, ownTarget));
  if (replacedMemberId !== undefined) specs.delete(replacedMemberId);
  return new Map(specs);
}

function specMaker<M extends ModernGroupMember>({
  image,
  subscribedTopicNames,
}: TargetAssignmentOptions<M>): (member: M, assignment: Assignment) => MemberSpec {
  const resolve = topicResolver(image);
  return (member, assignment) => {
    const names = subscribedTopicNames(member);
    const { memberId, instanceId, rackId } = member;
    const { topicIds, topicIdSet } = resolve(names);
    return {
      memberId,
      instanceId,
      rackId,
      subscribedTopicIds: topicIds,
      subscriptionSize: names.size,
      isSubscribedTo: (topicId) => topicIdSet.has(topicId),
      assignment,
    };
  };
}

interface ResolvedTopics {
  readonly topicIds: readonly Uuid[];
  readonly topicIdSet: ReadonlySet<Uuid>;
}

/** Members mostly subscribe to the same topics: what has been resolved once is found again. */
function topicResolver(image: TopicsImage): (names: ReadonlySet<string>) => ResolvedTopics {
  const resolved = new Map<string, ResolvedTopics>();
  return (names) => {
    const ordered = javaStringOrder(names);
    const key = ordered.join("\0");
    let topics = resolved.get(key);
    if (topics === undefined) {
      const topicIds = ordered.map((name) => image.topic(name)?.id).filter((id) => id !== undefined);
      resolved.set(key, (topics = { topicIds, topicIdSet: new Set(topicIds) }));
    }
    return topics;
  };
}
