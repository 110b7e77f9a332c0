/** Every topic, by id and by name, and every partition of it. */

import type { Uuid } from "@ottla/base";
import type { PartitionRegistration } from "./partition-registration.ts";
import { PersistentMap, type PersistentMapBuilder } from "./persistent-map.ts";
import { hasCollisionChars, unifyCollisionChars } from "./topic-names.ts";

/** One topic. Immutable. */
export interface TopicImage {
  readonly name: string;
  readonly id: Uuid;
  /** By partition index: 0 ≤ index < length, without gaps. */
  readonly partitions: readonly PartitionRegistration[];
}

interface Indexes {
  readonly byId: PersistentMap<TopicImage>;
  readonly byName: PersistentMap<TopicImage>;
  /** Names that contain '.' or '_', by what they are when both are '_'. */
  readonly byUnifiedName: PersistentMap<readonly string[]>;
  /** Replicas of all partitions, by broker; brokers are few. */
  readonly replicaCounts: ReadonlyMap<number, number>;
}

/** Immutable; a version shares with the one before all topics that did not change. */
export class TopicsImage {
  static readonly EMPTY: TopicsImage = new TopicsImage({
    byId: PersistentMap.empty(),
    byName: PersistentMap.empty(),
    byUnifiedName: PersistentMap.empty(),
    replicaCounts: new Map(),
  });

  readonly #indexes: Indexes;

  private constructor(indexes: Indexes) {
    this.#indexes = indexes;
  }

  /** How many topics there are. */
  get size(): number {
    return this.#indexes.byId.size;
  }

  /** How many replicas a broker has. */
  replicaCount(brokerId: number): number {
    return this.#indexes.replicaCounts.get(brokerId) ?? 0;
  }

  getById(id: Uuid): TopicImage | undefined {
    return this.#indexes.byId.get(id);
  }

  getByName(name: string): TopicImage | undefined {
    return this.#indexes.byName.get(name);
  }

  /** One partition, if topic and partition exist. */
  getPartition(name: string, partition: number): PartitionRegistration | undefined {
    return this.#indexes.byName.get(name)?.partitions[partition];
  }

  /** Names in no particular order. */
  names(): Iterable<string> {
    return this.#indexes.byName.keys();
  }

  /** Topics in no particular order. */
  values(): Iterable<TopicImage> {
    return this.#indexes.byName.values();
  }

  /** A topic that `name` cannot be told apart from in metric names, itself included. */
  collidingName(name: string): string | undefined {
    return hasCollisionChars(name) ? this.#indexes.byUnifiedName.get(unifyCollisionChars(name))?.[0] : undefined;
  }

  /** This image with some topics replaced or added, and some removed. */
  with(changed: Iterable<TopicImage>, removed: Iterable<TopicImage>): TopicsImage {
    const byId = this.#indexes.byId.toBuilder();
    const byName = this.#indexes.byName.toBuilder();
    const byUnifiedName = this.#indexes.byUnifiedName.toBuilder();
    const replicaCounts = new Map(this.#indexes.replicaCounts);
    for (const topic of removed) {
      countReplicas(replicaCounts, byId.get(topic.id), -1);
      byId.delete(topic.id);
      if (byName.get(topic.name)?.id !== topic.id) continue;
      byName.delete(topic.name);
      removeUnified(byUnifiedName, topic.name);
    }
    for (const topic of changed) {
      if (byName.get(topic.name) === undefined) addUnified(byUnifiedName, topic.name);
      countReplicas(replicaCounts, byId.get(topic.id), -1);
      countReplicas(replicaCounts, topic, 1);
      byId.set(topic.id, topic);
      byName.set(topic.name, topic);
    }
    return new TopicsImage({
      byId: byId.build(),
      byName: byName.build(),
      byUnifiedName: byUnifiedName.build(),
      replicaCounts,
    });
  }
}

function countReplicas(counts: Map<number, number>, topic: TopicImage | undefined, sign: 1 | -1): void {
  for (const { replicas } of topic?.partitions ?? []) {
    for (const broker of replicas) counts.set(broker, (counts.get(broker) ?? 0) + sign);
  }
}

function addUnified(names: PersistentMapBuilder<readonly string[]>, name: string): void {
  if (!hasCollisionChars(name)) return;
  const key = unifyCollisionChars(name);
  names.set(key, [...(names.get(key) ?? []), name]);
}

function removeUnified(names: PersistentMapBuilder<readonly string[]>, name: string): void {
  if (!hasCollisionChars(name)) return;
  const key = unifyCollisionChars(name);
  const rest = (names.get(key) ?? []).filter((other) => other !== name);
  if (rest.length === 0) names.delete(key);
  else names.set(key, rest);
}
