/** Which producers have committed offsets in transactions that have not ended, by group, topic and partition. */

import { TimelineMap, TimelineSet, type SnapshotRegistry } from "@ottla/base";

type ProducersByPartition = TimelineMap<number, TimelineSet<bigint>>;

export class OpenTransactions {
  readonly #snapshots: SnapshotRegistry;
  readonly #byGroup: TimelineMap<string, TimelineMap<string, ProducersByPartition>>;

  constructor(snapshots: SnapshotRegistry) {
    this.#snapshots = snapshots;
    this.#byGroup = new TimelineMap(snapshots);
  }

  hasGroup(groupId: string): boolean {
    return this.#byGroup.has(groupId);
  }

  has(groupId: string, topic: string, partition: number): boolean {
    return this.#byGroup.get(groupId)?.get(topic)?.has(partition) === true;
  }

  producersOf(groupId: string, topic: string, partition: number): bigint[] {
    return [...(this.#byGroup.get(groupId)?.get(topic)?.get(partition) ?? [])];
  }

  *partitionsOf(groupId: string): Generator<[topic: string, partition: number]> {
    for (const [topic, partitions] of this.#byGroup.get(groupId) ?? []) {
      for (const partition of partitions.keys()) yield [topic, partition];
    }
  }

  add(groupId: string, topic: string, partition: number, producerId: bigint): void {
    let topics = this.#byGroup.get(groupId);
    if (topics === undefined) this.#byGroup.set(groupId, (topics = new TimelineMap(this.#snapshots)));
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, (partitions = new TimelineMap(this.#snapshots)));
    let producers = partitions.get(partition);
    if (producers === undefined) partitions.set(partition, (producers = new TimelineSet(this.#snapshots)));
    producers.add(producerId);
  }

  remove(groupId: string, topic: string, partition: number, producerId: bigint): void {
    const producers = this.#byGroup.get(groupId)?.get(topic)?.get(partition);
    if (producers === undefined) return;
    producers.delete(producerId);
    if (producers.size === 0) this.clear(groupId, topic, partition);
  }

  /** Forgets every producer of the partition. */
  clear(groupId: string, topic: string, partition: number): void {
    const topics = this.#byGroup.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions?.delete(partition) !== true) return;
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#byGroup.delete(groupId);
  }
}
