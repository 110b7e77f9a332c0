/**
 * Reads Kafka's primitive types from a byte range. Every length is checked against the bytes that are left before
 * anything is allocated for it, so memory follows the bytes received and never a number inside them. Bytes and records
 * come back as views of the input. The only error is ProtocolDecodeError.
 */
import type { Uuid } from "@ottla/base";
import { ProtocolDecodeError } from "./errors.ts";
import { INT64_MAX } from "./int64.ts";
import type { RawTaggedField } from "./tagged-field.ts";
import { readText, readUuid } from "./text-cache.ts";

/** Most elements that one array on the wire may have. */
export const MAX_ARRAY_ELEMENTS = 1_000_000;
/** Most tagged fields that one struct on the wire may have. */
export const MAX_TAGGED_FIELDS = 10_000;
/** Longest string in UTF-8 bytes, in every encoding, as in Kafka. */
export const MAX_STRING_BYTES = 0x7fff;

const TWO_POW_32 = 4294967296;
const floatBytes = new Uint8Array(8);
const floatView = new DataView(floatBytes.buffer);

/** A cursor over the bytes of one message. */
export class WireReader {
  readonly buffer: Buffer;
  /** Position of the next byte, in `buffer`. `offset ≤ end` at all times. */
  offset: number;
  /** Position after the last byte. */
  readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.offset = start;
    this.end = end;
  }

  /** Bytes that are not read yet. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** Refuses bytes after the message. */
  expectEnd(): void {
    if (this.offset !== this.end) this.fail(`${this.end - this.offset} trailing bytes`, "");
  }

  boolean(field: string): boolean {
    if (this.offset >= this.end) this.#short(1, field);
    return this.buffer[this.offset++] !== 0;
  }

  int8(field: string): number {
    if (this.offset >= this.end) this.#short(1, field);
    return ((this.buffer[this.offset++] as number) << 24) >> 24;
  }

  int16(field: string): number {
    const at = this.offset;
    if (at + 2 > this.end) this.#short(2, field);
    const buffer = this.buffer;
    this.offset = at + 2;
    return (((buffer[at] as number) << 24) >> 16) | (buffer[at + 1] as number);
  }

  uint16(field: string): number {
    return this.int16(field) & 0xffff;
  }

  int32(field: string): number {
    const at = this.offset;
    if (at + 4 > this.end) this.#short(4, field);
    this.offset = at + 4;
    return int32At(this.buffer, at);
  }

  uint32(field: string): number {
    return this.int32(field) >>> 0;
  }

  /** A 64-bit integer within ±2^53, or INT64_MAX. */
  int64(field: string): number {
    const at = this.offset;
    if (at + 8 > this.end) this.#short(8, field);
    const high = int32At(this.buffer, at);
    const low = int32At(this.buffer, at + 4) >>> 0;
    this.offset = at + 8;
    if (high >= -0x200000 && high < 0x200000) return high * TWO_POW_32 + low;
    if (high === 0x7fffffff && low === 0xffffffff) return INT64_MAX;
    if (high === 0x200000 && low === 0) return high * TWO_POW_32;
    this.offset = at;
    return this.fail("64-bit integer beyond ±2^53", field);
  }

  /** A 64-bit integer of the full range. */
  int64BigInt(field: string): bigint {
    const at = this.offset;
    if (at + 8 > this.end) this.#short(8, field);
    const high = int32At(this.buffer, at);
    const low = int32At(this.buffer, at + 4) >>> 0;
    this.offset = at + 8;
    // Producer ids are small: one conversion from a number is cheaper than a shift and an or of two.
    if (high >= -0x200000 && high < 0x200000) return BigInt(high * TWO_POW_32 + low);
    return (BigInt(high) << 32n) | BigInt(low);
  }

  float64(field: string): number {
    const at = this.offset;
    if (at + 8 > this.end) this.#short(8, field);
    floatBytes.set(this.buffer.subarray(at, at + 8));
    this.offset = at + 8;
    return floatView.getFloat64(0);
  }

  uuid(field: string): Uuid {
    const at = this.offset;
    if (at + 16 > this.end) this.#short(16, field);
    this.offset = at + 16;
    return readUuid(this.buffer, at);
  }

  /** Up to 32 bits, seven a byte, low bits first; at most five bytes. */
  unsignedVarint(field: string): number {
    const buffer = this.buffer;
    let at = this.offset;
    if (at >= this.end) this.#short(1, field);
    let byte = buffer[at++] as number;
    if (byte < 0x80) {
      this.offset = at;
      return byte;
    }
    let value = byte & 0x7f;
    for (let shift = 7; shift <= 28; shift += 7) {
      if (at >= this.end) this.#short(1, field);
      byte = buffer[at++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (shift === 28 && byte > 0x0f) break;
        this.offset = at;
        return value >>> 0;
      }
    }
    return this.fail("variable-length integer longer than 32 bits", field);
  }

  /** A signed 32-bit integer in zigzag form. */
  varint(field: string): number {
    const value = this.unsignedVarint(field);
    return (value >>> 1) ^ -(value & 1);
  }

  /** A signed 64-bit integer in zigzag form, at most ten bytes, within ±2^53 or INT64_MAX. */
  varlong(field: string): number {
    const start = this.offset;
    const value = this.varlongBigInt(field);
    const number = Number(value);
    if (number >= -9007199254740992 && number < 9007199254740992) return number;
    if (value === 0x7fff_ffff_ffff_ffffn) return INT64_MAX;
    if (value === 9007199254740992n) return number;
    this.offset = start;
    return this.fail("64-bit integer beyond ±2^53", field);
  }

  /** A signed 64-bit integer in zigzag form, at most ten bytes, of the full range. */
  varlongBigInt(field: string): bigint {
    let value = 0n;
    for (let shift = 0n; shift <= 63n; shift += 7n) {
      if (this.offset >= this.end) this.#short(1, field);
      const byte = this.buffer[this.offset++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (shift === 63n && byte > 1) break;
        return (value >> 1n) ^ -(value & 1n);
      }
    }
    return this.fail("variable-length integer longer than 64 bits", field);
  }

  string(field: string): string {
    return this.#text(this.int16(field), field);
  }

  nullableString(field: string): string | null {
    const length = this.int16(field);
    return length === -1 ? null : this.#text(length, field);
  }

  compactString(field: string): string {
    return this.#text(this.unsignedVarint(field) - 1, field);
  }

  compactNullableString(field: string): string | null {
    const length = this.unsignedVarint(field) - 1;
    return length === -1 ? null : this.#text(length, field);
  }

  bytes(field: string): Uint8Array {
    return this.#view(this.int32(field), field);
  }

  nullableBytes(field: string): Uint8Array | null {
    const length = this.int32(field);
    return length === -1 ? null : this.#view(length, field);
  }

  compactBytes(field: string): Uint8Array {
    return this.#view(this.unsignedVarint(field) - 1, field);
  }

  compactNullableBytes(field: string): Uint8Array | null {
    const length = this.unsignedVarint(field) - 1;
    return length === -1 ? null : this.#view(length, field);
  }

  /** Element count of an array whose elements take at least `elementBytesMin` bytes each. */
  arrayLength(elementBytesMin: number, field: string): number {
    return this.#count(this.int32(field), elementBytesMin, field);
  }

  /** As arrayLength; −1 for a null array. */
  nullableArrayLength(elementBytesMin: number, field: string): number {
    const length = this.int32(field);
    return length === -1 ? -1 : this.#count(length, elementBytesMin, field);
  }

  compactArrayLength(elementBytesMin: number, field: string): number {
    return this.#count(this.unsignedVarint(field) - 1, elementBytesMin, field);
  }

  /** As compactArrayLength; −1 for a null array. */
  compactNullableArrayLength(elementBytesMin: number, field: string): number {
    const length = this.unsignedVarint(field) - 1;
    return length === -1 ? -1 : this.#count(length, elementBytesMin, field);
  }

  /** Whether a nullable struct follows: one byte, negative for null. */
  structPresent(field: string): boolean {
    return this.int8(field) >= 0;
  }

  /** Whether a nullable struct follows in a tagged field, where Kafka marks null with 0. */
  taggedStructPresent(field: string): boolean {
    return this.unsignedVarint(field) > 0;
  }

  /** Number of tagged fields at the end of a struct. */
  taggedFieldCount(field: string): number {
    const count = this.unsignedVarint(field);
    // A tagged field takes two bytes at least: its tag and its size.
    if (count > MAX_TAGGED_FIELDS || count * 2 > this.end - this.offset) {
      this.fail(`${count} tagged fields do not fit`, field);
    }
    return count;
  }

  /** Reads the size of a tagged field and returns the position after its last byte. */
  taggedFieldEnd(field: string): number {
    const size = this.unsignedVarint(field);
    if (size > this.end - this.offset) this.#short(size, field);
    return this.offset + size;
  }

  /** Refuses a tagged field whose content is not as long as its size said. */
  endTaggedField(end: number, field: string): void {
    if (this.offset !== end) this.fail("tagged field is not as long as its size", field);
  }

  /** Keeps a tagged field that the schema does not know. */
  unknownTaggedField(tag: number, end: number): RawTaggedField {
    const data = this.buffer.subarray(this.offset, end);
    this.offset = end;
    return { tag, data };
  }

  /** Throws the one decode error at the current position. */
  fail(reason: string, field: string): never {
    throw new ProtocolDecodeError(reason, { offset: this.offset, field });
  }

  #short(bytes: number, field: string): never {
    this.fail(`${bytes} bytes needed, ${this.end - this.offset} left`, field);
  }

  #text(length: number, field: string): string {
    const start = this.offset;
    if (length > this.end - start) this.#short(length, field);
    if (length < 0) this.fail(length === -1 ? "null in a field that is not nullable" : "negative length", field);
    if (length > MAX_STRING_BYTES) this.fail(`string of ${length} bytes, at most ${MAX_STRING_BYTES}`, field);
    this.offset = start + length;
    return readText(this.buffer, start, start + length);
  }

  #view(length: number, field: string): Uint8Array {
    const start = this.offset;
    if (length > this.end - start) this.#short(length, field);
    if (length < 0) this.fail(length === -1 ? "null in a field that is not nullable" : "negative length", field);
    this.offset = start + length;
    return this.buffer.subarray(start, start + length);
  }

  #count(length: number, elementBytesMin: number, field: string): number {
    if (length < 0) this.fail(length === -1 ? "null in a field that is not nullable" : "negative length", field);
    if (length > MAX_ARRAY_ELEMENTS || length * elementBytesMin > this.end - this.offset) {
      this.fail(`array of ${length} elements, ${this.end - this.offset} bytes left`, field);
    }
    return length;
  }
}

function int32At(buffer: Uint8Array, at: number): number {
  return (
    ((buffer[at] as number) << 24) |
    ((buffer[at + 1] as number) << 16) |
    ((buffer[at + 2] as number) << 8) |
    (buffer[at + 3] as number)
  );
}
