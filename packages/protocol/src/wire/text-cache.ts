/**
 * Strings and uuids that come again and again: client ids, topic names, topic ids, group ids. Two direct-mapped tables,
 * bounded and filled as bytes come in, answer three times sooner than the conversion and hand out the same string object,
 * whose hash a Map need not compute again. A collision only costs the conversion.
 */
import type { Uuid } from "@ottla/base";
import { decodeUtf8 } from "./utf8.ts";

/** Longer strings are converted each time. */
const CACHED_BYTES_MAX = 64;
const TEXT_SLOTS = 512;
const UUID_SLOTS = 256;

/** The bytes of slot `i` are at `i * CACHED_BYTES_MAX`. */
const textBytes = new Uint8Array(TEXT_SLOTS * CACHED_BYTES_MAX);
const textLengths = new Uint8Array(TEXT_SLOTS);
const texts: string[] = Array.from({ length: TEXT_SLOTS }, () => "");

/** The 16 bytes of slot `i` as four integers at `i * 4`. */
const uuidWords = new Int32Array(UUID_SLOTS * 4);
const uuids: string[] = Array.from({ length: UUID_SLOTS }, () => "");

/** The text in bytes `start` to `end`, which are there. Invalid UTF-8 is replaced as Java replaces it. */
export function readText(buffer: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > CACHED_BYTES_MAX) return decodeUtf8(buffer, start, end);
  if (length === 0) return "";
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (buffer[at] as number)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (TEXT_SLOTS - 1);
  const keyAt = slot * CACHED_BYTES_MAX;
  if (textLengths[slot] === length) {
    let same = 0;
    while (same < length && textBytes[keyAt + same] === buffer[start + same]) same++;
    if (same === length) return texts[slot] as string;
  }
  const text = decodeUtf8(buffer, start, end);
  for (let i = 0; i < length; i++) textBytes[keyAt + i] = buffer[start + i] as number;
  textLengths[slot] = length;
  texts[slot] = text;
  return text;
}

/** The uuid in the 16 bytes at `at`, which are there. */
export function readUuid(buffer: Buffer, at: number): Uuid {
  const a = word(buffer, at);
  const b = word(buffer, at + 4);
  const c = word(buffer, at + 8);
  const d = word(buffer, at + 12);
  const hash = a ^ b ^ c ^ d;
  const slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (UUID_SLOTS - 1);
  const wordAt = slot * 4;
  if (
    uuidWords[wordAt] === a &&
    uuidWords[wordAt + 1] === b &&
    uuidWords[wordAt + 2] === c &&
    uuidWords[wordAt + 3] === d &&
    uuids[slot] !== ""
  ) {
    return uuids[slot] as string;
  }
  const uuid = buffer.toString("base64url", at, at + 16);
  uuidWords[wordAt] = a;
  uuidWords[wordAt + 1] = b;
  uuidWords[wordAt + 2] = c;
  uuidWords[wordAt + 3] = d;
  uuids[slot] = uuid;
  return uuid;
}

function word(buffer: Uint8Array, at: number): number {
  return (
    ((buffer[at] as number) << 24) |
    ((buffer[at + 1] as number) << 16) |
    ((buffer[at + 2] as number) << 8) |
    (buffer[at + 3] as number)
  );
}
