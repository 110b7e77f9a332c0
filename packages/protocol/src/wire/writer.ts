/**
 * Writes Kafka's primitive types. Small values are appended to a contiguous arena; large byte ranges are not copied but
 * noted beside it, and `finish` hands out the message as a list of chunks in order. One writer serves many messages: the
 * next one starts behind the last in the same arena, so chunks that a socket still holds are never overwritten.
 * The only error is ProtocolEncodeError.
 */
import type { Uuid } from "@ottla/base";
import { ProtocolEncodeError } from "./errors.ts";
import { INT64_EXACT_LIMIT, INT64_MAX } from "./int64.ts";
import { MAX_STRING_BYTES } from "./reader.ts";
import type { RawTaggedField } from "./tagged-field.ts";
import { writeUuid } from "./uuid-text.ts";

/** Bytes from this size on are referenced, not copied: below it a copy is cheaper than one more chunk in a writev. */
export const REFERENCED_BYTES_MIN = 512;

const TWO_POW_32 = 4294967296;
const DEFAULT_ARENA_BYTES = 16 * 1024;
const floatBytes = new Uint8Array(8);
const floatView = new DataView(floatBytes.buffer);

/** A byte range that stands between arena bytes, in front of arena position `at`. */
interface Reference {
  at: number;
  readonly bytes: Uint8Array;
}

/** Appends the fields of one message after another. */
export class WireWriter {
  readonly #arenaBytes: number;
  #buffer: Buffer;
  /** Arena position of the next byte. */
  #at = 0;
  /** Arena position of the current message's first byte. */
  #start = 0;
  #references: Reference[] = [];
  #referencedBytes = 0;

  /** @param arenaBytes size of the arena that messages share; one that does not fit gets a larger one. */
  constructor(arenaBytes: number = DEFAULT_ARENA_BYTES) {
    this.#arenaBytes = arenaBytes;
    this.#buffer = NO_ARENA;
  }

  /** Bytes of the current message so far, referenced ones included. */
  get length(): number {
    return this.#at - this.#start + this.#referencedBytes;
  }

