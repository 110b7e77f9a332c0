// How partitions and replicas are called and ordered in what kafka-reassign-partitions prints.
import type { TopicPartition, TopicPartitionReplica } from "@ottla/client";

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** As Java's TopicPartitionReplica is printed; also its key. */
export function replicaKey({ topic, partition, brokerId }: TopicPartitionReplica): string {
  return `${topic}-${partition}-${brokerId}`;
}

export function byPartition(one: TopicPartition, other: TopicPartition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}

export function byReplica(one: TopicPartitionReplica, other: TopicPartitionReplica): number {
  return one.brokerId - other.brokerId || byPartition(one, other);
}

export function namesOf(partitions: readonly TopicPartition[]): string {
  return partitions.toSorted(byPartition).map(nameOf).join(",");
}

/** What stands there more than once, each once. */
export function duplicates<T>(things: readonly T[]): T[] {
  return [...new Set(things.filter((thing, index) => things.indexOf(thing) !== index))];
}

export function ascending(ids: Iterable<number>): number[] {
  return [...new Set(ids)].toSorted((one, other) => one - other);
}
