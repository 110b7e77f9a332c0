/** The partitions of a transaction, by topic. Immutable: a transaction that grows gets a new set. */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export class PartitionSet {
  static readonly EMPTY: PartitionSet = new PartitionSet(new Map());

  readonly #topics: ReadonlyMap<string, ReadonlySet<number>>;
  readonly size: number;

  private constructor(topics: ReadonlyMap<string, ReadonlySet<number>>) {
    this.#topics = topics;
    let size = 0;
    for (const partitions of topics.values()) size += partitions.size;
    this.size = size;
  }

  static of(partitions: Iterable<TopicPartition>): PartitionSet {
    return PartitionSet.EMPTY.with(partitions);
  }

  has({ topic, partition }: TopicPartition): boolean {
    return this.#topics.get(topic)?.has(partition) ?? false;
  }

  hasAll(partitions: Iterable<TopicPartition>): boolean {
    for (const partition of partitions) if (!this.has(partition)) return false;
    return true;
  }

  with(partitions: Iterable<TopicPartition>): PartitionSet {
    const topics = new Map<string, Set<number>>();
    for (const [topic, known] of this.#topics) topics.set(topic, new Set(known));
    for (const { topic, partition } of partitions) {
      const known = topics.get(topic);
      if (known === undefined) topics.set(topic, new Set([partition]));
      else known.add(partition);
    }
    return new PartitionSet(topics);
  }

  without(partitions: Iterable<TopicPartition>): PartitionSet {
    const topics = new Map<string, Set<number>>();
    for (const [topic, known] of this.#topics) topics.set(topic, new Set(known));
    for (const { topic, partition } of partitions) {
      const known = topics.get(topic);
      if (known?.delete(partition) === true && known.size === 0) topics.delete(topic);
    }
    return new PartitionSet(topics);
  }

  /** Each topic with its partitions, in the order they were added. */
  byTopic(): { readonly topic: string; readonly partitions: number[] }[] {
    return Array.from(this.#topics, ([topic, partitions]) => ({ topic, partitions: [...partitions] }));
  }

  *[Symbol.iterator](): Generator<TopicPartition> {
    for (const [topic, partitions] of this.#topics) {
      for (const partition of partitions) yield { topic, partition };
    }
  }
}
