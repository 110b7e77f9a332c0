// How replicas and lists of partitions are called and ordered in what kafka-reassign-partitions prints.
import type { TopicPartition, TopicPartitionReplica } from "@ottla/client";
import { byPartition, nameOf } from "../../partition-names.ts";

/** As Java's TopicPartitionReplica is printed; also its key. */
export function replicaKey({ topic, partition, brokerId }: TopicPartitionReplica): string {
  return `${topic}-${partition}-${brokerId}`;
}

export function byReplica(one: TopicPartitionReplica, other: TopicPartitionReplica): number {
  return one.brokerId - other.brokerId || byPartition(one, other);
}

export function namesOf(partitions: readonly TopicPartition[]): string {
  return partitions.toSorted(byPartition).map(nameOf).join(",");
}

export function ascending(ids: Iterable<number>): number[] {
  return [...new Set(ids)].toSorted((one, other) => one - other);
}
