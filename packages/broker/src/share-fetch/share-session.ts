/**
 * Share sessions (KIP-932): what one member of a share group fetches over one connection. A session begins with epoch 0, every
 * later request carries the next epoch, −1 ends it. Bounded by `group.share.max.share.sessions`; it ends with its connection.
 */

import type { Uuid } from "@ottla/base";

/** Epochs with a meaning of their own. */
export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;
const EPOCH_MAX = 2_147_483_647;

export function nextShareSessionEpoch(epoch: number): number {
  if (epoch < 0) return FINAL_EPOCH;
  return epoch === EPOCH_MAX ? 1 : epoch + 1;
}

/** A partition by id and name. `topic` is undefined when no topic has the id. */
export interface TopicIdPartition {
  readonly topicId: Uuid;
  readonly topic: string | undefined;
  readonly partition: number;
}

export function topicIdPartitionKey({ topicId, partition }: TopicIdPartition): string {
  return `${topicId}:${partition}`;
}

/** What a session remembers of a partition. */
export interface SessionPartition extends TopicIdPartition {
  /** Whether the next answer must name the partition even if it has nothing for it. */
  mustRespond: boolean;
}

export interface ShareSessionKey {
  readonly groupId: string;
  readonly memberId: string;
}

export class ShareSession {
  readonly key: ShareSessionKey;
  readonly connectionId: string;
  /** By `topicIdPartitionKey`, in the order of their turns. */
  readonly partitions: Map<string, SessionPartition> = new Map();
  epoch: number = nextShareSessionEpoch(INITIAL_EPOCH);

  constructor(key: ShareSessionKey, connectionId: string, partitions: readonly TopicIdPartition[]) {
    this.key = key;
    this.connectionId = connectionId;
    // What is new in a session is named in its first answer in any case: that answer lists everything.
    for (const partition of partitions) this.#add(partition, false);
  }

  /** Takes in what a request names and drops what it forgets. */
  update(named: readonly TopicIdPartition[], forgotten: readonly TopicIdPartition[]): void {
    for (const partition of named) {
      if (!this.partitions.has(topicIdPartitionKey(partition))) this.#add(partition, true);
    }
    for (const partition of forgotten) this.partitions.delete(topicIdPartitionKey(partition));
  }

  /** Whether an answer must name the partition, given what it has for it. One with records moves behind the others. */
  selects(partition: TopicIdPartition, answer: { readonly errorCode: number; readonly hasRecords: boolean }): boolean {
    const key = topicIdPartitionKey(partition);
    const remembered = this.partitions.get(key);
    if (remembered === undefined) return true;
    const isSelected = answer.hasRecords || remembered.mustRespond || answer.errorCode !== 0;
    remembered.mustRespond = answer.errorCode !== 0;
    if (answer.hasRecords) {
      this.partitions.delete(key);
      this.partitions.set(key, remembered);
    }
    return isSelected;
  }

  #add({ topicId, topic, partition }: TopicIdPartition, mustRespond: boolean): void {
    const added = { topicId, topic, partition, mustRespond };
    this.partitions.set(topicIdPartitionKey(added), added);
  }
}
