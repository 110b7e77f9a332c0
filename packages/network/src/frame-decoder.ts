/**
 * Cuts a byte stream into frames: a size as int32, then that many bytes.
 *
 * Owns the bytes of at most one unfinished frame. Memory follows what was received, never what was announced beyond
 * `announcedBytesMax`: the buffer of an unfinished frame holds at most four times the bytes that arrived for it, or is one that a pool
 * kept anyway. Chunks are
 * copied from, once, and never kept; a finished frame has memory of its own, so keeping it pins nothing else. With a pool, frames
 * of some size lie in its buffers, so that whoever is done with one can give it back (`giveFrame`). After an invalid size the
 * decoder is dead: whoever feeds it closes the stream.
 */

import { Buffer } from "node:buffer";
import { POOLED_BYTES_MIN } from "@ottla/base";
import type { BufferPool } from "@ottla/base";
import { NetworkError } from "./network-error.ts";

const SIZE_BYTES = 4;
/** A buffer of the pool is up to twice as large as asked for. */
const GROWTH_FACTOR = 2;
const INITIAL_CAPACITY_BYTES = 512;

export interface FrameDecoderOptions {
  /** The largest frame that is taken, without its size prefix. `socket.request.max.bytes` on a server. */
  readonly frameBytesMax: number;
  /** Receives each frame, without its size prefix. The frame belongs to the receiver. */
  readonly onFrame: (frame: Uint8Array) => void;
  /**
   * Up to this size a frame gets all its memory when it announces itself, in bytes; default 0. Only for a peer that was chosen: what
   * grows with the bytes that arrive leaves as much garbage again.
   */
  readonly announcedBytesMax?: number;
  /** Where the memory of frames comes from; default: made for each frame. */
  readonly pool?: BufferPool;
}

/** Gives the memory of a frame back to the pool it came from; nobody looks at the frame any more. */
export function giveFrame(frame: Uint8Array, pool: BufferPool): void {
  if (frame.buffer.byteLength >= POOLED_BYTES_MIN) pool.give(new Uint8Array(frame.buffer));
}

export class FrameDecoder {
  readonly #options: FrameDecoderOptions;
  /** The size prefix as far as it arrived: `0 <= #sizeBytesCount < 4`, the bytes in `#sizePrefix`. */
  #sizeBytesCount = 0;
  #sizePrefix = 0;
  /** Size of the unfinished frame, −1 between frames. */
  #frameBytes = -1;
  /** `0 <= #filledBytes <= #body.length`, and `#filledBytes <= #frameBytes`. */
  #filledBytes = 0;
  #body: Uint8Array | undefined;
  #isDead = false;

  constructor(options: FrameDecoderOptions) {
    this.#options = options;
  }

  /** Bytes of the unfinished frame that are held in memory now. */
  get heldBytes(): number {
    return this.#body === undefined ? 0 : this.#body.length;
  }

  /** Whether the stream stands between two frames. */
  get isBetweenFrames(): boolean {
    return this.#frameBytes === -1 && this.#sizeBytesCount === 0;
  }

  /** Takes the next chunk of the stream and delivers the frames it completes. Throws `NetworkError` INVALID_FRAME. */
  push(chunk: Uint8Array): void {
    if (this.#isDead) {
      return;
    }
    let position = 0;
    while (position < chunk.length) {
      if (this.#frameBytes === -1) {
        position = this.#readSize(chunk, position);
        if (this.#frameBytes === -1 || position === chunk.length) {
          continue;
        }
      }
      position = this.#readBody(chunk, position);
    }
  }

  /** Drops what is held; later chunks are ignored. */
  close(): void {
    this.#isDead = true;
    if (this.#body !== undefined) this.#forget(this.#body);
    this.#body = undefined;
  }

  #readSize(chunk: Uint8Array, start: number): number {
    let position = start;
    while (this.#sizeBytesCount < SIZE_BYTES && position < chunk.length) {
      this.#sizePrefix = (this.#sizePrefix << 8) | (chunk[position] ?? 0);
      this.#sizeBytesCount += 1;
      position += 1;
    }
    if (this.#sizeBytesCount < SIZE_BYTES) {
      return position;
    }
    const frameBytes = this.#sizePrefix | 0;
    this.#sizeBytesCount = 0;
    this.#sizePrefix = 0;
    if (frameBytes < 0 || frameBytes > this.#options.frameBytesMax) {
      this.close();
      throw new NetworkError(
        "INVALID_FRAME",
        frameBytes < 0
          ? `a frame announces a negative size (${frameBytes})`
          : `a frame announces ${frameBytes} bytes, more than the ${this.#options.frameBytesMax} that are taken`,
      );
    }
    if (frameBytes === 0) {
      this.#options.onFrame(new Uint8Array(0));
      return position;
    }
    this.#frameBytes = frameBytes;
    this.#filledBytes = 0;
    return position;
  }

  #readBody(chunk: Uint8Array, start: number): number {
    const missingBytes = this.#frameBytes - this.#filledBytes;
    const availableBytes = chunk.length - start;
    if (this.#filledBytes === 0 && availableBytes >= missingBytes) {
      const end = start + missingBytes;
      const frame = this.#memory(missingBytes);
      frame.set(chunk.subarray(start, end));
      this.#finish(frame);
      return end;
    }
    const takenBytes = Math.min(missingBytes, availableBytes);
    this.#reserve(this.#filledBytes + takenBytes);
    this.#body?.set(chunk.subarray(start, start + takenBytes), this.#filledBytes);
    this.#filledBytes += takenBytes;
    if (this.#filledBytes === this.#frameBytes && this.#body !== undefined) {
      this.#finish(this.#body);
    }
    return start + takenBytes;
  }

  #reserve(neededBytes: number): void {
    const body = this.#body;
    if (body !== undefined && body.length >= neededBytes) {
      return;
    }
    const kept = body === undefined ? this.#options.pool?.takeKept(this.#frameBytes) : undefined;
    if (kept !== undefined) {
      this.#body = kept;
      return;
    }
    const atOnce = Math.max(INITIAL_CAPACITY_BYTES, this.#options.announcedBytesMax ?? 0);
    const capacity = Math.min(this.#frameBytes, Math.max(atOnce, neededBytes * GROWTH_FACTOR));
    const grown = this.#memory(capacity);
    if (body !== undefined) {
      grown.set(body.subarray(0, this.#filledBytes));
      this.#forget(body);
    }
    this.#body = grown;
  }

  /** At least `sizeBytes`, with old content. */
  #memory(sizeBytes: number): Uint8Array {
    const { pool } = this.#options;
    return pool === undefined || sizeBytes < POOLED_BYTES_MIN
      ? Buffer.allocUnsafeSlow(sizeBytes)
      : pool.take(sizeBytes);
  }

  #forget(body: Uint8Array): void {
    const { pool } = this.#options;
    if (pool !== undefined) giveFrame(body, pool);
  }

  #finish(body: Uint8Array): void {
    const frameBytes = this.#frameBytes;
    this.#body = undefined;
    this.#frameBytes = -1;
    this.#filledBytes = 0;
    this.#options.onFrame(body.length === frameBytes ? body : body.subarray(0, frameBytes));
  }
}
