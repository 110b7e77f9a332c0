/**
 * What a series of records does to the topics: which were created, changed and deleted. A topic that is deleted and
 * created again under its name in one delta is in both lists, with different ids.
 */

import { assert } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { PartitionChangeRecord, PartitionRecord } from "@ottla/protocol/messages/metadata-records";
import { LeaderRecoveryState, NO_LEADER_CHANGE, type PartitionRegistration } from "./partition-registration.ts";
import { changePartition, partitionOfRecord } from "./partition-records.ts";
import type { TopicImage, TopicsImage } from "./topics-image.ts";

/** One topic that is new or has changed partitions. */
export class TopicDelta {
  readonly name: string;
  readonly id: Uuid;
  /** As it was before the delta; undefined where the delta created it. */
  readonly before: TopicImage | undefined;
  /** Every partition the delta created or changed, as it is now. */
  readonly changedPartitions: Map<number, PartitionRegistration> = new Map();
  /** How often a replica that was not in sync came to lead. */
  uncleanElections = 0;

  constructor(name: string, id: Uuid, before: TopicImage | undefined) {
    this.name = name;
    this.id = id;
    this.before = before;
  }

  /** A partition as it is now. */
  partition(index: number): PartitionRegistration | undefined {
    return this.changedPartitions.get(index) ?? this.before?.partitions[index];
  }

  /** The topic with the changes. */
  apply(): TopicImage {
    if (this.changedPartitions.size === 0 && this.before !== undefined) return this.before;
    const partitions = this.before === undefined ? [] : [...this.before.partitions];
    for (const [index, partition] of this.changedPartitions) partitions[index] = partition;
    for (let index = 0; index < partitions.length; index++) {
      assert(partitions[index] !== undefined, `partition ${index} of topic ${this.name} has a record`);
    }
    return { name: this.name, id: this.id, partitions };
  }
}

/** See the file's head. */
export class TopicsDelta {
  readonly #image: TopicsImage;
  readonly #changed: Map<Uuid, TopicDelta> = new Map();
  /** Topics of the image that the delta deletes. */
  readonly #deleted: Map<Uuid, TopicImage> = new Map();

  constructor(image: TopicsImage) {
    this.#image = image;
  }

  /** Topics with new or changed partitions, by id. */
  get changedTopics(): ReadonlyMap<Uuid, TopicDelta> {
    return this.#changed;
  }

  /** Topics that existed before and do not any more, by id. */
  get deletedTopics(): ReadonlyMap<Uuid, TopicImage> {
    return this.#deleted;
  }

  /** How often replicas that were not in sync came to lead. */
  get uncleanElections(): number {
    return [...this.#changed.values()].reduce((sum, topic) => sum + topic.uncleanElections, 0);
  }

  get isEmpty(): boolean {
    return this.#changed.size === 0 && this.#deleted.size === 0;
  }

  replayTopic(record: { readonly name: string; readonly topicId: Uuid }): void {
    this.#changed.set(record.topicId, new TopicDelta(record.name, record.topicId, undefined));
  }

  replayPartition(record: PartitionRecord): void {
    this.#deltaOf(record.topicId).changedPartitions.set(record.partitionId, partitionOfRecord(record));
  }

  replayPartitionChange(record: PartitionChangeRecord): void {
    const delta = this.#deltaOf(record.topicId);
    const partition = delta.partition(record.partitionId);
    assert(partition !== undefined, `partition ${record.partitionId} of topic ${record.topicId} exists`);
    delta.changedPartitions.set(record.partitionId, changePartition(partition, record));
    const isElection = record.leader !== NO_LEADER_CHANGE;
    if (isElection && record.leaderRecoveryState === LeaderRecoveryState.RECOVERING) delta.uncleanElections += 1;
  }

  /** Drops eligible leader replicas of one topic, or with "" of all. */
  replayClearElr(topicName: string): void {
    for (const topic of topicName === "" ? this.#image.values() : [this.#image.getByName(topicName)]) {
      if (topic === undefined) continue;
      for (const [index, partition] of topic.partitions.entries()) {
        if (partition.elr.length === 0 && partition.lastKnownElr.length === 0) continue;
        const now = this.#deltaOf(topic.id).partition(index) ?? partition;
        this.#deltaOf(topic.id).changedPartitions.set(index, { ...now, elr: [], lastKnownElr: [] });
      }
    }
  }

  /** Returns the name of the removed topic. */
  replayRemoveTopic(topicId: Uuid): string {
    const delta = this.#changed.get(topicId);
    const before = this.#image.getById(topicId);
    assert(delta !== undefined || before !== undefined, `topic ${topicId} exists`);
    this.#changed.delete(topicId);
    if (before !== undefined) this.#deleted.set(topicId, before);
    return delta?.name ?? before?.name ?? "";
  }

  apply(): TopicsImage {
    if (this.isEmpty) return this.#image;
    return this.#image.with(
      [...this.#changed.values()].map((delta) => delta.apply()),
      this.#deleted.values(),
    );
  }

  #deltaOf(topicId: Uuid): TopicDelta {
    let delta = this.#changed.get(topicId);
    if (delta === undefined) {
      const before = this.#image.getById(topicId);
      assert(before !== undefined && !this.#deleted.has(topicId), `topic ${topicId} exists`);
      delta = new TopicDelta(before.name, topicId, before);
      this.#changed.set(topicId, delta);
    }
    return delta;
  }
}
