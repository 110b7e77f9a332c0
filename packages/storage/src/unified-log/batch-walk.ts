/** Follows the batches through bytes that pass in pieces, to know where the one behind the last whole one begins. */
import { baseOffsetAt, batchLengthAt, lastOffsetAt, RECORDS_OFFSET } from "@ottla/records";
import type { BatchPosition } from "./positions.ts";

export class BatchWalk {
  readonly #end: number;
  /** Position of the first byte that did not pass yet. */
  #passed: number;
  /** Position of the batch whose head is looked for. */
  #position: number;
  /** The part of that head which has passed. */
  readonly #head = new Uint8Array(RECORDS_OFFSET);
  #headBytes = 0;
  #nextOffset = -1;
  #cut: BatchPosition | undefined;

  /** @param start position of the first batch @param end one behind the last byte that will pass */
  constructor(start: number, end: number) {
    this.#passed = this.#position = start;
    this.#end = end;
  }

  /** One behind the last offset of the last whole batch; −1 if there was none. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Where the batch behind the last whole one begins. */
  get position(): number {
    return this.#position;
  }

  /** That batch, if its head has passed. */
  get cut(): BatchPosition | undefined {
    return this.#cut;
  }

  get isAtEnd(): boolean {
    return this.#passed >= this.#end;
  }

  /** The next bytes. */
  push(bytes: Uint8Array): void {
    while (this.#cut === undefined && this.#position + this.#headBytes < this.#passed + bytes.length) {
      const at = this.#position - this.#passed;
      if (at >= 0 && at + RECORDS_OFFSET <= bytes.length) {
        this.#visit(bytes, at);
      } else if (this.#completeHead(bytes)) {
        this.#visit(this.#head, 0);
      }
    }
    this.#passed += bytes.length;
  }

  /** Adds to the head what these bytes have of it; true once it is whole. */
  #completeHead(bytes: Uint8Array): boolean {
    const from = this.#position + this.#headBytes - this.#passed;
    const part = bytes.subarray(from, from + RECORDS_OFFSET - this.#headBytes);
    this.#head.set(part, this.#headBytes);
    this.#headBytes += part.length;
    return this.#headBytes === RECORDS_OFFSET;
  }

  #visit(bytes: Uint8Array, at: number): void {
    this.#headBytes = 0;
    const sizeInBytes = batchLengthAt(bytes, at);
    if (sizeInBytes < RECORDS_OFFSET || this.#position + sizeInBytes > this.#end) {
      this.#cut = { position: this.#position, sizeInBytes, baseOffset: baseOffsetAt(bytes, at) };
      return;
    }
    this.#nextOffset = lastOffsetAt(bytes, at) + 1;
    this.#position += sizeInBytes;
  }
}
