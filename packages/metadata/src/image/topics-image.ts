/** Every topic, by id and by name, and every partition of it. */

import type { Uuid } from "@ottla/base";
import type { PartitionRegistration } from "./partition-registration.ts";
import { PersistentMap } from "./persistent-map.ts";

/** One topic. Immutable. */
export interface TopicImage {
  readonly name: string;
  readonly id: Uuid;
  /** By partition index: 0 ≤ index < length, without gaps. */
  readonly partitions: readonly PartitionRegistration[];
}

/** Immutable; a version shares with the one before all topics that did not change. */
export class TopicsImage {
  static readonly EMPTY: TopicsImage = new TopicsImage(PersistentMap.empty(), PersistentMap.empty());

  readonly #byId: PersistentMap<TopicImage>;
  readonly #byName: PersistentMap<TopicImage>;

  private constructor(byId: PersistentMap<TopicImage>, byName: PersistentMap<TopicImage>) {
    this.#byId = byId;
    this.#byName = byName;
  }

  /** How many topics there are. */
  get size(): number {
    return this.#byId.size;
  }

  getById(id: Uuid): TopicImage | undefined {
    return this.#byId.get(id);
  }

  getByName(name: string): TopicImage | undefined {
    return this.#byName.get(name);
  }

  /** One partition, if topic and partition exist. */
  getPartition(name: string, partition: number): PartitionRegistration | undefined {
    return this.#byName.get(name)?.partitions[partition];
  }

  /** Names in no particular order. */
  names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Topics in no particular order. */
  values(): Iterable<TopicImage> {
    return this.#byName.values();
  }

  /** This image with some topics replaced or added, and some removed. */
  with(changed: Iterable<TopicImage>, removed: Iterable<TopicImage>): TopicsImage {
    const byId = this.#byId.toBuilder();
    const byName = this.#byName.toBuilder();
    for (const topic of removed) {
      byId.delete(topic.id);
      if (byName.get(topic.name)?.id === topic.id) byName.delete(topic.name);
    }
    for (const topic of changed) {
      byId.set(topic.id, topic);
      byName.set(topic.name, topic);
    }
    return new TopicsImage(byId.build(), byName.build());
  }
}
