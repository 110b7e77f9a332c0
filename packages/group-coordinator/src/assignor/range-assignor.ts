/**
 * The `range` assignor: each topic's partitions go to its subscribers in stretches, members in the order of their ids (static
 * ones first, by instance id), so that topics with the same number of partitions are assigned alike.
 */

import { JavaHashMap, javaUuidHashCode, type Uuid } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import {
  PartitionAssignorError,
  type GroupAssignment,
  type GroupSpec,
  type MemberSpec,
  type PartitionAssignor,
} from "./partition-assignor.ts";

export const rangeAssignor: PartitionAssignor = {
  name: "range",
  assign(group) {
    if (group.members.size === 0) return new Map();
    const members = [...group.members.values()].sort(compareMembers);
    const topics = topicsOf(group, members);
    const isHomogeneous = group.subscriptionType === "homogeneous";
    const assignments = new Map<string, Assignment>();
    for (const member of members) {
      const expectedTopics = isHomogeneous ? topics.size : member.subscriptionSize;
      assignments.set(member.memberId, stretchesOf(member, topics, expectedTopics));
    }
    return assignments satisfies GroupAssignment;
  },
};

interface TopicRange {
  readonly partitionCount: number;
  memberCount: number;
  /** The first partition that has not been handed out. */
  next: number;
  /** How many members are still to get one more than the others; set when the first stretch is handed out. */
  extraPartitions: number | undefined;
}

function topicsOf(group: GroupSpec, members: readonly MemberSpec[]): Map<Uuid, TopicRange> {
  const topics = new Map<Uuid, TopicRange>();
  for (const { subscribedTopicIds } of members) {
    for (const topicId of subscribedTopicIds) {
      const topic = topics.get(topicId);
      if (topic !== undefined) {
        topic.memberCount++;
        continue;
      }
      const partitionCount = group.partitionCount(topicId);
      if (partitionCount === -1) throw new PartitionAssignorError("Member is subscribed to a non-existent topic");
      topics.set(topicId, { partitionCount, memberCount: 1, next: 0, extraPartitions: undefined });
    }
  }
  return topics;
}

function stretchesOf(
  { subscribedTopicIds }: MemberSpec,
  topics: ReadonlyMap<Uuid, TopicRange>,
  expectedTopics: number,
): Assignment {
  const capacity = Math.trunc(expectedTopics / 0.75 + 1);
  const assignment = new JavaHashMap<Uuid, ReadonlySet<number>>(javaUuidHashCode, capacity);
  for (const topicId of subscribedTopicIds) {
    const stretch = nextStretch(topics.get(topicId)!);
    if (stretch.size > 0) assignment.set(topicId, stretch);
  }
  return new Map(assignment);
}

function nextStretch(topic: TopicRange): ReadonlySet<number> {
  topic.extraPartitions ??= topic.partitionCount % topic.memberCount;
  let quota = Math.floor(topic.partitionCount / topic.memberCount);
  if (topic.extraPartitions > 0) {
    quota++;
    topic.extraPartitions--;
  }
  const start = topic.next;
  topic.next = Math.min(start + quota, topic.partitionCount);
  return new Set(Array.from({ length: topic.next - start }, (_, i) => start + i));
}

function compareMembers(a: MemberSpec, b: MemberSpec): number {
  if (a.instanceId !== null && b.instanceId !== null) return compareText(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  if (b.instanceId !== null) return 1;
  return compareText(a.memberId, b.memberId);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
