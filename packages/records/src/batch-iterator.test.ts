import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { concatBytes } from "@ottla/base";
import { RecordBatchBuilder } from "./batch-builder.ts";
import { BatchIterator, type BatchIteratorOptions } from "./batch-iterator.ts";
import { buildSample, sampleBatch } from "./testing/arbitraries.ts";

function oneBatch(): Uint8Array {
  const builder = new RecordBatchBuilder();
  builder.append(1, null, new Uint8Array(20));
  return Uint8Array.from(builder.build());
}

function walk(bytes: Uint8Array, options?: BatchIteratorOptions): { sizes: number[]; failure: string | undefined } {
  const batches = new BatchIterator(bytes, options);
  const sizes: number[] = [];
  while (batches.next()) sizes.push(batches.sizeInBytes);
  assert.equal(batches.next(), false);
  return { sizes, failure: batches.failure?.kind };
}

test("batches back to back are found one after the other, and the end is exact", () => {
  fc.assert(
    fc.property(fc.array(sampleBatch, { maxLength: 5 }), fc.nat(20), (samples, start) => {
      const batches = samples.map((sample) => buildSample(sample).build());
      const bytes = concatBytes([new Uint8Array(start), ...batches]);
      const expected = { sizes: batches.map((batch) => batch.length), failure: undefined };
      assert.deepEqual(walk(bytes, { start }), expected);
      const iterator = new BatchIterator(bytes, { start });
      for (let at = start; iterator.next(); at += iterator.sizeInBytes) assert.equal(iterator.position, at);
      assert.equal(iterator.validBytesEnd, bytes.length);
    }),
    { numRuns: 50 },
  );
});

test("a cut at any byte is a truncated tail behind whole batches", () => {
  const batch = oneBatch();
  const bytes = concatBytes([batch, batch]);
  for (let end = 1; end < bytes.length; end++) {
    const whole = Math.floor(end / batch.length);
    const expected = end % batch.length === 0 ? undefined : "truncated";
    assert.deepEqual(walk(bytes.subarray(0, end)), { sizes: Array(whole).fill(batch.length), failure: expected });
    assert.deepEqual(walk(bytes, { end }), { sizes: Array(whole).fill(batch.length), failure: expected });
  }
});

test("lengths that no batch has are corrupt, whatever follows", () => {
  for (const length of [-1, 0, 13, -(2 ** 31)]) {
    const bytes = oneBatch();
    new DataView(bytes.buffer).setInt32(8, length);
    assert.deepEqual(walk(bytes), { sizes: [], failure: "corrupt" }, String(length));
  }
  const short = oneBatch();
  new DataView(short.buffer).setInt32(8, 48);
  assert.equal(walk(short).failure, "corrupt");
  assert.equal(walk(oneBatch(), { maxBatchLength: 60 }).failure, "corrupt");
  const large = oneBatch();
  new DataView(large.buffer).setInt32(8, 2 ** 31 - 1);
  assert.equal(walk(large).failure, "truncated");
});

test("old magics are unsupported, unknown ones corrupt", () => {
  for (const [magic, kind] of [
    [0, "unsupported-magic"],
    [1, "unsupported-magic"],
    [3, "corrupt"],
    [-1, "corrupt"],
  ] as const) {
    const bytes = oneBatch();
    bytes[16] = magic;
    assert.deepEqual(walk(bytes), { sizes: [], failure: kind });
  }
});
