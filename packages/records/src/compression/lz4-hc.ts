/**
 * The high-compression matcher for lz4 blocks: hash chains over the block, the longest match among a number of attempts
 * that doubles with the level, and one step of lazy evaluation. Slower than the fast mode and denser.
 */
import { matchEnd, viewOf } from "./block-copy.ts";
import { emitLastLiterals, emitSequence } from "./lz4-block.ts";

const HASH_BITS = 15;
const LAST_LITERALS = 5;
const MATCH_LIMIT = 12;
/** A match this long is taken without looking further. */
const GOOD_ENOUGH = 1024;

/** Position + 1 of the latest occurrence of a hash; 0 for none. */
let heads: Int32Array | undefined;
/** For each position of the block, position + 1 of the one before it with the same hash. */
let chain: Int32Array | undefined;

/** As `compressLz4Block`, at a level of 1..17. */
export function compressLz4BlockHc(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  level: number,
): number {
  return new HighCompressor(source, start, end, level).run(target, at);
}

class HighCompressor {
  readonly #source: Uint8Array;
  readonly #view: DataView;
  readonly #start: number;
  readonly #end: number;
  readonly #attempts: number;
  readonly #heads: Int32Array;
  readonly #chain: Int32Array;
  /** All positions before this one are in the chains. */
  #inserted: number;
  #matchStart = 0;
  #matchLength = 0;

  constructor(source: Uint8Array, start: number, end: number, level: number) {
    this.#source = source;
    this.#view = viewOf(source);
    this.#start = start;
    this.#end = end;
    this.#attempts = 1 << Math.min(level - 1, 14);
    heads ??= new Int32Array(1 << HASH_BITS);
    chain ??= new Int32Array(0x1_0000);
    this.#heads = heads.fill(0);
    this.#chain = chain;
    this.#inserted = start;
  }

  run(target: Uint8Array, at: number): number {
    const source = this.#source;
    const searchEnd = this.#end - MATCH_LIMIT;
    let out = at;
    let anchor = this.#start;
    let position = anchor;
    while (position < searchEnd) {
      if (!this.#search(position, 3)) {
        position++;
        continue;
      }
      let length = this.#matchLength;
      let from = this.#matchStart;
      // While the next position has a longer match, give up this byte as a literal.
      while (length < GOOD_ENOUGH && position + 1 < searchEnd && this.#search(position + 1, length)) {
        position++;
        length = this.#matchLength;
        from = this.#matchStart;
      }
      while (position > anchor && from > this.#start && source[position - 1] === source[from - 1]) {
        position--;
        from--;
        length++;
      }
      out = emitSequence(source, anchor, position, position - from, length, target, out);
      position += length;
      anchor = position;
    }
    return emitLastLiterals(source, anchor, this.#end, target, out);
  }

  /** Finds a match at `position` longer than `atLeast`. */
  #search(position: number, atLeast: number): boolean {
    this.#insertUpTo(position);
    const source = this.#source;
    const start = this.#start;
    const limit = this.#end - LAST_LITERALS;
    const word = this.#view.getInt32(position, true);
    let best = atLeast;
    let candidate = this.#heads[hashOf(word)]! - 1;
    for (let left = this.#attempts; candidate >= 0 && left > 0; left--) {
      const from = start + candidate;
      if (source[from + best] === source[position + best] && this.#view.getInt32(from, true) === word) {
        const length = matchEnd(this.#view, position + 4, from + 4, limit) - position;
        if (length > best) {
          best = length;
          this.#matchStart = from;
          if (position + length >= limit) break;
        }
      }
      candidate = this.#chain[candidate]! - 1;
    }
    this.#matchLength = best;
    return best > atLeast && best >= 4;
  }

  #insertUpTo(position: number): void {
    const start = this.#start;
    for (let i = this.#inserted; i < position; i++) {
      const hash = hashOf(this.#view.getInt32(i, true));
      this.#chain[i - start] = this.#heads[hash]!;
      this.#heads[hash] = i - start + 1;
    }
    if (position > this.#inserted) this.#inserted = position;
  }
}

function hashOf(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
}
