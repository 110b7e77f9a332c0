/**
 * Commits what trackers have to commit: one at a time, each with all that is due when it begins, so that no offset is sent behind a later one.
 *
 * A commit that a rebalance refuses stays due: it is sent again with the next one for the partitions that are still ours. Nothing here throws; what
 * could not be committed is said in the log, and redelivered if the partition goes.
 */
import { KafkaError, topicPartitionName } from "@ottla/client";
import type { Consumer, PartitionOffset } from "@ottla/client";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { Logger } from "../logging/logger.ts";
import type { ContainerProperties } from "./container-properties.ts";

export type CommittingConsumer = Pick<Consumer, "commitSync" | "commitAsync">;

export interface CommitsOptions {
  readonly consumer: CommittingConsumer;
  readonly properties: ContainerProperties;
  readonly logger: Logger;
  readonly assigned: () => Iterable<AssignedPartition>;
  /** Metadata to commit with an offset. */
  readonly metadataOf: (offset: number) => string | undefined;
  /** Something was sent. */
  readonly onCommit: () => void;
  readonly onCommitFailed: () => void;
}

interface Due {
  readonly assigned: AssignedPartition;
  readonly offset: PartitionOffset;
  /** What was committed before. */
  readonly before: number;
}

export class Commits {
  readonly #options: CommitsOptions;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: CommitsOptions) {
    this.#options = options;
  }

  /** Resolves when everything that is due now is committed, or has failed; with asynchronous commits, when it is sent. */
  commit(): Promise<void> {
    if (this.#running !== undefined) {
      this.#next ??= this.#running.then(() => {
        this.#next = undefined;
        return this.commit();
      });
      return this.#next;
    }
    const due = this.#due();
    if (due.length === 0) return Promise.resolve();
    if (!this.#options.properties.syncCommits) {
      void this.#sendAsync(due);
      return Promise.resolve();
    }
    this.#running = this.#send(due).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Whether there is anything to commit. */
  get isDue(): boolean {
    for (const assigned of this.#options.assigned()) if (assigned.tracker.committable() !== undefined) return true;
    return false;
  }

  #due(): Due[] {
    const due: Due[] = [];
    for (const assigned of this.#options.assigned()) {
      const committable = assigned.isFenced ? undefined : assigned.tracker.committable();
      if (committable === undefined) continue;
      const { topic, partition, tracker } = assigned;
      const metadata = this.#options.metadataOf(committable.offset);
      const offset = { topic, partition, ...committable, ...(metadata === undefined ? {} : { metadata }) };
      due.push({ assigned, offset, before: tracker.committedOffset });
      tracker.committed(committable.offset);
    }
    if (due.length > 0) this.#options.onCommit();
    return due;
  }

  async #send(due: readonly Due[]): Promise<void> {
    const { consumer, properties } = this.#options;
    const { syncCommitTimeout, commitRetries } = properties;
    const options = syncCommitTimeout === undefined ? {} : { timeoutMs: syncCommitTimeout };
    const offsets = due.map((one) => one.offset);
    for (let attempt = 0; ; attempt++) {
      try {
        await consumer.commitSync(offsets, options);
        return;
      } catch (error) {
        if (attempt < commitRetries && error instanceof KafkaError && error.retriable) continue;
        this.#failed(due, error);
        return;
      }
    }
  }

  async #sendAsync(due: readonly Due[]): Promise<void> {
    const offsets = due.map((one) => one.offset);
    const { commitCallback } = this.#options.properties;
    try {
      await this.#options.consumer.commitAsync(offsets);
      commitCallback?.(offsets, undefined);
    } catch (error) {
      this.#failed(due, error);
      commitCallback?.(offsets, error);
    }
  }

  #failed(due: readonly Due[], error: unknown): void {
    for (const { assigned, offset, before } of due) {
      if (assigned.tracker.committedOffset === offset.offset) assigned.tracker.uncommitted(before);
    }
    this.#options.onCommitFailed();
    const what = due.map(({ offset }) => `${topicPartitionName(offset)}=${offset.offset}`).join(", ");
    const isParked = error instanceof KafkaError && error.code === "REBALANCE_IN_PROGRESS";
    if (isParked) this.#options.logger.info(`Commit of ${what} waits for the rebalance to end`);
    else this.#options.logger.warn(`Commit of ${what} failed`, error);
  }
}
