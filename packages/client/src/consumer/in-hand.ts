/**
 * What the application has in hand: records that were polled for a loop or a handler and are not done. Nothing that is in hand is ever committed
 * automatically, and what was not even given out is not committed by a call without offsets either.
 */
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer-record.ts";
import type { PartitionOffset } from "./consumer-types.ts";
import type { PartitionPosition } from "./partition-position.ts";

/** The place of a record. */
export type Place = Pick<ConsumerRecord, "offset" | "leaderEpoch">;

/** What keeps records from being committed. */
interface Keeper {
  /** Whether it asks for no more: what it holds counts as done as soon as somebody polls again. */
  readonly isOver: boolean;
  /** The first record of the partition that is not done. */
  unfinished(partition: TopicPartition): Place | undefined;
  /** The application commits without naming offsets, which says that what it was given is done. */
  onCommit?(): void;
  /** The consumer is being closed. */
  onClose?(): void;
}

/** Somebody who polls for the application and gives it the records bit by bit. */
export interface Holder<K = unknown, V = unknown> extends Keeper {
  /** Gets what a poll brought, before anybody else can have a say. */
  take(polled: ConsumerRecords<K, V>): void;
}

/** What a poll in progress has collected and not given to anybody yet. */
export class Collecting implements Keeper {
  #begins: TopicPartitionMap<Place> = new TopicPartitionMap();
  readonly isOver = false;

  /** The poll begins to take records from the partition, whose position moves with them. */
  begin(at: PartitionPosition): void {
    if (this.#begins.has(at)) return;
    const leaderEpoch = at.positionEpoch < 0 ? undefined : at.positionEpoch;
    this.#begins.set({ topic: at.topic, partition: at.partition }, { offset: at.position, leaderEpoch });
  }

  unfinished(partition: TopicPartition): Place | undefined {
    return this.#begins.get(partition);
  }

  /** All of it was handed over, or nothing was there. */
  clear(): void {
    // A new map: one that is cleared for each poll links what it was to what it becomes, and once one link is old, all that follow live as long as it.
    if (this.#begins.size > 0) this.#begins = new TopicPartitionMap();
  }
}

/** All that is in hand of one consumer. */
export class InHand {
  readonly #holders: Set<Keeper> = new Set();

  /** Something is about to hold records. */
  hold(holder: Keeper): void {
    this.#holders.add(holder);
  }

  /** A poll begins: as in Java, that says that what was given before is done. */
  onPoll(): void {
    for (const holder of this.#holders) if (holder.isOver) this.#holders.delete(holder);
  }

  onClose(): void {
    for (const holder of this.#holders) holder.onClose?.();
  }

  #onCommit(): void {
    for (const holder of this.#holders) holder.onCommit?.();
  }

  /**
   * What may be committed: for each partition that has a position, that or the first record in hand, whichever comes first. `automatically`: a record that
   * was given out and is not done counts as in hand; else the application says by its commit that it is done.
   */
  committable(positions: Iterable<PartitionPosition>, automatically: boolean): PartitionOffset[] {
    if (!automatically) this.#onCommit();
    const offsets: PartitionOffset[] = [];
    for (const at of positions) {
      if (!at.hasPosition) continue;
      let { position: offset, positionEpoch: epoch } = at;
      for (const holder of this.#holders) {
        const place = holder.unfinished(at);
        if (place === undefined || place.offset >= offset) continue;
        offset = place.offset;
        epoch = place.leaderEpoch ?? -1;
      }
      const { topic, partition } = at;
      offsets.push({ topic, partition, offset, leaderEpoch: epoch < 0 ? undefined : epoch });
    }
    return offsets;
  }
}
