/**
 * A member's assignment while an assignor works on it: the old one as it is until something changes, then a copy, with
 * the growth and the order of the tables of Kafka's assignors.
 */

import { JavaHashMap, javaCopyCapacity, javaIntHashCode, javaUuidHashCode, type Uuid } from "@ottla/base";
import { EMPTY_ASSIGNMENT, type Assignment } from "../modern/assignment.ts";

type PartitionTable = JavaHashMap<number, true>;

export class MutableAssignment {
  readonly #old: Assignment;
  #copy: JavaHashMap<Uuid, PartitionTable> | undefined;

  constructor(old: Assignment) {
    this.#old = old;
  }

  add(topicId: Uuid, partition: number, expectedPartitions = 0): void {
    const capacity = expectedPartitions === 0 ? undefined : Math.trunc(expectedPartitions / 0.75 + 1);
    const newTable = (): PartitionTable => new JavaHashMap<number, true>(javaIntHashCode, capacity);
    const partitions = this.#mutable().computeIfAbsent(topicId, newTable);
    partitions.set(partition, true);
  }

  remove(topicId: Uuid, partition: number): void {
    const topics = this.#mutable();
    const partitions = topics.get(topicId);
    partitions?.delete(partition);
    if (partitions?.size === 0) topics.delete(topicId);
  }

  /** The topic stays, without partitions, when this was its last one. */
  removeKeepingTopic(topicId: Uuid, partition: number): void {
    this.#mutable().get(topicId)?.delete(partition);
  }

  removeTopic(topicId: Uuid): void {
    this.#mutable().delete(topicId);
  }

  /** The very old one when nothing has changed. */
  finish(): Assignment {
    if (this.#copy === undefined) return this.#old;
    if (this.#copy.size === 0) return EMPTY_ASSIGNMENT;
    const result = new Map<Uuid, ReadonlySet<number>>();
    for (const [topicId, partitions] of this.#copy) result.set(topicId, new Set(partitions.keys()));
    return result;
  }

  #mutable(): JavaHashMap<Uuid, PartitionTable> {
    if (this.#copy !== undefined) return this.#copy;
    this.#copy = new JavaHashMap<Uuid, PartitionTable>(javaUuidHashCode, this.#old.size);
    for (const [topicId, partitions] of this.#old) {
      const table = new JavaHashMap<number, true>(javaIntHashCode, javaCopyCapacity(partitions.size));
      for (const partition of partitions) table.set(partition, true);
      this.#copy.set(topicId, table);
    }
    return this.#copy;
  }
}
