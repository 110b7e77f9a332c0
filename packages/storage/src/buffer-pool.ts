/**
 * Buffers for reads from disk, in sizes of powers of two from 4 KiB to 8 MiB, kept for reuse up to a bound. A buffer that is never
 * given back is simply collected. Larger ones are made to measure and not kept.
 */

const SMALLEST_SHIFT = 12;
const LARGEST_SHIFT = 23;

export class BufferPool {
  readonly #keepBytesMax: number;
  readonly #free: Uint8Array[][] = Array.from({ length: LARGEST_SHIFT - SMALLEST_SHIFT + 1 }, () => []);
  #keptBytes = 0;

  constructor(keepBytesMax: number) {
    this.#keepBytesMax = keepBytesMax;
  }

  /** Bytes that wait for their next use. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** A buffer of at least `sizeBytes`, with old content. */
  take(sizeBytes: number): Uint8Array {
    const shift = Math.max(SMALLEST_SHIFT, 32 - Math.clz32(Math.max(1, sizeBytes) - 1));
    if (shift > LARGEST_SHIFT) return new Uint8Array(sizeBytes);
    const buffer = this.#free[shift - SMALLEST_SHIFT]!.pop();
    if (buffer === undefined) return new Uint8Array(2 ** shift);
    this.#keptBytes -= buffer.length;
    return buffer;
  }

  /** Gives a buffer back, which its user must have forgotten. */
  give(buffer: Uint8Array): void {
    const shift = 31 - Math.clz32(buffer.length);
    if (buffer.length !== 2 ** shift || shift > LARGEST_SHIFT || this.#keptBytes + buffer.length > this.#keepBytesMax)
      return;
    this.#keptBytes += buffer.length;
    this.#free[shift - SMALLEST_SHIFT]!.push(buffer);
  }
}
