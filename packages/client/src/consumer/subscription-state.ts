/**
 * What a consumer reads: topics or a pattern (partitions come from the group), or partitions it was given by hand; and the state of each.
 */
import { KafkaError } from "../errors.ts";
import { TopicPartitionMap, compareTopicPartitions, topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { RebalanceListener } from "./consumer-types.ts";
import { PartitionPosition } from "./partition-position.ts";

type Subscription =
  | { readonly kind: "none" }
  | { readonly kind: "topics"; readonly topics: ReadonlySet<string> }
  | { readonly kind: "regex"; readonly regex: string }
  | { readonly kind: "pattern"; readonly pattern: RegExp; topics: ReadonlySet<string>; isMatched: boolean }
  | { readonly kind: "assigned" };

/** Subscription and assignment of one consumer. */
export class SubscriptionState {
  #subscription: Subscription = { kind: "none" };
  #positions: TopicPartitionMap<PartitionPosition> = new TopicPartitionMap();
  /** The order in which partitions are served, so that none starves. */
  #rotation: PartitionPosition[] = [];
  listener: RebalanceListener = {};
  readonly #nowMs: () => number;
  /** How often the application has put a position elsewhere. */
  seekCount = 0;
  /** Told after every change of the assigned partitions. */
  onAssignment: (partitions: readonly TopicPartition[]) => void = () => undefined;

  constructor(nowMs: () => number = () => 0) {
    this.#nowMs = nowMs;
  }

  get kind(): Subscription["kind"] {
    return this.#subscription.kind;
  }

  get isGroupManaged(): boolean {
    const { kind } = this.#subscription;
    return kind === "topics" || kind === "pattern" || kind === "regex";
  }

  /** The expression that the broker matches. */
  get regex(): string | undefined {
    return this.#subscription.kind === "regex" ? this.#subscription.regex : undefined;
  }

  get pattern(): RegExp | undefined {
    return this.#subscription.kind === "pattern" ? this.#subscription.pattern : undefined;
  }

  /** Whether the topics to ask for are known: a pattern has to be matched against the cluster's topics first. */
  get isMatched(): boolean {
    return this.#subscription.kind !== "pattern" || this.#subscription.isMatched;
  }

  /** The topics to ask the group for. */
  get topics(): ReadonlySet<string> {
    const subscription = this.#subscription;
    return subscription.kind === "topics" || subscription.kind === "pattern" ? subscription.topics : new Set();
  }

  /** The topics that are subscribed or assigned. */
  interestingTopics(): string[] {
    return this.isGroupManaged
      ? [...new Set([...this.topics, ...this.#positions.topics()])]
      : [...this.#positions.topics()];
  }

  subscribeTopics(topics: ReadonlySet<string>, listener: RebalanceListener): boolean {
    this.#mustNotMix("topics");
    const before = this.topics;
    this.#subscription = { kind: "topics", topics };
    this.listener = listener;
    return !haveSameMembers(before, topics);
  }

  subscribePattern(pattern: RegExp, listener: RebalanceListener): void {
    this.#mustNotMix("pattern");
    this.#subscription = { kind: "pattern", pattern, topics: new Set(), isMatched: false };
    this.listener = listener;
  }

  subscribeRegex(regex: string, listener: RebalanceListener): void {
    this.#mustNotMix("regex");
    this.#subscription = { kind: "regex", regex };
    this.listener = listener;
  }

  /** Sets the topics that match the pattern now; true if they are others than before. */
  matchTopics(topics: ReadonlySet<string>): boolean {
    if (this.#subscription.kind !== "pattern") return false;
    this.#subscription.isMatched = true;
    if (haveSameMembers(this.#subscription.topics, topics)) return false;
    this.#subscription.topics = topics;
    return true;
  }

  /** Takes partitions by hand, in place of all before; positions of those that stay are kept. */
  assignManually(partitions: readonly TopicPartition[]): void {
    this.#mustNotMix("assigned");
    this.#subscription = { kind: "assigned" };
    this.#setPartitions(partitions);
  }

  /** Takes the partitions that the group gave. */
  assignFromGroup(partitions: readonly TopicPartition[]): void {
    this.#setPartitions(partitions);
  }

  unsubscribe(): void {
    this.#subscription = { kind: "none" };
    this.listener = {};
    this.#setPartitions([]);
  }

  /** Whether the group may give this partition: it is of a topic that is subscribed now. */
  wants(partition: TopicPartition): boolean {
    const subscription = this.#subscription;
    if (subscription.kind === "topics") return subscription.topics.has(partition.topic);
    if (subscription.kind !== "pattern") return false;
    // The leader may know topics that match and that we have not heard of.
    return subscription.topics.has(partition.topic) || matches(subscription.pattern, partition.topic);
  }

  get size(): number {
    return this.#positions.size;
  }

  /** The assigned partitions, in order. */
  assigned(): TopicPartition[] {
    return [...this.#positions.keys()].sort(compareTopicPartitions);
  }

  isAssigned(partition: TopicPartition): boolean {
    return this.#positions.has(partition);
  }

  /** Whether this very state is still the partition's, and not one of an earlier assignment. */
  isCurrent(position: PartitionPosition): boolean {
    return this.#positions.get(position) === position;
  }

  positions(): IterableIterator<PartitionPosition> {
    return this.#positions.values();
  }

  find(partition: TopicPartition): PartitionPosition | undefined {
    return this.#positions.get(partition);
  }

  /** A record that was polled and not used: it and what is behind it are read again, unless the application went elsewhere since. */
  giveBack(record: TopicPartition & { readonly offset: number; readonly leaderEpoch: number | undefined }): void {
    const position = this.find(record);
    if (position !== undefined && !position.isSought && position.position > record.offset) {
      position.seek(record.offset, record.leaderEpoch ?? -1);
    }
  }

  /** Whether the application has put the position elsewhere, and nothing was delivered from there yet. */
  isSought(partition: TopicPartition): boolean {
    return this.find(partition)?.isSought === true;
  }

  /** As {@link get}, for a jump that the application asks for. */
  sought(partition: TopicPartition): PartitionPosition {
    const position = this.get(partition);
    position.isSought = true;
    this.seekCount++;
    return position;
  }

  /** The state of an assigned partition. Throws `ILLEGAL_STATE` for any other. */
  get(partition: TopicPartition): PartitionPosition {
    const position = this.#positions.get(partition);
    if (position === undefined) {
      throw new KafkaError("ILLEGAL_STATE", `No current assignment for partition ${topicPartitionName(partition)}`);
    }
    return position;
  }

  /** All partitions, those served longest ago first. */
  rotation(): readonly PartitionPosition[] {
    return this.#rotation;
  }

  /** Moves a partition that was served to the end. */
  moveToEnd(position: PartitionPosition): void {
    const index = this.#rotation.indexOf(position);
    if (index === -1 || index === this.#rotation.length - 1) return;
    this.#rotation.splice(index, 1);
    this.#rotation.push(position);
  }

  #setPartitions(partitions: readonly TopicPartition[]): void {
    const next = new TopicPartitionMap<PartitionPosition>();
    for (const { topic, partition } of partitions) {
      const known = this.#positions.get({ topic, partition });
      if (known !== undefined) known.isPendingRevocation = false;
      next.set({ topic, partition }, known ?? new PartitionPosition(topic, partition, this.#nowMs()));
    }
    this.#positions = next;
    this.#rotation = [...next.values()];
    this.onAssignment(this.#rotation);
  }

  #mustNotMix(kind: "topics" | "pattern" | "regex" | "assigned"): void {
    const current = this.#subscription.kind;
    if (current === "none" || current === kind) return;
    throw new KafkaError("ILLEGAL_STATE", "Subscription to topics, partitions and pattern are mutually exclusive");
  }
}

/** Whether a pattern matches a whole topic name, as Java's `matches` does. A sticky or global pattern keeps no state here. */
export function matches(pattern: RegExp, topic: string): boolean {
  const flags = pattern.flags.replace(/[gy]/g, "");
  return new RegExp(`^(?:${pattern.source})$`, flags).test(topic);
}

function haveSameMembers(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((one) => right.has(one));
}
