/**
 * Grouping partitions by topic, as most requests want them.
 */
import type { TopicPartition } from "./topic-partition.ts";

/** The items of each topic, in the order of first appearance. */
export function byTopic<T extends TopicPartition>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.topic);
    if (group === undefined) groups.set(item.topic, [item]);
    else group.push(item);
  }
  return groups;
}
