/**
 * The `simple` assignor of share groups: partitions are shared, so that every partition has about as many members as any other
 * and every member about as many partitions. What is assigned stays where it is as far as that allows.
 */

import { JavaHashMap, javaIntHashCode, javaUuidHashCode, type Uuid } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import { MutableAssignment } from "./mutable-assignment.ts";
import {
  PartitionAssignorError,
  type GroupAssignment,
  type GroupSpec,
  type MemberSpec,
  type PartitionAssignor,
} from "./partition-assignor.ts";

export const simpleAssignor: PartitionAssignor = {
  name: "simple",
  assign(group) {
    if (group.members.size === 0) return new Map();
    const members = [...group.members.values()];
    const topicIds = subscribedTopicIds(group, members);
    if (topicIds.length === 0) return new Map();
    const drafts = members.map(({ assignment }) => new MutableAssignment(assignment));
    if (group.subscriptionType === "homogeneous") shareTogether(group, { members, topicIds, drafts });
    else shareByTopic(group, { members, topicIds, drafts });
    return new Map(members.map(({ memberId }, i) => [memberId, drafts[i]!.finish()])) satisfies GroupAssignment;
  },
};

/** In the order of Kafka's tables. */
function subscribedTopicIds({ subscriptionType }: GroupSpec, members: readonly MemberSpec[]): readonly Uuid[] {
  if (subscriptionType === "homogeneous") return members[0]!.subscribedTopicIds;
  const table = new JavaHashMap<Uuid, true>(javaUuidHashCode);
  for (const member of members) for (const topicId of member.subscribedTopicIds) table.set(topicId, true);
  return table.keys();
}

interface Work {
  readonly members: readonly MemberSpec[];
  readonly topicIds: readonly Uuid[];
  /** By index of the member. */
  readonly drafts: readonly MutableAssignment[];
}

/** Everybody subscribes to the same topics: their partitions are shared out together. */
function shareTogether(group: GroupSpec, { members, topicIds, drafts }: Work): void {
  const partitions = new TopicPartitions();
  const subscribed = new Set(topicIds);
  const targets = topicIds.flatMap((topicId) =>
    assignable(group, topicId).map((partition) => partitions.of(topicId, partition)),
  );
  const sharing = new Sharing<TopicPartition>({
    targets,
    subscribers: members.map((_, index) => index),
    hashCode: topicPartitionHashCode,
    assign: (index, { topicId, partition }) => drafts[index]!.add(topicId, partition),
    revoke: (index, { topicId, partition }) => drafts[index]!.removeKeepingTopic(topicId, partition),
  });
  for (const [index, { assignment }] of members.entries()) {
    for (const [topicId, held] of assignment) {
      if (!subscribed.has(topicId)) drafts[index]!.removeTopic(topicId);
      else for (const partition of held) sharing.hold(index, partitions.of(topicId, partition));
    }
  }
  sharing.balance();
}

/** Each topic's partitions are shared out among its subscribers. */
function shareByTopic(group: GroupSpec, { members, topicIds, drafts }: Work): void {
  const targets = new Map(topicIds.map((topicId) => [topicId, assignable(group, topicId)]));
  for (const topicId of topicIds) {
    const sharing = new Sharing<number>({
      targets: targets.get(topicId)!,
      subscribers: [...members.keys()].filter((index) => members[index]!.isSubscribedTo(topicId)),
      hashCode: javaIntHashCode,
      assign: (index, partition) => drafts[index]!.add(topicId, partition),
      revoke: (index, partition) => drafts[index]!.removeKeepingTopic(topicId, partition),
    });
    for (const [index, { assignment }] of members.entries()) {
      for (const partition of heldOf(assignment, topicId)) sharing.hold(index, partition);
    }
    sharing.balance();
  }
}

function heldOf(assignment: Assignment, topicId: Uuid): Iterable<number> {
  return assignment.get(topicId) ?? [];
}

function assignable(group: GroupSpec, topicId: Uuid): number[] {
  const count = group.partitionCount(topicId);
  if (count === -1) {
    throw new PartitionAssignorError(
      `Members are subscribed to topic ${topicId} which doesn't exist in the topic metadata.`,
    );
  }
  const all = Array.from({ length: count }, (_, partition) => partition);
  return all.filter((partition) => group.isPartitionAssignable(topicId, partition));
}

interface SharingOptions<P> {
  readonly targets: readonly P[];
  /** Indexes of members, ascending. */
  readonly subscribers: readonly number[];
  readonly hashCode: (partition: P) => number;
  readonly assign: (index: number, partition: P) => void;
  readonly revoke: (index: number, partition: P) => void;
}

