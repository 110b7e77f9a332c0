/**
 * Writes Kafka's primitive types, and refuses what they cannot hold. The only error is ProtocolEncodeError; after one the
 * message in progress is to be dropped with `discard`.
 */
import type { ByteChunk, Uuid } from "@ottla/base";
import { ChunkArena, putInt32 } from "./chunk-arena.ts";
import { ProtocolEncodeError } from "./errors.ts";
import { INT64_EXACT_LIMIT, INT64_MAX } from "./int64.ts";
import { MAX_STRING_BYTES } from "./reader.ts";
import type { RawTaggedField } from "./tagged-field.ts";
import { toWellFormedJava } from "./utf8.ts";
import { writeUuid } from "./uuid-text.ts";

/** A compact length up to here is one byte. */
const SHORT_TEXT_LENGTH_MAX = 64;
const TWO_POW_32 = 4294967296;
const floatBytes = new Uint8Array(8);
const floatView = new DataView(floatBytes.buffer);

/** Appends the fields of one message after another. */
export class WireWriter extends ChunkArena {
  boolean(value: boolean, field: string): void {
    if (typeof value !== "boolean") this.#misfit(value, "a boolean", field);
    this.putByte(value ? 1 : 0);
  }

  int8(value: number, field: string): void {
    if ((value << 24) >> 24 !== value) this.#misfit(value, "an int8", field);
    this.putByte(value);
  }

  int16(value: number, field: string): void {
    if ((value << 16) >> 16 !== value) this.#misfit(value, "an int16", field);
    this.putShort(value);
  }

  uint16(value: number, field: string): void {
    if ((value & 0xffff) !== value) this.#misfit(value, "a uint16", field);
    this.putShort(value);
  }

  int32(value: number, field: string): void {
    if ((value | 0) !== value) this.#misfit(value, "an int32", field);
    this.reserve(4);
    putInt32(this.buffer, this.at, value);
    this.at += 4;
  }

  uint32(value: number, field: string): void {
    if (value >>> 0 !== value) this.#misfit(value, "a uint32", field);
    this.reserve(4);
    putInt32(this.buffer, this.at, value | 0);
    this.at += 4;
  }

  /** A 64-bit integer within ±2^53, or INT64_MAX. */
  int64(value: number, field: string): void {
    this.reserve(8);
    const buffer = this.buffer;
    const at = this.at;
    if ((value | 0) === value) {
      putInt32(buffer, at, value >> 31);
      putInt32(buffer, at + 4, value);
    } else if (value === INT64_MAX) {
      putInt32(buffer, at, 0x7fffffff);
      putInt32(buffer, at + 4, -1);
    } else {
      const isExact = value >= -INT64_EXACT_LIMIT && value <= INT64_EXACT_LIMIT && Math.floor(value) === value;
      if (!isExact) this.#misfit(value, "a 64-bit integer within ±2^53", field);
      putInt32(buffer, at, Math.floor(value / TWO_POW_32));
      // `|` takes the value modulo 2^32, which is the lower half for negative numbers too.
      putInt32(buffer, at + 4, value | 0);
    }
    this.at = at + 8;
  }

