/** Offsets by group, topic and partition, revertible. No empty map is kept at any level. */

import { TimelineMap, type SnapshotRegistry } from "@ottla/base";
import type { OffsetAndMetadata } from "./offset-and-metadata.ts";

export type PartitionOffsets = TimelineMap<number, OffsetAndMetadata>;
export type TopicOffsets = TimelineMap<string, PartitionOffsets>;

export class OffsetTable {
  readonly #snapshots: SnapshotRegistry;
  readonly #byGroup: TimelineMap<string, TopicOffsets>;

  constructor(snapshots: SnapshotRegistry) {
    this.#snapshots = snapshots;
    this.#byGroup = new TimelineMap(snapshots);
  }

  groupIds(): IterableIterator<string> {
    return this.#byGroup.keys();
  }

  group(groupId: string, epoch?: number): TopicOffsets | undefined {
    return this.#byGroup.get(groupId, epoch);
  }

  get(groupId: string, topic: string, partition: number): OffsetAndMetadata | undefined {
    return this.#byGroup.get(groupId)?.get(topic)?.get(partition);
  }

  /** Returns the offset it replaces. */
  put(groupId: string, topic: string, partition: number, offset: OffsetAndMetadata): OffsetAndMetadata | undefined {
    let topics = this.#byGroup.get(groupId);
    if (topics === undefined) this.#byGroup.set(groupId, (topics = new TimelineMap(this.#snapshots)));
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, (partitions = new TimelineMap(this.#snapshots)));
    return partitions.put(partition, offset);
  }

  /** Returns whether there was one. */
  remove(groupId: string, topic: string, partition: number): boolean {
    const topics = this.#byGroup.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions?.delete(partition) !== true) return false;
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#byGroup.delete(groupId);
    return true;
  }

  /** Every offset now. */
  *[Symbol.iterator](): Generator<[groupId: string, topic: string, partition: number, offset: OffsetAndMetadata]> {
    for (const [groupId, topics] of this.#byGroup) {
      for (const [topic, partitions] of topics) {
        for (const [partition, offset] of partitions) yield [groupId, topic, partition, offset];
      }
    }
  }
}
