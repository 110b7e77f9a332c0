/**
 * Partitions by topic id, as heartbeats carry them. An assignment of the group names topics by id, so that one that was deleted and made again is another.
 */

/** The partitions of each topic, both in order. */
export type TopicIdPartitions = ReadonlyMap<string, readonly number[]>;

export const NO_PARTITIONS: TopicIdPartitions = new Map();

/** As in a message. */
export interface TopicIdEntry {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export function fromEntries(entries: readonly TopicIdEntry[]): TopicIdPartitions {
  const sorted = [...entries].sort((left, right) => (left.topicId < right.topicId ? -1 : 1));
  return new Map(sorted.map(({ topicId, partitions }) => [topicId, [...partitions].sort((a, b) => a - b)]));
}

export function toEntries(partitions: TopicIdPartitions): TopicIdEntry[] {
  return [...partitions].map(([topicId, numbers]) => ({ topicId, partitions: numbers }));
}

export function areEqual(left: TopicIdPartitions, right: TopicIdPartitions): boolean {
  if (left.size !== right.size) return false;
  for (const [topicId, numbers] of left) {
    const others = right.get(topicId);
    if (others?.length !== numbers.length || !numbers.every((one, index) => one === others[index])) return false;
  }
  return true;
}
