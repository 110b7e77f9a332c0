/**
 * The client's half of a share session with one broker (KIP-932): the broker remembers which partitions are fetched, and what this member has acquired.
 *
 * States: none (epoch 0 opens one) → established (the epoch counts requests) → none again when anything goes wrong: then the broker has released what was
 * acquired, and no acknowledgement of before counts. Pure.
 */
import type { Acknowledgements, AcknowledgementBatch } from "./acknowledgements.ts";

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const EPOCH_MAX = 0x7fff_ffff;

/** A partition by its topic's id. */
export interface SharePartition {
  readonly topicId: string;
  readonly partition: number;
}

/** The topics of a request. */
export interface ShareTopic {
  readonly topicId: string;
  readonly partitions: { readonly partitionIndex: number; readonly acknowledgementBatches: AcknowledgementBatch[] }[];
}

/** What a fetch must say. */
export interface ShareFetchPlan {
  readonly epoch: number;
  readonly topics: readonly ShareTopic[];
  readonly forgotten: readonly { readonly topicId: string; readonly partitions: readonly number[] }[];
}

export function sharePartitionKey({ topicId, partition }: SharePartition): string {
  return `${topicId}/${partition}`;
}

/** One broker's session. */
export class ShareSession {
  #epoch = INITIAL_EPOCH;
  #partitions: Map<string, SharePartition> = new Map();

  get isNew(): boolean {
    return this.#epoch === INITIAL_EPOCH;
  }

  /** A request that fetches these partitions, and carries acknowledgements; a session that begins has nothing to acknowledge. */
  fetch(
    wanted: ReadonlyMap<string, SharePartition>,
    acknowledgements: ReadonlyMap<string, { readonly at: SharePartition; readonly given: Acknowledgements }>,
  ): ShareFetchPlan {
    const epoch = this.#epoch;
    const before = this.#partitions;
    this.#partitions = new Map(wanted);
    const topics = new TopicList();
    for (const [key, partition] of wanted) {
      if (epoch === INITIAL_EPOCH || !before.has(key)) topics.add(partition, acknowledgements.get(key)?.given);
    }
    for (const [key, { at, given }] of acknowledgements) {
      if (!topics.has(key)) topics.add(at, given);
    }
    const forgotten = new Map<string, number[]>();
    for (const [key, { topicId, partition }] of before) {
      if (wanted.has(key) || epoch === INITIAL_EPOCH) continue;
      forgotten.set(topicId, [...(forgotten.get(topicId) ?? []), partition]);
    }
    return {
      epoch,
      topics: topics.list,
      forgotten: [...forgotten].map(([topicId, partitions]) => ({ topicId, partitions })),
    };
  }

  /** A request that only acknowledges, or (final) ends the session. */
  acknowledge(
    acknowledgements: ReadonlyMap<string, { readonly at: SharePartition; readonly given: Acknowledgements }>,
    isFinal: boolean,
  ): { readonly epoch: number; readonly topics: readonly ShareTopic[] } {
    const topics = new TopicList();
    for (const { at, given } of acknowledgements.values()) topics.add(at, given);
    return { epoch: isFinal ? FINAL_EPOCH : this.#epoch, topics: topics.list };
  }

  /** The broker took the request. */
  onSuccess(): void {
    this.#epoch = this.#epoch === EPOCH_MAX ? 1 : this.#epoch + 1;
  }

  /** The request failed, or the broker does not know the session. */
  onFailure(): void {
    this.#epoch = INITIAL_EPOCH;
    this.#partitions = new Map();
  }
}

class TopicList {
  readonly list: ShareTopic[] = [];
  readonly #keys: Set<string> = new Set();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(at: SharePartition, given: Acknowledgements | undefined): void {
    this.#keys.add(sharePartitionKey(at));
    let topic = this.list.find((one) => one.topicId === at.topicId);
    if (topic === undefined) {
      topic = { topicId: at.topicId, partitions: [] };
      this.list.push(topic);
    }
    topic.partitions.push({ partitionIndex: at.partition, acknowledgementBatches: given?.batches() ?? [] });
  }
}
