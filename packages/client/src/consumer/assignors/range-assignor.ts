/**
 * Gives each member a run of neighbouring partitions of every topic, so that topics with the same number of partitions are read side by side.
 *
 * Where members and replicas have racks, and not every rack has every partition, partitions go to members in their rack first (KIP-881);
 * topics that are read side by side stay side by side, and balance goes before racks.
 */
import { compareTopicPartitions } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type {
  AssignorCluster,
  MemberAssignment,
  MemberSubscription,
  PartitionAssignor,
  RebalanceProtocol,
} from "./assignor.ts";
import { sortedMemberIds, subscribedTopicCounts } from "./member-order.ts";

/** Kafka's `range`. */
export class RangeAssignor implements PartitionAssignor {
  readonly name = "range";
  readonly version = 0;
  readonly supportedProtocols: readonly RebalanceProtocol[] = ["EAGER"];

  subscriptionUserData(): null {
    return null;
  }

  assign(cluster: AssignorCluster, members: ReadonlyMap<string, MemberSubscription>): Map<string, MemberAssignment> {
    const order = sortedMemberIds(members);
    const assigned = new Map<string, TopicPartition[]>([...members.keys()].map((id) => [id, []]));
    const topics: TopicState[] = [];
    for (const [topic, count] of subscribedTopicCounts(cluster, members)) {
      const consumers = order.filter((id) => members.get(id)?.topics.includes(topic) === true);
      const racks = new Map(consumers.map((id) => [id, members.get(id)?.rackId]));
      topics.push(new TopicState({ topic, count, consumers, racks, cluster }, assigned));
    }
    const isRackAware = topics.some((topic) => topic.needsRacks);
    if (isRackAware) assignByRack(topics);
    for (const topic of topics) topic.assignRanges(() => true);
    const result = new Map<string, MemberAssignment>();
    for (const [id, partitions] of assigned) {
      if (isRackAware) partitions.sort(compareTopicPartitions);
      result.set(id, { partitions, userData: null });
    }
    return result;
  }
}

interface TopicInput {
  readonly topic: string;
  readonly count: number;
  readonly consumers: readonly string[];
  readonly racks: ReadonlyMap<string, string | undefined>;
  readonly cluster: AssignorCluster;
}

/** What is left to give of one topic, and how much each consumer may still get. */
class TopicState {
  readonly topic: string;
  readonly count: number;
  readonly consumers: readonly string[];
  readonly needsRacks: boolean;
  readonly #racks: ReadonlyMap<string, string | undefined>;
  readonly #replicaRacks: readonly ReadonlySet<string>[];
  readonly #assigned: Map<string, TopicPartition[]>;
  readonly #counts: Map<string, number>;
  readonly #left: Set<number>;
  readonly #quota: number;
  #extras: number;

  constructor(input: TopicInput, assigned: Map<string, TopicPartition[]>) {
    const { topic, count, consumers, racks, cluster } = input;
    this.topic = topic;
    this.count = count;
    this.consumers = consumers;
    this.#racks = racks;
    this.#assigned = assigned;
    this.#counts = new Map(consumers.map((id) => [id, 0]));
    this.#left = new Set(Array.from({ length: count }, (_unused, partition) => partition));
    this.#quota = Math.floor(count / consumers.length);
    this.#extras = count % consumers.length;
    const memberRacks = new Set([...racks.values()].filter((rack) => rack !== undefined && rack !== ""));
    this.#replicaRacks =
      memberRacks.size === 0
        ? []
        : Array.from({ length: count }, (_unused, partition) => new Set(cluster.replicaRacks(topic, partition)));
    const allRacks = new Set(this.#replicaRacks.flatMap((one) => [...one]));
    this.needsRacks =
      [...memberRacks].some((rack) => allRacks.has(rack as string)) &&
      !this.#replicaRacks.every((one) => one.size === allRacks.size);
  }

  isRackMatch(consumer: string, partition: number): boolean {
    const rack = this.#racks.get(consumer);
    return rack === undefined || rack === "" || (this.#replicaRacks[partition]?.has(rack) ?? false);
  }

  maxAssignable(consumer: string): number {
    const limit = this.#quota + (this.#extras > 0 ? 1 : 0) - (this.#counts.get(consumer) ?? 0);
    return Math.max(0, limit);
  }

  give(consumer: string, partitions: readonly number[]): void {
    const count = (this.#counts.get(consumer) ?? 0) + partitions.length;
    this.#counts.set(consumer, count);
    if (count > this.#quota) this.#extras--;
    for (const partition of partitions) {
      this.#left.delete(partition);
      this.#assigned.get(consumer)?.push({ topic: this.topic, partition });
    }
  }

  assignRanges(mayGet: (consumer: string, partition: number) => boolean): void {
    for (const consumer of this.consumers) {
      if (this.#left.size === 0) return;
      const fitting = [...this.#left].filter((partition) => mayGet(consumer, partition));
      const range = fitting.slice(0, this.maxAssignable(consumer));
      if (range.length > 0) this.give(consumer, range);
    }
  }
}

/** Topics with the same consumers and count are one group, whose partitions of one number stay with one consumer. */
function assignByRack(topics: readonly TopicState[]): void {
  const groups = new Map<string, TopicState[]>();
  for (const topic of topics) {
    const key = JSON.stringify([topic.count, topic.consumers]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [topic]);
    else group.push(topic);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length > 1) assignSideBySide(group, first);
    else if (first.needsRacks) first.assignRanges((consumer, partition) => first.isRackMatch(consumer, partition));
  }
}

function assignSideBySide(group: readonly TopicState[], first: TopicState): void {
  const remaining = new Set(first.consumers);
  for (let partition = 0; partition < first.count && remaining.size > 0; partition++) {
    for (const consumer of remaining) {
      const fits = group.every((one) => one.isRackMatch(consumer, partition) && one.maxAssignable(consumer) > 0);
      if (!fits) continue;
      for (const one of group) one.give(consumer, [partition]);
      if (group.every((one) => one.maxAssignable(consumer) === 0)) remaining.delete(consumer);
      break;
    }
  }
}