/** Who has which of a set of partitions. Others than the subscribers may hold some, and lose them. */
class Sharing<P> {
  readonly #options: SharingOptions<P>;
  /** How many members each partition is to have. */
  readonly #perPartition: number;
  /** How many partitions each member is to have. */
  readonly #perMember = new Map<number, number>();
  readonly #byPartition: JavaHashMap<P, JavaHashMap<number, true>>;
  readonly #byMember: JavaHashMap<number, JavaHashMap<P, true>>;

  constructor(options: SharingOptions<P>) {
    const { targets, subscribers, hashCode } = options;
    const memberCount = subscribers.length;
    this.#options = options;
    this.#perPartition = targets.length === 0 ? 0 : Math.ceil(memberCount / targets.length);
    const exact = (this.#perPartition * targets.length) / memberCount;
    for (const [i, index] of subscribers.entries()) {
      this.#perMember.set(index, Math.ceil(exact * (i + 1)) - Math.ceil(exact * i));
    }
    this.#byPartition = new JavaHashMap(hashCode, capacityFor(targets.length));
    this.#byMember = new JavaHashMap(javaIntHashCode, capacityFor(memberCount));
  }

  /** The member has the partition until now. */
  hold(index: number, partition: P): void {
    this.#membersOf(partition).set(index, true);
    this.#partitionsOf(index).set(partition, true);
  }

  balance(): void {
    this.#revokeFromOverfilledMembers();
    this.#revokeOversharedPartitions();
    for (const target of this.#options.targets) this.#membersOf(target);
    this.#assignRemaining();
  }

  #revokeFromOverfilledMembers(): void {
    for (const [index, partitions] of this.#byMember) {
      const excess = partitions.size - this.#wantedBy(index);
      if (excess > 0) for (const partition of partitions.keys().slice(0, excess)) this.#revoke(index, partition);
    }
  }

  #revokeOversharedPartitions(): void {
    for (const [partition, members] of this.#byPartition) {
      const excess = members.size - this.#perPartition;
      if (excess > 0) for (const index of members.keys().slice(0, excess)) this.#revoke(index, partition);
    }
  }

  /** Goes round the members that want more, for one partition after the other. */
  #assignRemaining(): void {
    const unfilled = this.#options.subscribers.filter(
      (index) => this.#partitionsOf(index).size < this.#wantedBy(index),
    );
    let next = 0;
    let hasAssignedInThisRound = false;
    for (const [partition, members] of this.#byPartition) {
      while (members.size < this.#perPartition && unfilled.length > 0) {
        if (next === unfilled.length) {
          if (!hasAssignedInThisRound) break;
          next = 0;
          hasAssignedInThisRound = false;
        }
        const index = unfilled[next]!;
        next++;
        if (members.has(index)) continue;
        this.#options.assign(index, partition);
        this.hold(index, partition);
        hasAssignedInThisRound = true;
        if (this.#partitionsOf(index).size >= this.#wantedBy(index)) unfilled.splice(--next, 1);
      }
    }
  }

  #revoke(index: number, partition: P): void {
    this.#options.revoke(index, partition);
    this.#membersOf(partition).delete(index);
    this.#partitionsOf(index).delete(partition);
  }

  #wantedBy(index: number): number {
    return this.#perMember.get(index) ?? 0;
  }

  // Kafka adds with `computeIfAbsent`, after which a table grows one entry later than after `put`.

  #membersOf(partition: P): JavaHashMap<number, true> {
    return this.#byPartition.computeIfAbsent(partition, () => new JavaHashMap(javaIntHashCode));
  }

  #partitionsOf(index: number): JavaHashMap<P, true> {
    return this.#byMember.computeIfAbsent(index, () => new JavaHashMap(this.#options.hashCode));
  }
}

interface TopicPartition {
  readonly topicId: Uuid;
  readonly partition: number;
}

/** One object for each partition, so that tables can have them as keys. */
class TopicPartitions {
  readonly #byTopic = new Map<Uuid, Map<number, TopicPartition>>();

  of(topicId: Uuid, partition: number): TopicPartition {
    let ofTopic = this.#byTopic.get(topicId);
    if (ofTopic === undefined) this.#byTopic.set(topicId, (ofTopic = new Map()));
    let key = ofTopic.get(partition);
    if (key === undefined) ofTopic.set(partition, (key = { topicId, partition }));
    return key;
  }
}

/** The hash code of a Java record of the two. */
function topicPartitionHashCode({ topicId, partition }: TopicPartition): number {
  return (Math.imul(31, javaUuidHashCode(topicId)) + partition) | 0;
}

/** What Kafka's assignors begin a table with that is to have so many entries. */
function capacityFor(size: number): number {
  return Math.trunc((size + 1) / 0.75 + 1);
}
