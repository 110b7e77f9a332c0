/**
 * The wire format of Confluent's serializers: a zero byte, the schema's id in four bytes, and the data; with Protobuf, between the two, which message of the
 * file it is.
 */
import { SerdeError } from "./errors.ts";

const MAGIC = 0;
const HEADER_BYTES = 5;

/** Puts the header in front of some data. */
export function frame(schemaId: number, data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(HEADER_BYTES + data.length);
  framed[0] = MAGIC;
  new DataView(framed.buffer).setInt32(1, schemaId);
  framed.set(data, HEADER_BYTES);
  return framed;
}

/** The schema's id of a record's key or value. Throws `INVALID_BYTES` when it has none. */
export function schemaIdOf(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== MAGIC) {
    throw new SerdeError("INVALID_BYTES", "The bytes do not begin with a schema's id: a zero byte and four more");
  }
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(1);
}

/** What follows the header. */
export function dataOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(HEADER_BYTES);
}

/** Which message of a Protobuf file: its index, and those of the messages inside of messages. The first of all is written as one zero. */
export function encodeIndexes(indexes: readonly number[]): Uint8Array {
  if (indexes.length === 1 && indexes[0] === 0) return Uint8Array.of(0);
  const bytes: number[] = [];
  for (const value of [indexes.length, ...indexes]) {
    // Zigzag, and all of them are at least zero.
    let rest = value * 2;
    while (rest >= 0x80) {
      bytes.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The indexes, and where the message begins. */
export function decodeIndexes(bytes: Uint8Array): { readonly indexes: readonly number[]; readonly end: number } {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new SerdeError("INVALID_BYTES", "The message indexes of a Protobuf record cannot be read");
  };
  const count = next();
  if (count === 0) return { indexes: [0], end: at };
  if (count < 0 || count > bytes.length) {
    throw new SerdeError("INVALID_BYTES", `A Protobuf record cannot have ${count} message indexes`);
  }
  return { indexes: Array.from({ length: count }, next), end: at };
}
