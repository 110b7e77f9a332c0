/** Puts a TxnOffsetCommit response together: partitions that were refused first, then what the coordinator says. */

import type { Input } from "@ottla/protocol";
import type { TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";

export class TxnOffsetCommitResponseBuilder {
  readonly #refused = new Map<string, { readonly partitionIndex: number; readonly errorCode: number }[]>();
  #response: Input<TxnOffsetCommitResponse> | undefined;

  add(topic: string, partitionIndex: number, errorCode: number): void {
    const partitions = this.#refused.get(topic) ?? [];
    partitions.push({ partitionIndex, errorCode });
    this.#refused.set(topic, partitions);
  }

  /** Adds what the coordinator answered. Alone it is the response as it is, topics asked for twice included. */
  merge(answered: Input<TxnOffsetCommitResponse>): void {
    if (this.#refused.size === 0) {
      this.#response = answered;
      return;
    }
    for (const { name = "", partitions = [] } of answered.topics ?? []) {
      for (const { partitionIndex = 0, errorCode = 0 } of partitions) this.add(name, partitionIndex, errorCode);
    }
  }

  build(): Input<TxnOffsetCommitResponse> {
    return this.#response ?? { topics: [...this.#refused].map(([name, partitions]) => ({ name, partitions })) };
  }
}
