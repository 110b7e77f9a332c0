// How partitions are called and ordered in what tools print.
import type { TopicPartition } from "@ottla/client";

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

export function byPartition(one: TopicPartition, other: TopicPartition): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}

/** What stands there more than once, each once. */
export function duplicates<T>(things: readonly T[]): T[] {
  return [...new Set(things.filter((thing, index) => things.indexOf(thing) !== index))];
}
