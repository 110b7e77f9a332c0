/**
 * Partitions by topic, immutable, in the order in which Kafka's tables iterate over them: an assignor that has to take
 * partitions from a member takes the last ones of that order.
 */

import { JavaHashMap, javaCopyCapacity, javaIntHashCode, javaUuidHashCode, type Uuid } from "@ottla/base";

export type Assignment = ReadonlyMap<Uuid, ReadonlySet<number>>;

export const EMPTY_ASSIGNMENT: Assignment = new Map();

/** As records and requests have it. */
export interface TopicPartitions {
  readonly topicId: Uuid;
  readonly partitions: readonly number[];
}

/** As it stands in memory after it has been read from a record. */
export function assignmentOf(topics: readonly TopicPartitions[]): Assignment {
  if (topics.length === 0) return EMPTY_ASSIGNMENT;
  const table = new JavaHashMap<Uuid, ReadonlySet<number>>(javaUuidHashCode);
  for (const { topicId, partitions } of topics) table.set(topicId, new Set(javaIntOrder(partitions)));
  return new Map(table);
}

export function topicPartitionsOf(assignment: Assignment): { topicId: Uuid; partitions: number[] }[] {
  return [...assignment].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
}

export function assignmentEquals(a: Assignment, b: Assignment): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [topicId, partitions] of a) {
    const others = b.get(topicId);
    if (others?.size !== partitions.size) return false;
    for (const partition of partitions) if (!others.has(partition)) return false;
  }
  return true;
}

/** The integers as `new HashSet(collection)` iterates over them. */
export function javaIntOrder(values: readonly number[]): readonly number[] {
  const table = new JavaHashMap<number, true>(javaIntHashCode, javaCopyCapacity(values.length));
  for (const value of values) table.set(value, true);
  return table.keys();
}
