/**
 * `uniform` for members with different subscriptions: what belongs to nobody goes to the least loaded subscriber, topic by
 * topic, those with the most partitions a subscriber first; then the topics are balanced in rounds, taking partitions from
 * the most loaded subscribers for the least loaded, until a round changes nothing or after 16 rounds.
 */

import { uuidToBytes, UUID_BYTES, type Uuid } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import { MemberBalancer } from "./member-balancer.ts";
import { MutableAssignment } from "./mutable-assignment.ts";
import { PartitionAssignorError, type GroupAssignment, type GroupSpec } from "./partition-assignor.ts";

const MAX_ROUNDS = 16;
const NOBODY = -1;

export function assignUniformHeterogeneous(group: GroupSpec): GroupAssignment {
  const builder = new HeterogeneousBuilder(group);
  return builder.build();
}

interface Topic {
  readonly id: Uuid;
  readonly partitionCount: number;
  /** Indices of members, ascending. */
  readonly subscribers: number[];
  /** Index of the member that has the partition; NOBODY. */
  readonly owners: number[];
}

class HeterogeneousBuilder {
  readonly #memberIds: readonly string[];
  readonly #topics = new Map<Uuid, Topic>();
  readonly #assignments: readonly MutableAssignment[];
  /** How many partitions each member has. */
  readonly #loads: number[];
  readonly #balancer: MemberBalancer;

  constructor(group: GroupSpec) {
    this.#memberIds = [...group.members.keys()];
    const members = [...group.members.values()];
    for (const [index, { subscribedTopicIds }] of members.entries()) {
      for (const topicId of subscribedTopicIds) this.#topic(group, topicId).subscribers.push(index);
    }
    this.#loads = members.map(() => 0);
    this.#balancer = new MemberBalancer(this.#loads);
    this.#assignments = members.map(({ assignment, isSubscribedTo }, index) => {
      const kept = new MutableAssignment(assignment);
      for (const [topicId, partitions] of assignment) {
        if (!isSubscribedTo(topicId)) {
          kept.removeTopic(topicId);
          continue;
        }
        const topic = this.#topics.get(topicId)!;
        this.#loads[index]! += partitions.size;
        for (const partition of partitions) topic.owners[partition] = index;
      }
      return kept;
    });
  }

  build(): GroupAssignment {
    if (this.#topics.size === 0) return new Map();
    this.#assignFree();
    this.#balance();
    const result = new Map<string, Assignment>();
    for (const [index, memberId] of this.#memberIds.entries()) result.set(memberId, this.#assignments[index]!.finish());
    return result;
  }

  #topic(group: GroupSpec, topicId: Uuid): Topic {
    const known = this.#topics.get(topicId);
    if (known !== undefined) return known;
    const partitionCount = group.partitionCount(topicId);
    if (partitionCount === -1) {
      const message = `Members are subscribed to topic ${topicId} which doesn't exist in the topic metadata.`;
      throw new PartitionAssignorError(message);
    }
    const owners = Array.from({ length: partitionCount }, () => NOBODY);
    const topic = { id: topicId, partitionCount, subscribers: [], owners };
    this.#topics.set(topicId, topic);
    return topic;
  }

  #assignFree(): void {
    const topics = [...this.#topics.values()].filter(({ owners }) => owners.includes(NOBODY));
    for (const topic of topics.sort(compareTopics)) {
      this.#balancer.initialize(topic.subscribers);
      for (const [partition, owner] of topic.owners.entries()) {
        if (owner === NOBODY) this.#assign(topic, partition, this.#balancer.nextLeastLoadedMember());
      }
    }
  }

  #balance(): void {
    const topics = [...this.#topics.values()].filter(({ subscribers }) => subscribers.length >= 2).sort(compareTopics);
    if (topics.length === 0) return;
    let lastChanged = -1;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      for (const [index, topic] of topics.entries()) {
        if (index === lastChanged) return;
        const moved = this.#balanceTopic(topic);
        if (moved > 0 || lastChanged === -1) lastChanged = index;
      }
    }
  }

  /** Returns how many partitions have another owner now. */
  #balanceTopic(topic: Topic): number {
    const balancer = this.#balancer;
    if (balancer.initialize(topic.subscribers) <= 1) return 0;
    const byOwner = partitionsByOwner(topic);
    let moved = 0;
    while (!balancer.isBalanced) {
      const most = balancer.nextMostLoadedMember();
      if (most === undefined) break;
      const partition = byOwner.get(most)?.pop();
      if (partition === undefined) {
        // All it has is of other topics.
        balancer.excludeMostLoadedMember();
        continue;
      }
      const least = balancer.nextLeastLoadedMember();
      if (balancer.isBalanced) break;
      this.#assign(topic, partition, least);
      moved++;
    }
    return moved;
  }

  #assign(topic: Topic, partition: number, index: number): void {
    const before = topic.owners[partition]!;
    if (before !== NOBODY) {
      this.#assignments[before]!.remove(topic.id, partition);
      this.#loads[before]!--;
    }
    const expected = Math.floor((topic.partitionCount + topic.subscribers.length - 1) / topic.subscribers.length);
    this.#assignments[index]!.add(topic.id, partition, expected);
    topic.owners[partition] = index;
    this.#loads[index]!++;
  }
}

/** Ascending for each owner. */
function partitionsByOwner({ owners }: Topic): Map<number, number[]> {
  const byOwner = new Map<number, number[]>();
  for (const [partition, owner] of owners.entries()) {
    const partitions = byOwner.get(owner);
    if (partitions === undefined) byOwner.set(owner, [partition]);
    else partitions.push(partition);
  }
  return byOwner;
}

/** The most partitions a subscriber first, then the fewest subscribers. */
function compareTopics(a: Topic, b: Topic): number {
  const byLoad = b.partitionCount / b.subscribers.length - a.partitionCount / a.subscribers.length;
  return byLoad || a.subscribers.length - b.subscribers.length || compareUuids(a.id, b.id);
}

/** As Java compares two uuids: two signed longs. */
function compareUuids(a: Uuid, b: Uuid): number {
  const bytes = new Uint8Array(2 * UUID_BYTES);
  uuidToBytes(a, bytes, 0);
  uuidToBytes(b, bytes, UUID_BYTES);
  const view = new DataView(bytes.buffer);
  for (const at of [0, 8]) {
    const [left, right] = [view.getBigInt64(at), view.getBigInt64(UUID_BYTES + at)];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
