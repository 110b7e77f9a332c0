/**
 * Where the next reads will likely begin: the batch behind the last whole one that was returned. A consumer that reads a log from disk in order
 * needs the index only for its first read. Bounded; forgotten when the log is cut or cleaned.
 */
import type { TailPosition } from "../tail-cache.ts";
import type { BatchPosition } from "./positions.ts";

const HINTS_MAX = 32;

export interface ReadHint extends TailPosition {
  /** The batch there; undefined if its head was not seen. */
  readonly batch: BatchPosition | undefined;
}

export class ReadHints {
  readonly #hints = new Map<number, ReadHint>();

  /** The hint for the offset at which a batch begins. */
  peek(offset: number): ReadHint | undefined {
    return this.#hints.get(offset);
  }

  /** Takes the hint for an offset: it is good for one read, which leaves the next. */
  take(offset: number): ReadHint | undefined {
    const hint = this.#hints.get(offset);
    if (hint) this.#hints.delete(offset);
    return hint;
  }

  set(offset: number, hint: ReadHint): void {
    this.#hints.set(offset, hint);
    if (this.#hints.size <= HINTS_MAX) return;
    for (const oldest of this.#hints.keys()) {
      this.#hints.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.#hints.clear();
  }
}
