/**
 * A partition of a topic, and the map keyed by it. Topic names are data, so they live in `Map`s and never as object keys.
 */

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The text `topic-partition`, as Kafka prints it; unique, because the partition is the part after the last hyphen. */
export function topicPartitionName(key: TopicPartition): string {
  return `${key.topic}-${key.partition}`;
}

/** Orders by topic name, then by partition number. */
export function compareTopicPartitions(left: TopicPartition, right: TopicPartition): number {
  if (left.topic !== right.topic) return left.topic < right.topic ? -1 : 1;
  return left.partition - right.partition;
}

/** A map from partition to value that keeps insertion order within a topic and looks partitions up by value, not identity. */
export class TopicPartitionMap<V> implements Iterable<[TopicPartition, V]> {
  #topics: Map<string, Map<number, V>> = new Map();
  #size = 0;

  constructor(entries: Iterable<readonly [TopicPartition, V]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#size;
  }

  get(key: TopicPartition): V | undefined {
    return this.#topics.get(key.topic)?.get(key.partition);
  }

  has(key: TopicPartition): boolean {
    return this.#topics.get(key.topic)?.has(key.partition) ?? false;
  }

  set(key: TopicPartition, value: V): this {
    let partitions = this.#topics.get(key.topic);
    if (partitions === undefined) {
      partitions = new Map();
      this.#topics.set(key.topic, partitions);
    }
    if (!partitions.has(key.partition)) this.#size++;
    partitions.set(key.partition, value);
    return this;
  }

  delete(key: TopicPartition): boolean {
    const partitions = this.#topics.get(key.topic);
    if (partitions === undefined || !partitions.delete(key.partition)) return false;
    this.#size--;
    if (partitions.size === 0) this.#topics.delete(key.topic);
    return true;
  }

  clear(): void {
    this.#topics.clear();
    this.#size = 0;
  }

  /** The partitions as fresh objects. */
  *keys(): IterableIterator<TopicPartition> {
    for (const [topic, partitions] of this.#topics) {
      for (const partition of partitions.keys()) yield { topic, partition };
    }
  }

  *values(): IterableIterator<V> {
    for (const partitions of this.#topics.values()) yield* partitions.values();
  }

  *[Symbol.iterator](): IterableIterator<[TopicPartition, V]> {
    for (const [topic, partitions] of this.#topics) {
      for (const [partition, value] of partitions) yield [{ topic, partition }, value];
    }
  }

  /** The partitions of one topic with their values. */
  ofTopic(topic: string): ReadonlyMap<number, V> {
    return this.#topics.get(topic) ?? new Map<number, V>();
  }

  /** The topics that have at least one partition here. */
  topics(): IterableIterator<string> {
    return this.#topics.keys();
  }
}
