/**
 * From records to committed changes. Batches are appended in the order in which they were made and become durable
 * together; when one is committed its changes are published, and when every publisher is done with them the requests
 * that waited are answered.
 *
 * States: open → failed (a write failed: nothing more is accepted, everything that waits is rejected) or closed.
 */

import type { MetadataUpdate } from "@ottla/metadata";
import type { MetadataLog } from "./metadata-log.ts";

/** One batch on its way. */
interface Entry {
  readonly bytes: Uint8Array;
  readonly endOffset: number;
  /** Undefined for a control batch. */
  readonly update: MetadataUpdate | undefined;
  readonly settle: { resolve(): void; reject(error: unknown): void };
}

/** What happens around the queue. */
export interface CommitQueueOptions {
  readonly log: MetadataLog;
  readonly epoch: number;
  /** Everything below is durable. */
  readonly onDurable: (endOffset: number) => void;
  /** Publishes one committed change; a promise is waited for before requests are answered. */
  readonly publish: (update: MetadataUpdate) => void | Promise<void>;
  /** The log cannot be written any more. */
  readonly onFailure: (error: Error) => void;
}

/** See the file's head. */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #waiting: Entry[] = [];
  #isWriting = false;
  #failure: Error | undefined;
  #lastCommit: Promise<void> = Promise.resolve();

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** Resolves when everything queued so far is committed and published; rejects if it never will be. */
  get settled(): Promise<void> {
    return this.#lastCommit;
  }

  /** Queues a batch. Resolves when it is committed and published. */
  add(bytes: Uint8Array, endOffset: number, update: MetadataUpdate | undefined): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ bytes, endOffset, update, settle: { resolve, reject } });
    this.#lastCommit = promise;
    // Whoever does not wait for the commit is not told of its failure here: `onFailure` is.
    promise.catch(() => {});
    if (!this.#isWriting) void this.#drain();
    return promise;
  }

  async #drain(): Promise<void> {
    this.#isWriting = true;
    // One turn later, so that whatever is asked for in this turn is written together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const entries = this.#waiting;
      this.#waiting = [];
      try {
        const bytes = entries.map((entry) => entry.bytes);
        await this.#options.log.append(bytes, this.#options.epoch);
        this.#commit(entries);
      } catch (error) {
        this.#fail(error instanceof Error ? error : new Error(String(error)), entries);
      }
    }
    this.#isWriting = false;
  }

  #commit(entries: readonly Entry[]): void {
    this.#options.onDurable(entries.at(-1)!.endOffset);
    for (const { update, settle } of entries) {
      const published = update === undefined ? undefined : this.#options.publish(update);
      if (published === undefined) settle.resolve();
      else published.then(settle.resolve, settle.reject);
    }
  }

  #fail(error: Error, entries: readonly Entry[]): void {
    this.#failure = error;
    for (const { settle } of [...entries, ...this.#waiting]) settle.reject(error);
    this.#waiting = [];
    this.#options.onFailure(error);
  }
}
