/** Pages of index files, the longest unused forgotten first. Bounded by count; a page has at most `PAGE_BYTES`. */

export const PAGE_BYTES = 4096;

/** Pages per file number; an index of 2^31 bytes has 2^19 pages. */
const PAGES_PER_FILE = 2 ** 20;

export class PageCache {
  readonly #pagesMax: number;
  readonly #pages = new Map<number, Uint8Array>();
  #nextFile = 1;

  constructor(pagesMax: number) {
    this.#pagesMax = pagesMax;
  }

  get size(): number {
    return this.#pages.size;
  }

  /** A number for one state of one file; a file that is truncated takes a new one and its old pages fade away. */
  newFileNumber(): number {
    return this.#nextFile++;
  }

  get(file: number, page: number): Uint8Array | undefined {
    const key = file * PAGES_PER_FILE + page;
    const bytes = this.#pages.get(key);
    if (bytes !== undefined && this.#pages.size > this.#pagesMax / 2) {
      this.#pages.delete(key);
      this.#pages.set(key, bytes);
    }
    return bytes;
  }

  set(file: number, page: number, bytes: Uint8Array): void {
    this.#pages.set(file * PAGES_PER_FILE + page, bytes);
    if (this.#pages.size <= this.#pagesMax) return;
    for (const key of this.#pages.keys()) {
      this.#pages.delete(key);
      break;
    }
  }
}
