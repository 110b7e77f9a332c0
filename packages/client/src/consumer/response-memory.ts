/**
 * The memory of one fetch response, given back as soon as all its batches were decompressed: then no record that an application holds lies in it. Left to the
 * garbage collector it would be found much later, dozens of megabytes of it at once, while everything else waits.
 *
 * What an application can see is never given back here: a section with records that lie in the response itself keeps it, for good.
 */
import { assert } from "@ottla/base";

/** Counts the sections of a response that may still be looked at. */
export class ResponseMemory {
  #buffer: ArrayBufferLike | undefined;
  #sections = 0;

  /** A section of the response, which is looked at until {@link release}, or for ever. */
  hold(section: Uint8Array): void {
    assert(
      this.#buffer === undefined || this.#buffer === section.buffer,
      "the sections of a response share its memory",
    );
    this.#buffer = section.buffer;
    this.#sections++;
  }

  /** Nobody looks at one of the sections any more, nor ever will. */
  release(): void {
    this.#sections--;
    if (this.#sections > 0) return;
    // The new buffer has no bytes, and the old one none any more.
    if (this.#buffer instanceof ArrayBuffer) this.#buffer.transfer(0);
    this.#buffer = undefined;
  }
}
