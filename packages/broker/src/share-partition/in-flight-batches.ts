/** The batches in flight in the order of their offsets, as a navigable map by first offset. They do not overlap. */

import type { InFlightBatch } from "./in-flight-batch.ts";

export class InFlightBatches {
  /** Ascending by first offset. */
  #batches: InFlightBatch[] = [];

  get size(): number {
    return this.#batches.length;
  }

  get first(): InFlightBatch | undefined {
    return this.#batches[0];
  }

  get last(): InFlightBatch | undefined {
    return this.#batches.at(-1);
  }

  [Symbol.iterator](): IterableIterator<InFlightBatch> {
    return this.#batches[Symbol.iterator]();
  }

  /** The last batch that begins at or before `offset`. */
  floor(offset: number): InFlightBatch | undefined {
    return this.#batches[this.#indexAfter(offset) - 1];
  }

  /** The first batch that begins after `offset`. */
  higher(offset: number): InFlightBatch | undefined {
    return this.#batches[this.#indexAfter(offset)];
  }

  /** The batches that begin from `first` to `last`, both included. */
  range(first: number, last: number): InFlightBatch[] {
    return this.#batches.slice(this.#indexAfter(first - 1), this.#indexAfter(last));
  }

  /** Puts the batch into its place; one that begins at the same offset is replaced. */
  put(batch: InFlightBatch): void {
    const index = this.#indexAfter(batch.firstOffset);
    const isSame = this.#batches[index - 1]?.firstOffset === batch.firstOffset;
    if (index === this.#batches.length && !isSame) this.#batches.push(batch);
    else this.#batches.splice(isSame ? index - 1 : index, isSame ? 1 : 0, batch);
  }

  /** Drops the batches that begin before `offset`. */
  removeBefore(offset: number): void {
    const count = this.#indexAfter(offset - 1);
    if (count > 0) this.#batches.splice(0, count);
  }

  clear(): void {
    this.#batches = [];
  }

  /** Index of the first batch that begins after `offset`. */
  #indexAfter(offset: number): number {
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#batches[middle]!.firstOffset <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
