/**
 * Protobuf's wire format, field by field: `next` moves to a field and passes over the last one if nobody has read it. Reads views, copies nothing but
 * strings, and never looks beyond its bytes.
 */

/** The bytes are no Protobuf message. */
export class ProtobufDamage extends Error {}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;
const VARINT_BYTES_MAX = 10;
/** As deep as Java's library follows groups. */
const GROUP_DEPTH_MAX = 100;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** See the file's head. */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;
  #wireType = -1;
  /** Of the field that `next` has moved to. */
  fieldNumber = 0;
  /** Nobody has read it yet. */
  #isPending = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws ProtobufDamage, as everything here */
  next(): boolean {
    if (this.#isPending) this.#skip(this.#wireType, this.fieldNumber, 0);
    this.#isPending = false;
    if (this.#position === this.#bytes.length) return false;
    this.#readTag();
    if (this.#wireType === GROUP_END) throw new ProtobufDamage("a group ends that has not begun");
    this.#isPending = true;
    return true;
  }

  /** Whether the field is this one and has a length: a message or a string. */
  isMessage(fieldNumber: number): boolean {
    return this.fieldNumber === fieldNumber && this.#wireType === LENGTH;
  }

  isVarint(fieldNumber: number): boolean {
    return this.fieldNumber === fieldNumber && this.#wireType === VARINT;
  }

  isFixed64(fieldNumber: number): boolean {
    return this.fieldNumber === fieldNumber && this.#wireType === FIXED64;
  }

  message(): ProtobufReader {
    return new ProtobufReader(this.#lengthDelimited());
  }

  string(): string {
    const bytes = this.#lengthDelimited();
    try {
      return utf8.decode(bytes);
    } catch {
      throw new ProtobufDamage("a string is not UTF-8");
    }
  }

  varint(): bigint {
    this.#isPending = false;
    return this.#varint();
  }

  double(): number {
    return this.#view.getFloat64(this.#fixed(8), true);
  }

  sfixed64(): bigint {
    return this.#view.getBigInt64(this.#fixed(8), true);
  }

  #readTag(): void {
    const tag = this.#uint32();
    this.#wireType = tag & 7;
    this.fieldNumber = tag >>> 3;
    if (this.fieldNumber === 0) throw new ProtobufDamage("a field has no number");
  }

  /** The lower half of a number, without a `bigint` where it has one byte, as most have. */
  #uint32(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined || byte >= 0x80) return Number(BigInt.asUintN(32, this.#varint()));
    this.#position += 1;
    return byte;
  }

  #varint(): bigint {
    let value = 0n;
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new ProtobufDamage("the bytes end inside a number");
      this.#position += 1;
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufDamage("a number does not end");
  }

  #lengthDelimited(): Uint8Array {
    this.#isPending = false;
    const length = this.#uint32();
    if (length > this.#bytes.length - this.#position) throw new ProtobufDamage("the bytes end inside a field");
    const start = this.#position;
    this.#position += length;
    return this.#bytes.subarray(start, this.#position);
  }

  /** Where that many bytes begin, which are read with this. */
  #fixed(length: number): number {
    this.#isPending = false;
    const start = this.#position;
    if (start + length > this.#bytes.length) throw new ProtobufDamage("the bytes end inside a field");
    this.#position = start + length;
    return start;
  }

  #skip(wireType: number, fieldNumber: number, depth: number): void {
    if (wireType === VARINT) this.#varint();
    else if (wireType === FIXED64) this.#fixed(8);
    else if (wireType === LENGTH) this.#lengthDelimited();
    else if (wireType === FIXED32) this.#fixed(4);
    else if (wireType === GROUP_START && depth < GROUP_DEPTH_MAX) this.#skipGroup(fieldNumber, depth);
    else throw new ProtobufDamage("a field has no type that is known");
  }

  #skipGroup(fieldNumber: number, depth: number): void {
    for (;;) {
      this.#readTag();
      if (this.#wireType === GROUP_END) {
        if (this.fieldNumber !== fieldNumber) throw new ProtobufDamage("another group ends than has begun");
        return;
      }
      this.#skip(this.#wireType, this.fieldNumber, depth + 1);
    }
  }
}
