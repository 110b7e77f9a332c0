/**
 * Where the next reads will likely begin: the batch behind the last one that was returned. A consumer that reads a log from disk in order needs
 * the index only for its first read, and from its third on what it asks for may have been read ahead. Bounded; forgotten when the log is cut
 * or cleaned.
 */
import type { AheadRead } from "../read-ahead.ts";
import type { TailPosition } from "../tail-cache.ts";

const HINTS_MAX = 32;

export interface ReadHint extends TailPosition {
  /** The bytes from there on, if they were read ahead. */
  readonly ahead: AheadRead | undefined;
}

export class ReadHints {
  readonly #hints = new Map<number, ReadHint>();

  /** The hint for an offset, which stays. */
  peek(offset: number): ReadHint | undefined {
    return this.#hints.get(offset);
  }

  /** Takes the hint for an offset: it is good for one read, which leaves the next. What was read ahead is the caller's to take or drop. */
  take(offset: number): ReadHint | undefined {
    const hint = this.#hints.get(offset);
    if (hint) this.#hints.delete(offset);
    return hint;
  }

  set(offset: number, hint: ReadHint): void {
    this.#hints.get(offset)?.ahead?.drop();
    this.#hints.set(offset, hint);
    if (this.#hints.size <= HINTS_MAX) return;
    for (const [oldest, { ahead }] of this.#hints) {
      this.#hints.delete(oldest);
      ahead?.drop();
      break;
    }
  }

  clear(): void {
    for (const { ahead } of this.#hints.values()) ahead?.drop();
    this.#hints.clear();
  }
}
