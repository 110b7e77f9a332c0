/**
 * Kafka's uuids: 16 bytes on the wire, 22 characters of unpadded base64url in text. Here a uuid is that text, so that it
 * is compared and used as a map key without conversion.
 */
import { Buffer } from "node:buffer";
import { assert } from "./assert.ts";
import type { Random } from "./random.ts";

/** 22 characters of base64url, as Apache Kafka prints a uuid. */
export type Uuid = string;

/** "No uuid" on the wire. */
export const ZERO_UUID: Uuid = "AAAAAAAAAAAAAAAAAAAAAA";

/** The topic id of `__cluster_metadata`, and Kafka's `Uuid.ONE_UUID`. */
export const METADATA_TOPIC_ID: Uuid = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Bytes of a uuid on the wire. */
export const UUID_BYTES = 16;

const scratch: Buffer = Buffer.alloc(UUID_BYTES);

/** The uuid in the 16 bytes at `offset`, which must be there. */
export function uuidFromBytes(bytes: Uint8Array, offset = 0): Uuid {
  assert(offset >= 0 && offset + UUID_BYTES <= bytes.length, "a uuid lies inside its bytes");
  for (let i = 0; i < UUID_BYTES; i++) scratch[i] = bytes[offset + i]!;
  return scratch.toString("base64url");
}

/** Writes the 16 bytes of a valid uuid at `offset`. */
export function uuidToBytes(uuid: Uuid, target: Uint8Array, offset = 0): void {
  assert(offset >= 0 && offset + UUID_BYTES <= target.length, "a uuid fits its target");
  const written = scratch.write(uuid, "base64url");
  assert(written === UUID_BYTES, "a uuid has 16 bytes");
  target.set(scratch, offset);
}

/**
 * Whether the text is a uuid in its canonical form: exactly 22 characters whose last one carries no stray bits. Text from
 * outside is checked here before it is used as a `Uuid`.
 */
export function isUuid(text: string): boolean {
  return /^[A-Za-z0-9_-]{21}[AQgw]$/.test(text);
}

/**
 * A new version-4 uuid. Like Kafka's it is never one of the 100 reserved ids (upper half zero, lower half below 100) and
 * never begins with a dash, which a command line would take for a flag.
 */
export function randomUuid(random: Random): Uuid {
  const bytes = new Uint8Array(UUID_BYTES);
  // The version nibble keeps the upper half from being zero, so only the dash can reject a draw (1 in 64).
  for (let attempt = 0; attempt < 64; attempt++) {
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fills with random bytes
    random.fill(bytes);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const uuid = uuidFromBytes(bytes);
    if (!uuid.startsWith("-")) return uuid;
  }
  bytes[0] = 0;
  return uuidFromBytes(bytes);
}
