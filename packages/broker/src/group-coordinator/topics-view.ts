/** The metadata image as groups see it. */

import type { Uuid } from "@ottla/base";
import type { TopicMetadata, TopicsChange, TopicsImage } from "@ottla/group-coordinator";
import type { MetadataDelta, MetadataImage, TopicImage } from "@ottla/metadata";

export class TopicsView implements TopicsImage {
  readonly #image: MetadataImage;

  constructor(image: MetadataImage) {
    this.#image = image;
  }

  get version(): number {
    return this.#image.provenance.lastContainedOffset;
  }

  get topicCount(): number {
    return this.#image.topics.size;
  }

  topic(name: string): TopicMetadata | undefined {
    const topic = this.#image.topics.getByName(name);
    return topic && new TopicMetadataView(topic, this.#image);
  }

  topicById(id: Uuid): TopicMetadata | undefined {
    const topic = this.#image.topics.getById(id);
    return topic && new TopicMetadataView(topic, this.#image);
  }

  topicNames(): Iterable<string> {
    return this.#image.topics.names();
  }
}

class TopicMetadataView implements TopicMetadata {
  readonly #topic: TopicImage;
  readonly #image: MetadataImage;

  constructor(topic: TopicImage, image: MetadataImage) {
    this.#topic = topic;
    this.#image = image;
  }

  get id(): Uuid {
    return this.#topic.id;
  }

  get name(): string {
    return this.#topic.name;
  }

  get partitionCount(): number {
    return this.#topic.partitions.length;
  }

  partitionRacks(partition: number): readonly string[] {
    const replicas = this.#topic.partitions[partition]?.replicas ?? [];
    const racks = replicas.map((id) => this.#image.cluster.brokers.get(id)?.rack ?? null);
    return racks.filter((rack) => rack !== null);
  }
}

/** What has happened to the topics; undefined when nothing has. */
export function topicsChangeOf({ topicsDelta }: MetadataDelta): TopicsChange | undefined {
  if (topicsDelta === undefined || topicsDelta.isEmpty) return undefined;
  const changed = [...topicsDelta.changedTopics.values()];
  return {
    changedTopics: changed.map(({ name }) => name),
    deletedTopics: [...topicsDelta.deletedTopics.values()].map(({ name }) => name),
    hasNewTopics: changed.some(({ before }) => before === undefined),
  };
}
