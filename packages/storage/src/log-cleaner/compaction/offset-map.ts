/**
 * The last offset of every key in a stretch of a log, in bounded memory: an open hash table whose entries are a 16-byte hash in place of the
 * key and the offset, 24 bytes each, as Kafka's `SkimpyOffsetMap`. No entry is ever removed. Two keys with one MD5 would count as one key,
 * as they do in Apache Kafka.
 *
 * `latestOffset` is how far the log has been looked through; records behind it are nobody's business yet.
 */
import { assert, md5 } from "@ottla/base";

const WORDS_PER_ENTRY = 6;
const OFFSET_LOW = 4;
const OFFSET_HIGH = 5;
/** What Kafka counts for an entry: hash and offset. */
export const BYTES_PER_ENTRY: number = WORDS_PER_ENTRY * 4;
/** So often a probe jumps by a stride of the key's own; behind that it goes on slot by slot, which reaches every slot. */
const STRIDES = 12;
const HIGH_UNIT = 0x1_0000_0000;

export class OffsetMap {
  readonly slots: number;
  /** One after the last offset that was looked at, or −1 + 1 = 0 at first. */
  latestOffset = -1;
  /** Entries used; size ≤ slots. */
  size = 0;
  readonly #words: Int32Array;
  readonly #hash = new Int32Array(4);

  /** @param slots at least 1. */
  constructor(slots: number) {
    assert(slots >= 1, "an offset map holds a key");
    this.slots = slots;
    this.#words = new Int32Array(slots * WORDS_PER_ENTRY);
  }

  /** How full it is, from 0 to 1. */
  get utilization(): number {
    return this.size / this.slots;
  }

  /** The key is `bytes[start, end)`. An offset that is put later takes the place of an earlier one. */
  put(bytes: Uint8Array, start: number, end: number, offset: number): void {
    md5(bytes, start, end, this.#hash);
    const words = this.#words;
    const at = this.#find();
    assert(at >= 0, "a full offset map takes no more keys");
    if (isFree(words, at)) {
      words.set(this.#hash, at);
      this.size++;
    }
    words[at + OFFSET_LOW] = offset | 0;
    words[at + OFFSET_HIGH] = Math.floor(offset / HIGH_UNIT);
    this.latestOffset = offset;
  }

  /** The offset last put for the key; −1 if there is none. */
  get(bytes: Uint8Array, start: number, end: number): number {
    if (this.size === 0) return -1;
    md5(bytes, start, end, this.#hash);
    const at = this.#find();
    const words = this.#words;
    if (at < 0 || isFree(words, at)) return -1;
    return words[at + OFFSET_HIGH]! * HIGH_UNIT + (words[at + OFFSET_LOW]! >>> 0);
  }

  /** Where the hash lies, or the free entry it would take; −1 if it is not there and nothing is free. */
  #find(): number {
    const words = this.#words;
    const { slots } = this;
    const hash = this.#hash;
    const [h0, h1, h2, h3] = [hash[0]!, hash[1]!, hash[2]!, hash[3]!];
    const stride = (h1 >>> 1) + 1;
    let slot = (h0 >>> 0) % slots;
    for (let attempt = 0; attempt < STRIDES + slots; attempt++) {
      const at = slot * WORDS_PER_ENTRY;
      if (words[at] === h0 && words[at + 1] === h1 && words[at + 2] === h2 && words[at + 3] === h3) return at;
      if (isFree(words, at)) return at;
      slot = (slot + (attempt < STRIDES ? stride : 1)) % slots;
    }
    return -1;
  }
}

/** A hash of nothing but zeros is not to be met. */
function isFree(words: Int32Array, at: number): boolean {
  return words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
}

/** The entries that fit into so many bytes; Kafka uses at most 2^31 − 1 bytes for a thread. */
export function slotsIn(bytes: number): number {
  return Math.floor(Math.min(bytes, 0x7fff_ffff) / BYTES_PER_ENTRY);
}
