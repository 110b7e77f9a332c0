/**
 * Which records of a partition are begun and which are done, in whatever order they end: what may be committed is the oldest that is not done, so that no
 * commit ever passes an unfinished record. Pure.
 */

/** One partition's records. */
export class OffsetTracker {
  /** Offsets that were begun, oldest first; those in `#done` are finished. */
  readonly #begun: number[] = [];
  #head = 0;
  readonly #done: Set<number> = new Set();
  /** The offset behind the last record that was begun. */
  #next = -1;

  /** Records that are not done. */
  get unfinishedCount(): number {
    return this.#begun.length - this.#head - this.#done.size;
  }

  /** Notes a record that was given out. Offsets grow. */
  begin(offset: number): void {
    this.#begun.push(offset);
    this.#next = offset + 1;
  }

  /** Notes a record that is done. */
  finish(offset: number): void {
    this.#done.add(offset);
    while (this.#head < this.#begun.length && this.#done.delete(this.#begun[this.#head] as number)) this.#head++;
    // What is behind the head is of no use any more; it is cut off in large pieces, so that this costs nothing a record.
    if (this.#head > 1_024 && this.#head * 2 > this.#begun.length) {
      this.#begun.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** The offset to commit: of the oldest record that is not done, or behind the last one; undefined when none was begun. */
  get committable(): number | undefined {
    if (this.#next < 0) return undefined;
    return this.#begun[this.#head] ?? this.#next;
  }
}
