/**
 * Changes that are on their way to be committed. Each has its place in the log; when the log is committed that far the change is published, and
 * when every publisher is done with it the requests that waited are answered.
 *
 * States: open → failed (this node leads no more, or the log cannot be written: what waits is rejected).
 */

import type { MetadataUpdate } from "@ottla/metadata";

/** One batch on its way. */
interface Entry {
  readonly endOffset: number;
  readonly update: MetadataUpdate;
  readonly settle: { resolve(): void; reject(error: unknown): void };
}

/** See the file's head. */
export class PendingCommits {
  readonly #publish: (update: MetadataUpdate) => void | Promise<void>;
  #waiting: Entry[] = [];
  #failure: Error | undefined;
  #lastCommit: Promise<void> = Promise.resolve();

  /** `publish` publishes one committed change; a promise is waited for before requests are answered. */
  constructor(publish: (update: MetadataUpdate) => void | Promise<void>) {
    this.#publish = publish;
  }

  /** Resolves when everything added so far is committed and published; rejects if it never will be. */
  get settled(): Promise<void> {
    return this.#lastCommit;
  }

  /** Adds the change of a batch that ends before `endOffset`. */
  add(endOffset: number, update: MetadataUpdate): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#lastCommit = promise;
    // Whoever does not wait for the commit is not told of its failure here.
    promise.catch(() => {});
    if (this.#failure === undefined) this.#waiting.push({ endOffset, update, settle: { resolve, reject } });
    else reject(this.#failure);
  }

  /** Everything below is committed. */
  onCommitted(highWatermark: number): void {
    const count = this.#waiting.findIndex(({ endOffset }) => endOffset > highWatermark);
    for (const { update, settle } of this.#waiting.splice(0, count < 0 ? this.#waiting.length : count)) {
      const published = this.#publish(update);
      if (published === undefined) settle.resolve();
      else published.then(settle.resolve, settle.reject);
    }
  }

  /** Nothing more is committed from here. */
  fail(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    for (const { settle } of this.#waiting) settle.reject(error);
    this.#waiting = [];
  }
}
