/**
 * The raw snappy format: the size as a varint, then literals and copies. Compression follows the reference's greedy
 * matcher over fragments of 64 KiB; decompression checks every step against both ends.
 */

import { decompressSnappyBlockByWasm } from "./block-module.ts";
import { COPY_MARGIN, copyExactly, copyFast, matchEnd, repeatExactly, viewOf } from "./block-copy.ts";

const FRAGMENT_BYTES = 0x1_0000;
const MAX_TABLE_BITS = 14;
/** The last bytes of a fragment are not searched, so that a match never reads behind it. */
const INPUT_MARGIN = 15;

/** Reused by every call: compression is synchronous and leaves nothing in it that a later call could read. */
let hashTable: Uint16Array | undefined;

/** The largest size `n` bytes can compress to. */
export function maxSnappyCompressedLength(n: number): number {
  return 32 + n + Math.ceil(n / 6);
}

/** Compresses `source[start, end)` to `target` at `at`, which has room for the largest size; returns where it ended. */
export function compressSnappyBlock(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let out = at;
  let size = end - start;
  for (; size >= 0x80; size = Math.floor(size / 0x80)) target[out++] = (size & 0x7f) | 0x80;
  target[out++] = size;
  for (let position = start; position < end; position += FRAGMENT_BYTES) {
    out = compressFragment(source, position, Math.min(position + FRAGMENT_BYTES, end), target, out);
  }
  return out;
}

function compressFragment(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  const length = end - start;
  if (length < INPUT_MARGIN) return emitLiteral(source, start, end, target, at);
  let tableBits = 8;
  while (tableBits < MAX_TABLE_BITS && 1 << tableBits < length) tableBits++;
  const shift = 32 - tableBits;
  hashTable ??= new Uint16Array(1 << MAX_TABLE_BITS);
  const table = hashTable.fill(0, 0, 1 << tableBits);
  const view = viewOf(source);
  const targetView = viewOf(target);
  const fastLimit = end - COPY_MARGIN;

  const limit = end - INPUT_MARGIN;
  let out = at;
  let literalStart = start;
  let position = start + 1;
  let word = view.getInt32(position, true);
  for (;;) {
    // Search: the longer nothing matches, the larger the steps.
    let skip = 32;
    let candidate = 0;
    let next = position;
    for (;;) {
      position = next;
      const hash = Math.imul(word, 0x1e35a7bd) >>> shift;
      next = position + (skip++ >>> 5);
      if (next > limit) return emitLiteral(source, literalStart, end, target, out);
      candidate = start + table[hash]!;
      table[hash] = position - start;
      if (word === view.getInt32(candidate, true)) break;
      word = view.getInt32(next, true);
    }

    const literals = position - literalStart;
    if (literals > 0 && literals <= 60 && position <= fastLimit) {
      // Both arrays have room behind the literals: what is copied too far is written again.
      target[out++] = (literals - 1) << 2;
      copyFast(view, literalStart, targetView, out, out + literals);
      out += literals;
    } else {
      out = emitLiteral(source, literalStart, position, target, out);
    }
    // Copy, and go on copying while the byte behind a match begins another.
    do {
      const base = position;
      position = matchEnd(view, base + 4, candidate + 4, end);
      out = emitCopy(target, out, base - candidate, position - base);
      literalStart = position;
      if (position >= limit) return emitLiteral(source, literalStart, end, target, out);
      table[Math.imul(view.getInt32(position - 1, true), 0x1e35a7bd) >>> shift] = position - 1 - start;
      word = view.getInt32(position, true);
      const hash = Math.imul(word, 0x1e35a7bd) >>> shift;
      candidate = start + table[hash]!;
      table[hash] = position - start;
    } while (word === view.getInt32(candidate, true));
    position++;
    word = view.getInt32(position, true);
  }
}

