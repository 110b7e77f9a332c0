/** Where batches end in bytes that may be cut off in the middle of one. */

import { BatchIterator, lastOffsetAt } from "@ottla/records";

/** The bytes without an unfinished batch at their end, and without batches that reach beyond `endOffset`. */
export function wholeBatches(bytes: Uint8Array, endOffset: number): Uint8Array {
  const iterator = new BatchIterator(bytes);
  let end = 0;
  while (iterator.next() && lastOffsetAt(bytes, iterator.position) < endOffset) end = iterator.validBytesEnd;
  return bytes.subarray(0, end);
}

/** The last offset in whole batches; −1 without any. */
export function lastOffsetOf(bytes: Uint8Array): number {
  const iterator = new BatchIterator(bytes);
  let lastOffset = -1;
  while (iterator.next()) lastOffset = lastOffsetAt(bytes, iterator.position);
  return lastOffset;
}
