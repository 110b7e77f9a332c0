/**
 * A block of memory that records at the end of a log are copied to. It is used by the cache, by the write that takes it to disk and by every
 * reader that was given a view of it; when the last of them lets go, the memory goes back to the pool. Whoever forgets to let go costs
 * the pool a buffer, nothing else.
 */
import { assert, type BufferPool } from "@ottla/base";

export class TailBlock {
  /** Its capacity; what was not appended yet is old content. */
  readonly memory: Uint8Array;
  readonly #pool: BufferPool;
  #users = 0;

  constructor(pool: BufferPool, sizeBytes: number) {
    this.#pool = pool;
    this.memory = pool.take(sizeBytes);
  }

  /** One more looks at the memory. */
  pin(): void {
    this.#users++;
  }

  /** One less; the last one must not look again. */
  unpin(): void {
    assert(this.#users > 0, "a block of the tail cache is unpinned as often as it is pinned");
    if (--this.#users === 0) this.#pool.give(this.memory);
  }
}
