/**
 * Memory that another thread reads, used again: left to the garbage collector, a copy for each batch would cost more than to decompress it
 * (decisions/011-memory-that-is-used-again.md).
 *
 * Slots have sizes of powers of two. What nobody uses takes at most {@link KEPT_BYTES_MAX}; larger slots are made to measure and not kept.
 */

/** In bytes. */
const KEPT_BYTES_MAX = 8 * 1024 * 1024;
const SMALLEST_BYTES = 64 * 1024;

/** The slots of one thread. */
export class SharedSlots {
  #free: SharedArrayBuffer[] = [];
  #keptBytes = 0;

  /** Bytes that wait for their next use; at most 8 MiB. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** At least `sizeBytes`, with old content. */
  take(sizeBytes: number): SharedArrayBuffer {
    const wanted = sizeBytes > KEPT_BYTES_MAX ? sizeBytes : powerOfTwo(sizeBytes);
    const at = this.#free.findLastIndex((slot) => slot.byteLength === wanted);
    const [kept] = at < 0 ? [] : this.#free.splice(at, 1);
    this.#keptBytes -= kept?.byteLength ?? 0;
    return kept ?? new SharedArrayBuffer(wanted);
  }

  /** Nobody reads or writes it any more. The oldest make way for it. */
  give(slot: SharedArrayBuffer): void {
    if (slot.byteLength > KEPT_BYTES_MAX) return;
    this.#free.push(slot);
    this.#keptBytes += slot.byteLength;
    while (this.#keptBytes > KEPT_BYTES_MAX) this.#keptBytes -= this.#free.shift()?.byteLength ?? 0;
  }
}

function powerOfTwo(sizeBytes: number): number {
  let size = SMALLEST_BYTES;
  while (size < sizeBytes) size *= 2;
  return size;
}
