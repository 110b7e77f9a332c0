/**
 * Which share partitions of a group have state with the share coordinator: being made, made, being deleted. The group hands out
 * only partitions whose state is made. Immutable; kept in the ShareGroupStatePartitionMetadata record of the group.
 */

import { JavaHashMap, javaUuidHashCode, type Uuid } from "@ottla/base";
import type { ShareGroupStatePartitionMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import type { TopicsImage } from "../modern/topics-image.ts";
import { javaIntOrder } from "../modern/assignment.ts";

export interface StateTopic {
  readonly name: string;
  readonly partitions: ReadonlySet<number>;
  /** When it came to be here; not in the record. After a move of the group it is 0, and whatever was begun is begun again. */
  readonly timestampMs: number;
}

export type StateTopics = ReadonlyMap<Uuid, StateTopic>;

export interface ShareStateTopics {
  readonly initializing: StateTopics;
  readonly initialized: StateTopics;
  readonly deleting: ReadonlySet<Uuid>;
}

/** Partitions by topic. */
export type PartitionsByTopic = ReadonlyMap<Uuid, ReadonlySet<number>>;

const NO_TOPICS: StateTopics = new Map();

export const NO_STATE_TOPICS: ShareStateTopics = {
  initializing: NO_TOPICS,
  initialized: NO_TOPICS,
  deleting: new Set(),
};

export function shareStateTopicsOf(
  { initializingTopics, initializedTopics, deletingTopics }: ShareGroupStatePartitionMetadataValue,
  nowMs: number,
): ShareStateTopics {
  const topicsOf = (infos: typeof initializedTopics): StateTopics =>
    new Map(
      infos.map(({ topicId, topicName: name, partitions }) => [
        topicId,
        { name, partitions: new Set(javaIntOrder(partitions)), timestampMs: nowMs },
      ]),
    );
  return {
    initializing: topicsOf(initializingTopics),
    initialized: topicsOf(initializedTopics),
    deleting: new Set(deletingTopics.map(({ topicId }) => topicId)),
  };
}

/** The names of topics that are being deleted are as the image has them. */
export function statePartitionMetadataOf(
  { initializing, initialized, deleting }: ShareStateTopics,
  image: TopicsImage,
): ShareGroupStatePartitionMetadataValue {
  const infosOf = (topics: StateTopics): ShareGroupStatePartitionMetadataValue["initializedTopics"] =>
    inJavaOrder(topics).map(([topicId, { name, partitions }]) => ({
      topicId,
      topicName: name,
      partitions: [...javaIntOrder([...partitions])],
    }));
  return {
    initializingTopics: infosOf(initializing),
    initializedTopics: infosOf(initialized),
    deletingTopics: [...deleting].map((topicId) => ({ topicId, topicName: topicNameOf(topicId, image) })),
  };
}

export function topicNameOf(topicId: Uuid, image: TopicsImage): string {
  return image.topicById(topicId)?.name ?? "<UNKNOWN>";
}

/** Of a topic that is in both, the partitions of both; the newer name and time. */
export function mergedTopics(topics: StateTopics, newer: StateTopics): Map<Uuid, StateTopic> {
  const merged = new Map(topics);
  for (const [topicId, topic] of newer) {
    const partitions = new Set([...(topics.get(topicId)?.partitions ?? []), ...topic.partitions]);
    merged.set(topicId, { ...topic, partitions });
  }
  return merged;
}

/** A topic of which nothing is left is not there any more. */
export function withoutPartitions(topics: StateTopics, removed: PartitionsByTopic): Map<Uuid, StateTopic> {
  const left = new Map<Uuid, StateTopic>();
  for (const [topicId, topic] of topics) {
    const gone = removed.get(topicId);
    const partitions = gone === undefined ? topic.partitions : setWithout(topic.partitions, gone);
    if (partitions.size > 0) left.set(topicId, { ...topic, partitions });
  }
  return left;
}

export function setWithout<T>(set: ReadonlySet<T>, removed: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...set].filter((value) => !removed.has(value)));
}

function inJavaOrder(topics: StateTopics): [Uuid, StateTopic][] {
  const table = new JavaHashMap<Uuid, StateTopic>(javaUuidHashCode);
  for (const [topicId, topic] of topics) table.set(topicId, topic);
  return [...table];
}
