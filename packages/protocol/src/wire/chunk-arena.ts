/**
 * Where a message is put together. Small values are appended to a contiguous arena; large byte ranges are not copied but
 * noted beside it, and `finish` hands out the message as a list of chunks in order. One arena serves many messages: the
 * next one starts behind the last, so chunks that a socket still holds are never overwritten.
 */
import type { ByteChunk } from "@ottla/base";
import { ProtocolEncodeError } from "./errors.ts";

/** Bytes from this size on are referenced, not copied: below it a copy is cheaper than one more chunk in a writev. */
export const REFERENCED_BYTES_MIN = 512;

const DEFAULT_ARENA_BYTES = 16 * 1024;
const ARENA_BYTES_MIN = 64;
const NO_ARENA: Buffer = Buffer.alloc(0);

/** A byte range that stands between arena bytes, in front of arena position `at`. */
interface Reference {
  at: number;
  readonly bytes: ByteChunk;
}

/** The bytes of one message after another. Marks are positions relative to the message, so they survive a move. */
export class ChunkArena {
  readonly #arenaBytes: number;
  protected buffer: Buffer;
  /** Arena position of the next byte. */
  protected at = 0;
  /** Arena position of the current message's first byte. */
  protected start = 0;
  #references: Reference[] = [];
  #referencedBytes = 0;

  /** @param arenaBytes size of the arena that messages share; one that does not fit gets a larger one. */
  constructor(arenaBytes: number = DEFAULT_ARENA_BYTES) {
    this.#arenaBytes = Math.max(arenaBytes, ARENA_BYTES_MIN);
    this.buffer = NO_ARENA;
  }

  /** Bytes of the current message so far, referenced ones included. */
  get length(): number {
    return this.at - this.start + this.#referencedBytes;
  }

  /** Ends the message and returns its bytes as chunks in order; the writer is ready for the next message. */
  finish(): Uint8Array[] {
    return this.finishForTransfer().map(asBytes);
  }

  /** As `finish`, for a message that may have chunks which are read only when they are sent. */
  finishForTransfer(): ByteChunk[] {
    const chunks: ByteChunk[] = [];
    let from = this.start;
    for (const { at, bytes } of this.#references) {
      if (at > from) chunks.push(this.buffer.subarray(from, at));
      chunks.push(bytes);
      from = at;
    }
    if (this.at > from) chunks.push(this.buffer.subarray(from, this.at));
    this.#begin(this.at);
    // An arena that grew for one large message must not be pinned by the small ones after it.
    if (this.buffer.length > this.#arenaBytes) this.#leaveArena();
    return chunks;
  }

  /** As `finish`, in one piece: copies when there are referenced bytes. */
  finishBytes(): Uint8Array {
    const chunks = this.finish();
    return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  }

  /** Drops what was written since the last `finish`; call it before the next message after an encode error. */
  discard(): void {
    this.#begin(this.start);
  }

  /** Leaves four bytes free for an int32 that is known later; returns the mark for `endSized`. */
  beginSized(): number {
    this.reserve(4);
    this.at += 4;
    return this.at - this.start;
  }

  /** Writes the number of bytes since `beginSized` into the four bytes it left free. */
  endSized(mark: number): void {
    const size = this.lengthSince(mark);
    if (size > 0x7fffffff) throw new ProtocolEncodeError(`${size} bytes are more than a frame can have`, "");
    putInt32(this.buffer, this.start + mark - 4, size);
  }

  /** Makes room in front of what was written since the mark; the bytes in the gap are undefined. */
  protected insertGap(mark: number, bytes: number): void {
    this.reserve(bytes);
    const from = this.start + mark;
    this.buffer.copyWithin(from + bytes, from, this.at);
    for (const reference of this.#references) if (reference.at >= from) reference.at += bytes;
    this.at += bytes;
  }

  #begin(at: number): void {
    this.start = at;
    this.at = at;
    if (this.#references.length > 0) this.#references = [];
    this.#referencedBytes = 0;
  }

  /** Bytes written since a mark, referenced ones included. */
  protected lengthSince(mark: number): number {
    const from = this.start + mark;
    let length = this.at - from;
    for (let i = this.#references.length - 1; i >= 0; i--) {
      const reference = this.#references[i] as Reference;
      if (reference.at < from) break;
      length += reference.bytes.length;
    }
    return length;
  }

  protected reserve(bytes: number): void {
    if (this.at + bytes > this.buffer.length) this.#grow(bytes);
  }

  /** Moves the message in progress to the start of a new arena; the old one stays with the chunks that were handed out. */
  #grow(bytes: number): void {
    const used = this.at - this.start;
    let size = this.#arenaBytes;
    while (size < used + bytes) size *= 2;
    const next = Buffer.allocUnsafeSlow(size);
    this.buffer.copy(next, 0, this.start, this.at);
    for (const reference of this.#references) reference.at -= this.start;
    this.buffer = next;
    this.at = used;
    this.start = 0;
  }

  #leaveArena(): void {
    this.buffer = NO_ARENA;
    this.#begin(0);
  }

  protected putByte(value: number): void {
    this.reserve(1);
    this.buffer[this.at++] = value;
  }

  protected putShort(value: number): void {
    this.reserve(2);
    this.buffer[this.at++] = value >> 8;
    this.buffer[this.at++] = value;
  }

  protected putVarint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.at++] = rest;
  }

  protected append(value: Uint8Array | readonly ByteChunk[]): void {
    if (!(value instanceof Uint8Array)) {
      for (const chunk of value) {
        if (chunk instanceof Uint8Array) this.append(chunk);
        else this.#refer(chunk);
      }
      return;
    }
    if (value.length >= REFERENCED_BYTES_MIN) {
      this.#refer(value);
      return;
    }
    this.reserve(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  #refer(bytes: ByteChunk): void {
    this.#references.push({ at: this.at, bytes });
    this.#referencedBytes += bytes.length;
  }
}

function asBytes(chunk: ByteChunk): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new ProtocolEncodeError("bytes that are read when they are sent cannot be part of this message", "");
}

/** Writes a big-endian int32. */
export function putInt32(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value >> 24;
  buffer[at + 1] = value >> 16;
  buffer[at + 2] = value >> 8;
  buffer[at + 3] = value;
}
