import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { batchLengthAt, lastOffsetAt, RECORDS_OFFSET } from "@ottla/records";
import { batch } from "../testing/fixtures.ts";
import { BatchWalk } from "./batch-walk.ts";

/** Batches of 1, 2, 3 … records with offsets that follow on each other. */
function batches(count: number): Uint8Array[] {
  let offset = 0;
  return Array.from({ length: count }, (_, i) => {
    const bytes = batch({ records: Array.from({ length: i + 1 }, () => ({ value: "v".repeat(7 * i) })) });
    new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(0, BigInt(offset));
    offset = lastOffsetAt(bytes, 0) + 1;
    return bytes;
  });
}

describe("a walk over batches that pass in pieces", () => {
  const all = Buffer.concat(batches(12));

  test("finds the same whatever the pieces are", () => {
    const seed = 4711;
    const random = new Prng(seed);
    for (let end = 0; end <= all.length; end += 13) {
      const whole = new BatchWalk(1000, 1000 + end);
      whole.push(all.subarray(0, end));
      const pieces = new BatchWalk(1000, 1000 + end);
      for (let at = 0; at < end;) {
        const size = Math.min(end - at, 1 + randomBelow(random, 90));
        pieces.push(all.subarray(at, at + size));
        at += size;
      }
      const found = ({ nextOffset, position, cut, isAtEnd }: BatchWalk): unknown => ({
        nextOffset,
        position,
        cut,
        isAtEnd,
      });
      assert.deepEqual(found(pieces), found(whole), `seed ${seed}, end ${end}`);
      assert.equal(pieces.isAtEnd, true);
    }
  });

  test("tells where the batch behind the last whole one begins, and what it is once its head has passed", () => {
    const first = batchLengthAt(all, 0);
    const second = batchLengthAt(all, first);
    const walk = (end: number): BatchWalk => {
      const made = new BatchWalk(0, end);
      made.push(all.subarray(0, end));
      return made;
    };
    assert.deepEqual([walk(first).nextOffset, walk(first).position, walk(first).cut], [1, first, undefined]);
    const beforeHead = walk(first + RECORDS_OFFSET - 1);
    assert.deepEqual([beforeHead.nextOffset, beforeHead.position, beforeHead.cut], [1, first, undefined]);
    const cut = { position: first, sizeInBytes: second, baseOffset: 1 };
    assert.deepEqual(walk(first + RECORDS_OFFSET).cut, cut);
    assert.deepEqual(walk(first + second - 1).cut, cut);
    assert.deepEqual([walk(first + second).nextOffset, walk(first + second).cut], [3, undefined]);
    assert.deepEqual([walk(first - 1).nextOffset, walk(first - 1).position], [-1, 0]);
  });
});