  /** Ends the message and returns its bytes as chunks in order; the writer is ready for the next message. */
  finish(): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    let from = this.#start;
    for (const { at, bytes } of this.#references) {
      if (at > from) chunks.push(this.#buffer.subarray(from, at));
      chunks.push(bytes);
      from = at;
    }
    if (this.#at > from) chunks.push(this.#buffer.subarray(from, this.#at));
    this.#begin(this.#at);
    // An arena that grew for one large message must not be pinned by the small ones after it.
    if (this.#buffer.length > this.#arenaBytes) this.#leaveArena();
    return chunks;
  }

  /** As `finish`, in one piece: copies when there are referenced bytes. */
  finishBytes(): Uint8Array {
    const chunks = this.finish();
    return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  }

  /** Drops what was written since the last `finish`; call it before the next message after an encode error. */
  discard(): void {
    this.#begin(this.#start);
  }

  /** Leaves four bytes free for an int32 that is known later; returns the mark for `endSized`. */
  beginSized(): number {
    this.#reserve(4);
    this.#at += 4;
    return this.#at - this.#start;
  }

  /** Writes the number of bytes since `beginSized` into the four bytes it left free. */
  endSized(mark: number): void {
    putInt32(this.#buffer, this.#start + mark - 4, this.#lengthSince(mark));
  }

  boolean(value: boolean, field: string): void {
    if (typeof value !== "boolean") this.#misfit(value, "a boolean", field);
    this.#byte(value ? 1 : 0);
  }

  int8(value: number, field: string): void {
    if ((value << 24) >> 24 !== value) this.#misfit(value, "an int8", field);
    this.#byte(value);
  }

  int16(value: number, field: string): void {
    if ((value << 16) >> 16 !== value) this.#misfit(value, "an int16", field);
    this.#short(value);
  }

  uint16(value: number, field: string): void {
    if ((value & 0xffff) !== value) this.#misfit(value, "a uint16", field);
    this.#short(value);
  }

  int32(value: number, field: string): void {
    if ((value | 0) !== value) this.#misfit(value, "an int32", field);
    this.#reserve(4);
    putInt32(this.#buffer, this.#at, value);
    this.#at += 4;
  }

  uint32(value: number, field: string): void {
    if (value >>> 0 !== value) this.#misfit(value, "a uint32", field);
    this.#reserve(4);
    putInt32(this.#buffer, this.#at, value | 0);
    this.#at += 4;
  }

  /** A 64-bit integer within ±2^53, or INT64_MAX. */
  int64(value: number, field: string): void {
    this.#reserve(8);
    const buffer = this.#buffer;
    const at = this.#at;
    if ((value | 0) === value) {
      putInt32(buffer, at, value >> 31);
      putInt32(buffer, at + 4, value);
    } else if (value === INT64_MAX) {
      putInt32(buffer, at, 0x7fffffff);
      putInt32(buffer, at + 4, -1);
    } else {
      const isExact = Number.isInteger(value) && value >= -INT64_EXACT_LIMIT && value <= INT64_EXACT_LIMIT;
      if (!isExact) this.#misfit(value, "a 64-bit integer within ±2^53", field);
      const high = Math.floor(value / TWO_POW_32);
      putInt32(buffer, at, high);
      putInt32(buffer, at + 4, (value - high * TWO_POW_32) | 0);
    }
    this.#at = at + 8;
  }

  /** A 64-bit integer of the full range. */
  int64BigInt(value: bigint, field: string): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) this.#misfit(value, "an int64 bigint", field);
    this.#reserve(8);
    putInt32(this.#buffer, this.#at, Number(value >> 32n));
    putInt32(this.#buffer, this.#at + 4, Number(BigInt.asIntN(32, value)));
    this.#at += 8;
  }

  float64(value: number, field: string): void {
    if (typeof value !== "number") this.#misfit(value, "a float64", field);
    this.#reserve(8);
    floatView.setFloat64(0, value);
    this.#buffer.set(floatBytes, this.#at);
    this.#at += 8;
  }

  uuid(value: Uuid, field: string): void {
    this.#reserve(16);
    if (!writeUuid(value, this.#buffer, this.#at)) this.#misfit(value, "a uuid", field);
    this.#at += 16;
  }

  unsignedVarint(value: number, field: string): void {
    if (value >>> 0 !== value) this.#misfit(value, "an unsigned 32-bit integer", field);
    this.#varint(value);
  }

  /** A signed 32-bit integer in zigzag form. */
  varint(value: number, field: string): void {
    if ((value | 0) !== value) this.#misfit(value, "an int32", field);
    this.#varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** A signed 64-bit integer in zigzag form. */
  varlong(value: number | bigint, field: string): void {
    const exact = toExactBigInt(value);
    if (exact === null) return this.#misfit(value, "a 64-bit integer within ±2^53", field);
    let rest = BigInt.asUintN(64, (exact << 1n) ^ (exact >> 63n));
    while (rest > 0x7fn) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  string(value: string | null, field: string): void {
    this.#text(value, false, field);
  }

  nullableString(value: string | null, field: string): void {
    if (value === null) this.#short(-1);
    else this.#text(value, false, field);
  }

  compactString(value: string | null, field: string): void {
    this.#text(value, true, field);
  }

  compactNullableString(value: string | null, field: string): void {
    if (value === null) this.#byte(0);
    else this.#text(value, true, field);
  }

  bytes(value: Uint8Array | readonly Uint8Array[] | null, field: string): void {
    this.int32(byteLength(value, field), field);
    this.#append(value as Uint8Array);
  }

  nullableBytes(value: Uint8Array | readonly Uint8Array[] | null, field: string): void {
    if (value === null) this.int32(-1, field);
    else this.bytes(value, field);
  }

  compactBytes(value: Uint8Array | readonly Uint8Array[] | null, field: string): void {
    this.unsignedVarint(byteLength(value, field) + 1, field);
    this.#append(value as Uint8Array);
  }

  compactNullableBytes(value: Uint8Array | readonly Uint8Array[] | null, field: string): void {
    if (value === null) this.#byte(0);
    else this.compactBytes(value, field);
  }

  /** Appends bytes without a length; from REFERENCED_BYTES_MIN on they are referenced and must not change any more. */
  raw(value: Uint8Array | readonly Uint8Array[]): void {
    this.#append(value);
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
    this.#varint(array.length + 1);
  }

  compactNullableArrayLength(array: readonly unknown[] | null, field: string): void {
    if (array === null) this.#byte(0);
    else this.compactArrayLength(array, field);
  }

  /** The byte in front of a nullable struct. */
  structPresent(isPresent: boolean): void {
    this.#byte(isPresent ? 1 : -1);
  }

  /** The byte in front of a nullable struct in a tagged field, where Kafka marks null with 0. */
  taggedStructPresent(isPresent: boolean): void {
    this.#byte(isPresent ? 1 : 0);
  }

  /** The tagged fields of a struct that writes none of its own. */
  taggedFields(unknown: readonly RawTaggedField[] | undefined, field: string): void {
    if (unknown === undefined || unknown.length === 0) this.#byte(0);
    else this.unknownTagsFrom(this.beginTaggedFields(0, unknown, field), field);
  }

  /** Writes how many tagged fields follow; returns the unknown ones in tag order. */
  beginTaggedFields(known: number, unknown: readonly RawTaggedField[] | undefined, field: string): PendingTags {
    if (unknown === undefined || unknown.length === 0) {
      this.#varint(known);
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
    this.#varint(known + sorted.length);
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
    this.#varint(tag);
    // Most tagged values are shorter than 128 bytes: one byte is left for the size, endTag makes room for more.
    this.#byte(0);
    return this.#at - this.#start;
  }

  /** Ends a tagged field: writes its size in front of it. */
  endTag(mark: number): void {
    const size = this.#lengthSince(mark);
    const extra = varintBytes(size) - 1;
    if (extra > 0) {
      this.#reserve(extra);
      const from = this.#start + mark;
      this.#buffer.copyWithin(from + extra, from, this.#at);
      for (const reference of this.#references) if (reference.at >= from) reference.at += extra;
      const end = this.#at + extra;
      this.#at = from - 1;
      this.#varint(size);
      this.#at = end;
    } else {
      this.#buffer[this.#start + mark - 1] = size;
    }
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
    this.#varint(tag);
    this.#varint(data.length);
    this.#append(data);
  }

  #begin(at: number): void {
    this.#start = at;
    this.#at = at;
    if (this.#references.length > 0) this.#references = [];
    this.#referencedBytes = 0;
  }

  /** Bytes written since a mark, referenced ones included. */
  #lengthSince(mark: number): number {
    const from = this.#start + mark;
    let length = this.#at - from;
    for (let i = this.#references.length - 1; i >= 0; i--) {
      const reference = this.#references[i] as Reference;
      if (reference.at < from) break;
      length += reference.bytes.length;
    }
    return length;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes > this.#buffer.length) this.#grow(bytes);
  }

  /** Moves the message in progress to the start of a new arena; the old one stays with the chunks that were handed out. */
  #grow(bytes: number): void {
    const used = this.#at - this.#start;
    let size = this.#arenaBytes;
    while (size < used + bytes) size *= 2;
    const next = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(next, 0, this.#start, this.#at);
    for (const reference of this.#references) reference.at -= this.#start;
    this.#buffer = next;
    this.#at = used;
    this.#start = 0;
  }

  #leaveArena(): void {
    this.#buffer = NO_ARENA;
    this.#begin(0);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = value;
  }

  #short(value: number): void {
    this.#reserve(2);
    this.#buffer[this.#at++] = value >> 8;
    this.#buffer[this.#at++] = value;
  }

  #varint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  #text(value: string | null, isCompact: boolean, field: string): void {
    if (typeof value !== "string") return this.#misfit(value, "a string", field);
    const text = value.isWellFormed() ? value : replaceLoneSurrogates(value);
    const length = Buffer.byteLength(text, "utf8");
    if (length > MAX_STRING_BYTES) {
      throw new ProtocolEncodeError(`string of ${length} bytes, at most ${MAX_STRING_BYTES}`, field);
    }
    if (isCompact) this.#varint(length + 1);
    else this.#short(length);
    this.#reserve(length);
    this.#buffer.write(text, this.#at, length, "utf8");
    this.#at += length;
  }

  #append(value: Uint8Array | readonly Uint8Array[]): void {
    if (!(value instanceof Uint8Array)) {
      for (const chunk of value) this.#append(chunk);
      return;
    }
    if (value.length >= REFERENCED_BYTES_MIN) {
      this.#references.push({ at: this.#at, bytes: value });
      this.#referencedBytes += value.length;
      return;
    }
    this.#reserve(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  #misfit(value: unknown, expected: string, field: string): never {
    const shown = value === null ? "null" : typeof value === "object" ? "an object" : String(value).slice(0, 100);
    throw new ProtocolEncodeError(`${shown} is not ${expected}`, field);
  }
}

/** Unknown tagged fields that are still to be written, in tag order. */
export interface PendingTags {
  readonly tags: readonly RawTaggedField[];
  next: number;
}

const NO_ARENA: Buffer = Buffer.alloc(0);
const NO_PENDING_TAGS: PendingTags = { tags: [], next: 0 };

function isArray(value: readonly unknown[] | null): value is readonly unknown[] {
  return Array.isArray(value);
}

function byteLength(value: Uint8Array | readonly Uint8Array[] | null, field: string): number {
  if (value instanceof Uint8Array) return value.length;
  if (!Array.isArray(value)) throw new ProtocolEncodeError(`${String(value)} is not bytes`, field);
  let length = 0;
  for (const chunk of value as readonly Uint8Array[]) length += chunk.length;
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

/** As Java's getBytes: half a surrogate pair becomes a question mark. */
function replaceLoneSurrogates(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "?");
}

function putInt32(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value >> 24;
  buffer[at + 1] = value >> 16;
  buffer[at + 2] = value >> 8;
  buffer[at + 3] = value;
}
