/**
 * Buffers that are used again, in sizes of powers of two from 256 B to 8 MiB, kept up to a bound. On the way of the records every buffer comes
 * from here: left to the garbage collector, the memory of requests costs more than everything else that is done with them
 * (decisions/011-memory-that-is-used-again.md).
 *
 * A buffer has one owner at a time, who gives it back when nobody looks at it any more. One that is never given back is simply collected.
 * Larger ones are made to measure and not kept.
 */
import { Buffer } from "node:buffer";

const SMALLEST_SHIFT = 8;
const LARGEST_SHIFT = 23;
const SIZES = LARGEST_SHIFT - SMALLEST_SHIFT + 1;

interface Size {
  readonly free: Uint8Array[];
  /** Number of the last request for this size. */
  lastTaken: number;
}

/** The smallest buffer that is kept; less is better made to measure. */
export const POOLED_BYTES_MIN: number = 2 ** SMALLEST_SHIFT;

export class BufferPool {
  readonly #keepBytesMax: number;
  readonly #sizes: Size[] = Array.from({ length: SIZES }, () => ({ free: [], lastTaken: 0 }));
  #keptBytes = 0;
  #taken = 0;

  constructor(keepBytesMax: number) {
    this.#keepBytesMax = keepBytesMax;
  }

  /** Bytes that wait for their next use. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** A buffer of at least `sizeBytes`, with old content. */
  take(sizeBytes: number): Uint8Array {
    const shift = shiftFor(sizeBytes);
    if (shift > LARGEST_SHIFT) return Buffer.allocUnsafeSlow(sizeBytes);
    return this.takeKept(sizeBytes) ?? Buffer.allocUnsafeSlow(2 ** shift);
  }

  /** The same if one is there that would only wait for its next use: no memory is asked for. */
  takeKept(sizeBytes: number): Uint8Array | undefined {
    const size = this.#sizes[shiftFor(sizeBytes) - SMALLEST_SHIFT];
    if (size === undefined) return undefined;
    size.lastTaken = ++this.#taken;
    const buffer = size.free.pop();
    if (buffer !== undefined) this.#keptBytes -= buffer.length;
    return buffer;
  }

  /** Gives a buffer back, whole, which its user must have forgotten. */
  give(buffer: Uint8Array): void {
    const { length } = buffer;
    const shift = 31 - Math.clz32(length);
    if (length !== 2 ** shift || shift < SMALLEST_SHIFT || shift > LARGEST_SHIFT) return;
    if (length !== buffer.buffer.byteLength || length > this.#keepBytesMax) return;
    const size = this.#sizes[shift - SMALLEST_SHIFT]!;
    while (this.#keptBytes + length > this.#keepBytesMax) {
      const oldest = this.#leastWanted();
      if (oldest === undefined || oldest === size) return;
      this.#keptBytes -= oldest.free.pop()!.length;
    }
    this.#keptBytes += length;
    size.free.push(buffer);
  }

  /** The size that has buffers and that nobody has asked for the longest: what is kept follows the load. */
  #leastWanted(): Size | undefined {
    let found: Size | undefined;
    for (const size of this.#sizes) {
      if (size.free.length > 0 && (found === undefined || size.lastTaken < found.lastTaken)) found = size;
    }
    return found;
  }
}

function shiftFor(sizeBytes: number): number {
  return Math.max(SMALLEST_SHIFT, 32 - Math.clz32(Math.max(1, sizeBytes) - 1));
}
