/**
 * `uniform` for members that all subscribe to the same topics: each has a quota of partitions, what is above it is taken
 * away, and what belongs to nobody fills the others up, in the order of the tables.
 */

import { JavaHashMap, javaCopyCapacity, javaUuidHashCode, type Uuid } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import { MutableAssignment } from "./mutable-assignment.ts";
import { PartitionAssignorError, type GroupAssignment, type GroupSpec, type MemberSpec } from "./partition-assignor.ts";

interface FreePartition {
  readonly topicId: Uuid;
  readonly partition: number;
}

interface Quotas {
  readonly least: number;
  /** How many of the members that are still to come get one more. */
  extra: number;
  membersLeft: number;
}

export function assignUniformHomogeneous(group: GroupSpec): GroupAssignment {
  const topicIds = subscribedTopics(group);
  if (topicIds.length === 0) return new Map();
  const free: FreePartition[] = [];
  let total = 0;
  for (const topicId of topicIds) {
    const count = group.partitionCount(topicId);
    if (count === -1) {
      const message = `Members are subscribed to topic ${topicId} which doesn't exist in the topic metadata.`;
      throw new PartitionAssignorError(message);
    }
    for (let partition = 0; partition < count; partition++) {
      if (!group.isPartitionAssigned(topicId, partition)) free.push({ topicId, partition });
    }
    total += count;
  }
  const memberCount = group.members.size;
  const quotas = { least: Math.floor(total / memberCount), extra: total % memberCount, membersLeft: memberCount };
  const isSubscribed = new Set(topicIds);
  const kept = [...group.members.values()].map((member) => keep(member, isSubscribed, quotas, free));
  return fillUp(kept, free);
}

/** In the order of `new HashSet(subscribedTopicIds of the first member)`. */
function subscribedTopics(group: GroupSpec): readonly Uuid[] {
  const [first] = group.members.values();
  const table = new JavaHashMap<Uuid, true>(javaUuidHashCode, javaCopyCapacity(first?.subscriptionSize ?? 0));
  for (const topicId of first?.subscribedTopicIds ?? []) table.set(topicId, true);
  return table.keys();
}

interface Kept {
  readonly memberId: string;
  readonly assignment: MutableAssignment;
  /** How many partitions it may still get. */
  readonly room: number;
}

/** What the member keeps within its quota; the rest becomes free. */
function keep(member: MemberSpec, topicIds: ReadonlySet<Uuid>, quotas: Quotas, free: FreePartition[]): Kept {
  const assignment = new MutableAssignment(member.assignment);
  let hasExtra = quotas.extra > 0;
  let room = quotas.least + (hasExtra ? 1 : 0);
  for (const [topicId, partitions] of member.assignment) {
    if (!topicIds.has(topicId)) {
      assignment.removeTopic(topicId);
      continue;
    }
    for (const partition of partitions) {
      if (room > 0) {
        room--;
      } else {
        assignment.remove(topicId, partition);
        free.push({ topicId, partition });
      }
    }
  }
  // Whoever has not filled its quota leaves the extra partition to those who may have it already, while there are enough.
  if (room > 0 && hasExtra && quotas.membersLeft > quotas.extra) {
    room--;
    hasExtra = false;
  }
  if (hasExtra) quotas.extra--;
  quotas.membersLeft--;
  return { memberId: member.memberId, assignment, room };
}

function fillUp(kept: readonly Kept[], free: readonly FreePartition[]): GroupAssignment {
  const result = new Map<string, Assignment>();
  let next = 0;
  for (const { memberId, assignment, room } of kept) {
    for (let i = 0; i < room && next < free.length; i++) {
      const { topicId, partition } = free[next++]!;
      assignment.add(topicId, partition);
    }
    result.set(memberId, assignment.finish());
  }
  if (next < free.length) throw new PartitionAssignorError("Partitions were left unassigned");
  return result;
}
