/**
 * The topics of the cluster as groups see them: the part of the metadata image that assignors, subscriptions and hashes
 * need. The broker puts its image behind it. Immutable; a newer image is another object with a higher version.
 */

import type { Uuid } from "@ottla/base";

export interface TopicMetadata {
  readonly id: Uuid;
  readonly name: string;
  readonly partitionCount: number;
  /** The racks of the partition's replicas, as far as they have one; in any order, with repetitions. */
  partitionRacks(partition: number): readonly string[];
}

export interface TopicsImage {
  /** The offset of the metadata log it stands for. */
  readonly version: number;
  readonly topicCount: number;
  topic(name: string): TopicMetadata | undefined;
  topicById(id: Uuid): TopicMetadata | undefined;
  topicNames(): Iterable<string>;
}

export const EMPTY_TOPICS_IMAGE: TopicsImage = {
  version: 0,
  topicCount: 0,
  topic: () => undefined,
  topicById: () => undefined,
  topicNames: () => [],
};

/** What has changed between two images, for whoever keeps something about topics. */
export interface TopicsChange {
  /** Topics that were created, or have more or other partitions. */
  readonly changedTopics: readonly string[];
  readonly deletedTopics: readonly string[];
  readonly hasNewTopics: boolean;
}
