/**
 * Writes single records: the size first, since each begins with its length, then the bytes, in one pass. Small keys and
 * values are copied byte by byte, which beats a call for them.
 */
import { utf8Bytes } from "@ottla/base";
import type { RecordHeader } from "./record.ts";
import type { RecordWalker } from "./record-walker.ts";
import { varintSize, varlongSize, writeVarint, writeVarlong } from "./varint.ts";

/** Above this many bytes `Uint8Array.set` is faster than a loop. */
const LOOP_BYTES = 24;

/** Bytes of the record behind its length field. */
export function recordBodySize(
  timestampDelta: number,
  offsetDelta: number,
  key: Uint8Array | null,
  value: Uint8Array | null,
  headers: readonly RecordHeader[] | undefined,
): number {
  const small = timestampDelta >= -64 && timestampDelta < 64;
  return (
    1 +
    (small ? 1 : varlongSize(timestampDelta)) +
    varintSize(offsetDelta) +
    (key === null ? 1 : varintSize(key.length) + key.length) +
    (value === null ? 1 : varintSize(value.length) + value.length) +
    (headers === undefined || headers.length === 0 ? 1 : headersSize(headers))
  );
}

function headersSize(headers: readonly RecordHeader[]): number {
  let size = varintSize(headers.length);
  for (const { key, value } of headers) {
    const keyLength = utf8Length(key);
    size += varintSize(keyLength) + keyLength + (value === null ? 1 : varintSize(value.length) + value.length);
  }
  return size;
}

/** Writes a record whose body has `bodySize` bytes; returns where it ended. */
export function writeRecord(
  target: Uint8Array,
  at: number,
  bodySize: number,
  timestampDelta: number,
  offsetDelta: number,
  key: Uint8Array | null,
  value: Uint8Array | null,
  headers: readonly RecordHeader[] | undefined,
): number {
  let out = writeVarint(target, at, bodySize);
  target[out++] = 0;
  out = writeVarlong(target, out, timestampDelta);
  out = writeVarint(target, out, offsetDelta);
  out = writeNullable(target, out, key);
  out = writeNullable(target, out, value);
  if (headers === undefined || headers.length === 0) {
    target[out] = 0;
    return out + 1;
  }
  out = writeVarint(target, out, headers.length);
  for (const header of headers) {
    out = writeText(target, out, header.key);
    out = writeNullable(target, out, header.value);
  }
  return out;
}

/** Writes the record a walker stands on under other deltas; returns where it ended. */
export function writeRecordCopy(
  target: Uint8Array,
  at: number,
  timestampDelta: number,
  offsetDelta: number,
  source: Uint8Array,
  record: RecordWalker,
): number {
  // From the key's length field on nothing changes, so it is copied in one piece.
  const restStart = record.keyStart - lengthFieldSize(source, record.keyStart);
  const restSize = record.recordEnd - restStart;
  const bodySize = 1 + varlongSize(timestampDelta) + varintSize(offsetDelta) + restSize;
  let out = writeVarint(target, at, bodySize);
  target[out++] = 0;
  out = writeVarlong(target, out, timestampDelta);
  out = writeVarint(target, out, offsetDelta);
  return copy(source, restStart, record.recordEnd, target, out);
}

/** Bytes of the varint that ends before `end`: its last byte is below 0x80, those before it are not. */
function lengthFieldSize(bytes: Uint8Array, end: number): number {
  let size = 1;
  while (bytes[end - 1 - size]! >= 0x80) size++;
  return size;
}

function writeNullable(target: Uint8Array, at: number, bytes: Uint8Array | null): number {
  if (bytes === null) {
    target[at] = 1;
    return at + 1;
  }
  return copy(bytes, 0, bytes.length, target, writeVarint(target, at, bytes.length));
}

function copy(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  const length = end - start;
  if (length > LOOP_BYTES) {
    target.set(start === 0 && length === source.length ? source : source.subarray(start, end), at);
  } else {
    for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  }
  return at + length;
}

function writeText(target: Uint8Array, at: number, text: string): number {
  const length = utf8Length(text);
  const out = writeVarint(target, at, length);
  if (length === text.length) {
    for (let i = 0; i < length; i++) target[out + i] = text.charCodeAt(i);
  } else {
    target.set(utf8Bytes(text), out);
  }
  return out + length;
}

/** Bytes of the text in UTF-8, where a lone surrogate counts as U+FFFD. Equals the length only for ASCII. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      // Two units make four bytes: the pair counts two more than its two units.
      i++;
    }
  }
  return length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
