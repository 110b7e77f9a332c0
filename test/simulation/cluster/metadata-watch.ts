/** Follows the committed metadata of one node, and holds it to what other nodes have. */
import type { MetadataDelta, MetadataImage } from "@ottla/metadata";
import type { History } from "./history.ts";

export class MetadataWatch {
  readonly #nodeId: number;
  readonly #history: History;
  #offset = -1;

  constructor(nodeId: number, history: History) {
    this.#nodeId = nodeId;
    this.#history = history;
  }

  onMetadataUpdate(delta: MetadataDelta, image: MetadataImage): void {
    const { lastContainedOffset, lastContainedEpoch } = image.provenance;
    if (lastContainedOffset < this.#offset) {
      throw new Error(`node ${this.#nodeId}: metadata goes back from ${this.#offset} to ${lastContainedOffset}`);
    }
    this.#offset = lastContainedOffset;
    this.#history.onMetadata(this.#nodeId, lastContainedOffset, lastContainedEpoch);
    for (const topic of delta.topicsDelta?.changedTopics.values() ?? []) {
      for (const [index, { partitionEpoch, leader, leaderEpoch, isr }] of topic.changedPartitions) {
        const name = `${topic.id}-${index}`;
        // Nobody who is not in sync leads; after an unclean election its leader alone is.
        if (leader >= 0 && !isr.includes(leader)) {
          throw new Error(`node ${this.#nodeId}: ${name} is led by ${leader}, and in sync are ${isr.join()}`);
        }
        const state = `leader ${leader} epoch ${leaderEpoch} isr ${isr.join()}`;
        this.#history.onPartition(this.#nodeId, name, partitionEpoch, state);
      }
    }
  }
}