function emitLiteral(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  const length = end - start;
  if (length === 0) return at;
  let out = at;
  const n = length - 1;
  if (n < 60) {
    target[out++] = n << 2;
  } else if (n < 0x100) {
    target[out++] = 60 << 2;
    target[out++] = n;
  } else {
    target[out++] = 61 << 2;
    target[out++] = n;
    target[out++] = n >> 8;
  }
  copyExactly(source, start, length, target, out);
  return out + length;
}

function emitCopy(target: Uint8Array, at: number, offset: number, length: number): number {
  let out = at;
  let left = length;
  // A remainder of at least four keeps the last copy in the short form.
  while (left >= 68) {
    out = emitCopyOf(target, out, offset, 64);
    left -= 64;
  }
  if (left > 64) {
    out = emitCopyOf(target, out, offset, 60);
    left -= 60;
  }
  return emitCopyOf(target, out, offset, left);
}

function emitCopyOf(target: Uint8Array, at: number, offset: number, length: number): number {
  if (length < 12 && offset < 2048) {
    target[at] = 1 | ((length - 4) << 2) | ((offset >> 8) << 5);
    target[at + 1] = offset;
    return at + 2;
  }
  target[at] = 2 | ((length - 1) << 2);
  target[at + 1] = offset;
  target[at + 2] = offset >> 8;
  return at + 3;
}

/** The size that the block in `source[start, end)` declares, or -1 when its varint is broken. */
export function snappyDecompressedLength(source: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let i = 0; i < 5 && start + i < end; i++) {
    const byte = source[start + i]!;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return length <= 0xffff_ffff ? length : -1;
  }
  return -1;
}

/**
 * Decompresses the block in `source[start, end)` to `target` at `at`, which has room for the declared size. True when it
 * is sound and yields exactly that size.
 */
export function decompressSnappyBlock(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  size: number,
): boolean {
  let position = start;
  while (source[position++]! >= 0x80);
  const fast = decompressSnappyBlockByWasm(source, position, end, target, at, size);
  return fast ?? decompressSnappyBody(source, position, end, target, at, size);
}

/** @internal The same in TypeScript alone, for what stands behind the block's size. */
export function decompressSnappyBody(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  size: number,
): boolean {
  const view = viewOf(source);
  const targetView = viewOf(target);
  let position = start;
  const targetEnd = at + size;
  const fastIn = end - COPY_MARGIN;
  const fastOut = targetEnd - COPY_MARGIN;
  let out = at;
  while (position < end) {
    const tag = source[position++]!;
    let length = (tag >> 2) + 1;
    if ((tag & 3) === 0) {
      if (length > 60) {
        const lengthBytes = length - 60;
        if (position + lengthBytes > end) return false;
        length = 1;
        for (let i = 0; i < lengthBytes; i++) length += source[position + i]! * 2 ** (8 * i);
        position += lengthBytes;
      }
      if (length > end - position || length > targetEnd - out) return false;
      if (length <= 64 && position + length <= fastIn && out + length <= fastOut) {
        copyFast(view, position, targetView, out, out + length);
      } else {
        copyExactly(source, position, length, target, out);
      }
      position += length;
      out += length;
      continue;
    }
    let offset: number;
    if ((tag & 3) === 1) {
      length = ((tag >> 2) & 7) + 4;
      if (position + 1 > end) return false;
      offset = ((tag >> 5) << 8) | source[position]!;
      position += 1;
    } else if ((tag & 3) === 2) {
      if (position + 2 > end) return false;
      offset = source[position]! | (source[position + 1]! << 8);
      position += 2;
    } else {
      if (position + 4 > end) return false;
      offset =
        (source[position]! |
          (source[position + 1]! << 8) |
          (source[position + 2]! << 16) |
          (source[position + 3]! << 24)) >>>
        0;
      position += 4;
    }
    if (offset === 0 || offset > out - at || length > targetEnd - out) return false;
    const stop = out + length;
    if (offset >= 8 && stop <= fastOut) copyFast(targetView, out - offset, targetView, out, stop);
    else repeatExactly(target, offset, out, stop);
    out = stop;
  }
  return out === targetEnd;
}
