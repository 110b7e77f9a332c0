/**
 * Where the next reads will likely begin: the batch behind the last one that was returned. A consumer that reads a log from disk in order needs
 * the index only for its first read. Bounded; forgotten when the log is cut or cleaned.
 */
import type { TailPosition } from "../tail-cache.ts";

const HINTS_MAX = 32;

export class ReadHints {
  readonly #positions = new Map<number, TailPosition>();

  /** Takes the hint for an offset: it is good for one read, which leaves the next. */
  take(offset: number): TailPosition | undefined {
    const position = this.#positions.get(offset);
    if (position) this.#positions.delete(offset);
    return position;
  }

  set(offset: number, position: TailPosition): void {
    this.#positions.set(offset, position);
    if (this.#positions.size <= HINTS_MAX) return;
    for (const oldest of this.#positions.keys()) {
      this.#positions.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.#positions.clear();
  }
}
