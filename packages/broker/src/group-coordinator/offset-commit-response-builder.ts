/**
 * Puts an OffsetCommit response together: partitions that were refused before the coordinator was asked, then what the
 * coordinator says. A topic is one entry, by id from version 10 on and by name before.
 */

import type { Uuid } from "@ottla/base";
import type { Input } from "@ottla/protocol";
import type { OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";

interface TopicIdentity {
  readonly name: string;
  readonly topicId: Uuid;
}

interface ResponsePartition {
  readonly partitionIndex: number;
  readonly errorCode: number;
}

export class OffsetCommitResponseBuilder {
  readonly #usesTopicIds: boolean;
  readonly #refused = new Map<string, TopicIdentity & { readonly partitions: ResponsePartition[] }>();
  #response: Input<OffsetCommitResponse> | undefined;

  constructor(usesTopicIds: boolean) {
    this.#usesTopicIds = usesTopicIds;
  }

  add(topic: TopicIdentity, partitionIndex: number, errorCode: number): void {
    const key = this.#usesTopicIds ? topic.topicId : topic.name;
    const entry = this.#refused.get(key) ?? { ...topic, partitions: [] };
    entry.partitions.push({ partitionIndex, errorCode });
    this.#refused.set(key, entry);
  }

  /** Adds what the coordinator answered. Alone it is the response as it is, topics asked for twice included. */
  merge(answered: Input<OffsetCommitResponse>): void {
    if (this.#refused.size === 0) {
      this.#response = answered;
      return;
    }
    for (const { name = "", topicId = "", partitions = [] } of answered.topics ?? []) {
      for (const { partitionIndex = 0, errorCode = 0 } of partitions) {
        this.add({ name, topicId }, partitionIndex, errorCode);
      }
    }
  }

  build(): Input<OffsetCommitResponse> {
    return this.#response ?? { topics: [...this.#refused.values()] };
  }
}
