/**
 * The lz4 block format: decompression, and compression with the greedy matcher of the reference's fast mode. Blocks here
 * are at most 64 KiB, so a position fits 16 bits.
 */

import { COPY_MARGIN, copyExactly, copyFast, matchEnd, repeatExactly, viewOf } from "./block-copy.ts";

const HASH_BITS = 13;
/** The format ends every block with at least this many literals … */
const LAST_LITERALS = 5;
/** … and starts no match closer to the end than this. */
const MATCH_LIMIT = 12;

let hashTable: Uint16Array | undefined;

/** The largest size `n` bytes can compress to. */
export function maxLz4CompressedLength(n: number): number {
  return n + Math.ceil(n / 255) + 16;
}

/**
 * Compresses `source[start, end)`, at most 64 KiB, to `target` at `at`, which has room for the largest size; returns
 * where it ended.
 */
export function compressLz4Block(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  const matchStartLimit = end - MATCH_LIMIT;
  if (start >= matchStartLimit) return emitLastLiterals(source, start, end, target, at);
  hashTable ??= new Uint16Array(1 << HASH_BITS);
  const table = hashTable.fill(0);
  const shift = 32 - HASH_BITS;
  const view = viewOf(source);
  const targetView = viewOf(target);
  const matchEndLimit = end - LAST_LITERALS;
  const fastLimit = end - COPY_MARGIN;

  let out = at;
  let anchor = start;
  let position = start + 1;
  let word = view.getInt32(position, true);
  for (;;) {
    let attempts = 64;
    let candidate = 0;
    let next = position;
    for (;;) {
      position = next;
      next = position + (attempts++ >>> 6);
      if (next > matchStartLimit) return emitLastLiterals(source, anchor, end, target, out);
      const hash = Math.imul(word, 0x9e3779b1) >>> shift;
      candidate = start + table[hash]!;
      table[hash] = position - start;
      if (word === view.getInt32(candidate, true)) break;
      word = view.getInt32(next, true);
    }

    while (position > anchor && candidate > start && source[position - 1] === source[candidate - 1]) {
      position--;
      candidate--;
    }
    do {
      const stop = matchEnd(view, position + 4, candidate + 4, matchEndLimit);
      if (position - anchor < 15 && position <= fastLimit) {
        // Both arrays have room behind the literals: what is copied too far is written again.
        const extra = stop - position - 4;
        target[out] = ((position - anchor) << 4) | Math.min(extra, 15);
        copyFast(view, anchor, targetView, out + 1, out + 1 + position - anchor);
        out = emitMatch(target, out + 1 + position - anchor, position - candidate, extra);
      } else {
        out = emitSequence(source, anchor, position, position - candidate, stop - position, target, out);
      }
      position = stop;
      anchor = position;
      if (position >= matchStartLimit) return emitLastLiterals(source, anchor, end, target, out);
      table[Math.imul(view.getInt32(position - 2, true), 0x9e3779b1) >>> shift] = position - 2 - start;
      word = view.getInt32(position, true);
      const hash = Math.imul(word, 0x9e3779b1) >>> shift;
      candidate = start + table[hash]!;
      table[hash] = position - start;
    } while (word === view.getInt32(candidate, true));
    position++;
    word = view.getInt32(position, true);
  }
}

/** Writes the literals from `anchor` to `position`, then a match of at least four bytes; returns where it ended. */
export function emitSequence(
  source: Uint8Array,
  anchor: number,
  position: number,
  offset: number,
  matchLength: number,
  target: Uint8Array,
  at: number,
): number {
  const literals = position - anchor;
  const extra = matchLength - 4;
  target[at] = (Math.min(literals, 15) << 4) | Math.min(extra, 15);
  let out = at + 1;
  if (literals >= 15) out = emitLength(target, out, literals - 15);
  out = copyLiterals(source, anchor, position, target, out);
  return emitMatch(target, out, offset, extra);
}

/** Writes a match's offset and what its length has beyond the token; returns where it ended. */
function emitMatch(target: Uint8Array, at: number, offset: number, extra: number): number {
  target[at] = offset;
  target[at + 1] = offset >> 8;
  return extra >= 15 ? emitLength(target, at + 2, extra - 15) : at + 2;
}

/** Writes what is left as literals, which ends the block; returns where it ended. */
export function emitLastLiterals(
  source: Uint8Array,
  anchor: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  const literals = end - anchor;
  target[at] = Math.min(literals, 15) << 4;
  let out = at + 1;
  if (literals >= 15) out = emitLength(target, out, literals - 15);
  return copyLiterals(source, anchor, end, target, out);
}

function emitLength(target: Uint8Array, at: number, length: number): number {
  let out = at;
  let left = length;
  for (; left >= 255; left -= 255) target[out++] = 255;
  target[out++] = left;
  return out;
}

function copyLiterals(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  copyExactly(source, start, end - start, target, at);
  return at + end - start;
}

/**
 * Decompresses the block in `source[start, end)` to `target[at, limit)`; matches may reach back to `windowStart`. Returns
 * where the output ended, -1 when the block is damaged, -2 when the output would pass `limit`.
 */
export function decompressLz4Block(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  limit: number,
  windowStart: number,
): number {
  const view = viewOf(source);
  const targetView = viewOf(target);
  const fastIn = end - COPY_MARGIN;
  const fastOut = limit - COPY_MARGIN;
  let position = start;
  let out = at;
  while (position < end) {
    const token = source[position++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let byte: number;
      do {
        if (position >= end) return -1;
        byte = source[position++]!;
        literals += byte;
      } while (byte === 255);
    }
    if (literals > end - position) return -1;
    if (literals > limit - out) return -2;
    if (literals <= 64 && position + literals <= fastIn && out + literals <= fastOut) {
      copyFast(view, position, targetView, out, out + literals);
    } else {
      copyExactly(source, position, literals, target, out);
    }
    position += literals;
    out += literals;
    // A block ends with literals; only there may a match be missing.
    if (position === end) return out;

    if (end - position < 2) return -1;
    const offset = source[position]! | (source[position + 1]! << 8);
    position += 2;
    if (offset === 0 || offset > out - windowStart) return -1;
    let length = (token & 15) + 4;
    if (length === 19) {
      let byte: number;
      do {
        if (position >= end) return -1;
        byte = source[position++]!;
        length += byte;
      } while (byte === 255);
    }
    if (length > limit - out) return -2;
    const stop = out + length;
    if (length > 256 && offset >= length) {
      target.copyWithin(out, out - offset, stop - offset);
    } else if (offset >= 8 && stop <= fastOut) {
      copyFast(targetView, out - offset, targetView, out, stop);
    } else {
      repeatExactly(target, offset, out, stop);
    }
    out = stop;
  }
  // An empty block, or one that ends behind a match.
  return -1;
}
