/**
 * Plain helpers over `Uint8Array`. Everything here copies or compares; nothing parses a protocol.
 */
import { Buffer } from "node:buffer";

/** The one empty array, so that "no bytes" costs no allocation. */
export const EMPTY_BYTES: Uint8Array = new Uint8Array(0);

/** Copies the chunks into one array of exactly their total size; a single chunk is returned as it is. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  let size = 0;
  for (const chunk of chunks) size += chunk.length;
  if (size === 0) return EMPTY_BYTES;
  const target = new Uint8Array(size);
  let position = 0;
  for (const chunk of chunks) {
    target.set(chunk, position);
    position += chunk.length;
  }
  return target;
}

/** Copies the bytes into an `ArrayBuffer` of exactly their size, so that keeping them pins nothing else. */
export function copyBytes(bytes: Uint8Array, start = 0, end: number = bytes.length): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, start, end);
}

/** A `Buffer` over the same memory, for the methods only `Buffer` has. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && asBuffer(a).compare(b) === 0;
}

/** Unsigned lexicographic order, as Java's `Arrays.compareUnsigned` has it. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return asBuffer(a).compare(b);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("hex");
}

/**
 * Parses hexadecimal of either case.
 * @throws RangeError when the text is not pairs of hexadecimal digits.
 */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new RangeError("not hexadecimal");
  return Uint8Array.from(Buffer.from(text, "hex"));
}

/** Base64 with the URL alphabet and without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("base64url");
}

/**
 * Parses unpadded base64 with the URL alphabet.
 * @throws RangeError on any other character.
 */
export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError("not base64url");
  return Uint8Array.from(Buffer.from(text, "base64url"));
}

const encoder = new TextEncoder();

/** The UTF-8 bytes of the text, in an array of their own. */
export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; malformed sequences become U+FFFD, as in Java. */
export function utf8String(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return asBuffer(bytes).toString("utf8", start, end);
}