  /** A 64-bit integer of the full range. */
  int64BigInt(value: bigint, field: string): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) this.#misfit(value, "an int64 bigint", field);
    this.reserve(8);
    putInt32(this.buffer, this.at, Number(value >> 32n));
    putInt32(this.buffer, this.at + 4, Number(BigInt.asIntN(32, value)));
    this.at += 8;
  }

  float64(value: number, field: string): void {
    if (typeof value !== "number") this.#misfit(value, "a float64", field);
    this.reserve(8);
    floatView.setFloat64(0, value);
    this.buffer.set(floatBytes, this.at);
    this.at += 8;
  }

  uuid(value: Uuid, field: string): void {
    this.reserve(16);
    if (!writeUuid(value, this.buffer, this.at)) this.#misfit(value, "a uuid", field);
    this.at += 16;
  }

  unsignedVarint(value: number, field: string): void {
    if (value >>> 0 !== value) this.#misfit(value, "an unsigned 32-bit integer", field);
    this.putVarint(value);
  }

  /** A signed 32-bit integer in zigzag form. */
  varint(value: number, field: string): void {
    if ((value | 0) !== value) this.#misfit(value, "an int32", field);
    this.putVarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** A signed 64-bit integer in zigzag form. */
  varlong(value: number | bigint, field: string): void {
    const exact = toExactBigInt(value);
    if (exact === null) return this.#misfit(value, "a 64-bit integer within ±2^53", field);
    let rest = BigInt.asUintN(64, (exact << 1n) ^ (exact >> 63n));
    while (rest > 0x7fn) {
      this.putByte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.putByte(Number(rest));
  }

  string(value: string | null, field: string): void {
    this.#text(value, false, field);
  }

  nullableString(value: string | null, field: string): void {
    if (value === null) this.putShort(-1);
    else this.#text(value, false, field);
  }

  compactString(value: string | null, field: string): void {
    this.#text(value, true, field);
  }

  compactNullableString(value: string | null, field: string): void {
    if (value === null) this.putByte(0);
    else this.#text(value, true, field);
  }

  bytes(value: Uint8Array | readonly ByteChunk[] | null, field: string): void {
    this.int32(byteLength(value, field), field);
    this.append(value as Uint8Array);
  }

  nullableBytes(value: Uint8Array | readonly ByteChunk[] | null, field: string): void {
    if (value === null) this.int32(-1, field);
    else this.bytes(value, field);
  }

  compactBytes(value: Uint8Array | readonly ByteChunk[] | null, field: string): void {
    this.unsignedVarint(byteLength(value, field) + 1, field);
    this.append(value as Uint8Array);
  }

  compactNullableBytes(value: Uint8Array | readonly ByteChunk[] | null, field: string): void {
    if (value === null) this.putByte(0);
    else this.compactBytes(value, field);
  }

  /** Appends bytes without a length; from REFERENCED_BYTES_MIN on they are referenced and must not change any more. */
  raw(value: Uint8Array | readonly ByteChunk[]): void {
    this.append(value);
  }

  /** Element count of an array; the elements follow. */
  arrayLength(array: readonly unknown[] | null, field: string): void {
    if (!isArray(array)) return this.#misfit(array, "an array", field);
    this.int32(array.length, field);
  }

  nullableArrayLength(array: readonly unknown[] | null, field: string): void {
    if (array === null) this.int32(-1, field);
    else this.arrayLength(array, field);
  }

  compactArrayLength(array: readonly unknown[] | null, field: string): void {
    if (!isArray(array)) return this.#misfit(array, "an array", field);
    this.putVarint(array.length + 1);
  }

  compactNullableArrayLength(array: readonly unknown[] | null, field: string): void {
    if (array === null) this.putByte(0);
    else this.compactArrayLength(array, field);
  }

  /** The byte in front of a nullable struct. */
  structPresent(isPresent: boolean): void {
    this.putByte(isPresent ? 1 : -1);
  }

  /** The byte in front of a nullable struct in a tagged field, where Kafka marks null with 0. */
  taggedStructPresent(isPresent: boolean): void {
    this.putByte(isPresent ? 1 : 0);
  }

  /** The tagged fields of a struct that writes none of its own. */
  taggedFields(unknown: readonly RawTaggedField[] | undefined, field: string): void {
    if (unknown === undefined || unknown.length === 0) this.putByte(0);
    else this.unknownTagsFrom(this.beginTaggedFields(0, unknown, field), field);
  }

  /** Writes how many tagged fields follow; returns the unknown ones in tag order. */
  beginTaggedFields(known: number, unknown: readonly RawTaggedField[] | undefined, field: string): PendingTags {
    if (unknown === undefined || unknown.length === 0) {
      this.putVarint(known);
      return NO_PENDING_TAGS;
    }
    const sorted = unknown.toSorted((a, b) => a.tag - b.tag);
    for (let i = 1; i < sorted.length; i++) {
      if ((sorted[i] as RawTaggedField).tag === (sorted[i - 1] as RawTaggedField).tag) {
        throw new ProtocolEncodeError(
          `unknown tagged field ${(sorted[i] as RawTaggedField).tag} is there twice`,
          field,
        );
      }
    }
    this.putVarint(known + sorted.length);
    return { tags: sorted, next: 0 };
  }

  /** Starts a known tagged field, after the unknown ones with lower tags; returns the mark for `endTag`. */
  beginTag(tag: number, pending: PendingTags, field: string): number {
    while (pending.next < pending.tags.length) {
      const raw = pending.tags[pending.next] as RawTaggedField;
      if (raw.tag > tag) break;
      if (raw.tag === tag) throw new ProtocolEncodeError(`tag ${tag} is a known field and an unknown one`, field);
      this.#unknownTag(raw, field);
      pending.next++;
    }
    this.putVarint(tag);
    // Most tagged values are shorter than 128 bytes: one byte is left for the size, endTag makes room for more.
    this.putByte(0);
    return this.at - this.start;
  }

  /** Ends a tagged field: writes its size in front of it. */
  endTag(mark: number): void {
    const size = this.lengthSince(mark);
    if (size < 0x80) {
      this.buffer[this.start + mark - 1] = size;
      return;
    }
    this.insertGap(mark, varintBytes(size) - 1);
    const end = this.at;
    this.at = this.start + mark - 1;
    this.putVarint(size);
    this.at = end;
  }

  /** The unknown tagged fields that come after the last known one. */
  unknownTagsFrom(pending: PendingTags, field: string): void {
    for (let i = pending.next; i < pending.tags.length; i++) this.#unknownTag(pending.tags[i] as RawTaggedField, field);
  }

  /** A value that this version has no field for, and that is neither its default nor ignorable. */
  unsupported(field: string, version: number): never {
    throw new ProtocolEncodeError(`version ${version} has no such field, so only its default can be written`, field);
  }

  /** Unknown tagged fields in a version without tagged fields. */
  noTaggedFields(unknown: readonly unknown[] | undefined, field: string, version: number): void {
    if (unknown !== undefined && unknown.length > 0) {
      throw new ProtocolEncodeError(`version ${version} has no tagged fields`, field);
    }
  }

  #unknownTag({ tag, data }: RawTaggedField, field: string): void {
    if (tag >>> 0 !== tag || tag > 0x7fffffff) this.#misfit(tag, "a tag", field);
    this.putVarint(tag);
    this.putVarint(data.length);
    this.append(data);
  }

  #text(value: string | null, isCompact: boolean, field: string): void {
    if (typeof value !== "string") return this.#misfit(value, "a string", field);
    if (value.length <= SHORT_TEXT_LENGTH_MAX && this.#shortAscii(value, isCompact)) return;
    const text = toWellFormedJava(value);
    const length = Buffer.byteLength(text, "utf8");
    if (length > MAX_STRING_BYTES) {
      throw new ProtocolEncodeError(`string of ${length} bytes, at most ${MAX_STRING_BYTES}`, field);
    }
    if (isCompact) this.putVarint(length + 1);
    else this.putShort(length);
    this.reserve(length);
    this.buffer.write(text, this.at, length, "utf8");
    this.at += length;
  }

  /** Writes a short string of ASCII characters byte by byte, which beats a call out of JavaScript; false for others. */
  #shortAscii(text: string, isCompact: boolean): boolean {
    const length = text.length;
    this.reserve(length + 2);
    const buffer = this.buffer;
    let at = this.at;
    if (!isCompact) buffer[at++] = 0;
    buffer[at++] = isCompact ? length + 1 : length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at++] = code;
    }
    this.at = at;
    return true;
  }

  #misfit(value: unknown, expected: string, field: string): never {
    const isScalar = typeof value === "number" || typeof value === "bigint" || typeof value === "string";
    const shown = isScalar ? String(value).slice(0, 100) : value === null ? "null" : `a value of type ${typeof value}`;
    throw new ProtocolEncodeError(`${shown} is not ${expected}`, field);
  }
}

/** Unknown tagged fields that are still to be written, in tag order. */
export interface PendingTags {
  readonly tags: readonly RawTaggedField[];
  next: number;
}

const NO_PENDING_TAGS: PendingTags = { tags: [], next: 0 };

function isArray(value: readonly unknown[] | null): value is readonly unknown[] {
  return Array.isArray(value);
}

function byteLength(value: Uint8Array | readonly ByteChunk[] | null, field: string): number {
  if (value instanceof Uint8Array) return value.length;
  if (!Array.isArray(value))
    throw new ProtocolEncodeError(`${value === null ? "null" : typeof value} is not bytes`, field);
  let length = 0;
  for (const chunk of value as readonly ByteChunk[]) length += chunk.length;
  return length;
}

function toExactBigInt(value: number | bigint): bigint | null {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : null;
  if (value === INT64_MAX) return 0x7fff_ffff_ffff_ffffn;
  return Number.isInteger(value) && Math.abs(value) <= INT64_EXACT_LIMIT ? BigInt(value) : null;
}

function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}
