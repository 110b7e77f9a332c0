import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, concatBytes } from "@ottla/base";
import { BatchIterator, CompressionType, RecordBatchBuilder, RecordFailure, decompress } from "@ottla/records";
import { SlowBatches, isSlowBatch } from "./slow-batches.ts";

/** As large when it is compressed. */
function large(seed: number): Buffer {
  const bytes = Buffer.alloc(100_000);
  new Prng(seed).fill(bytes);
  return bytes;
}

function batch(baseOffset: number, values: readonly Buffer[], compression: CompressionType): Uint8Array {
  const builder = new RecordBatchBuilder({ baseOffset, compression });
  for (const value of values) builder.append(1_000, null, value);
  return builder.build();
}

const lz4 = (offset: number): Uint8Array => batch(offset, [large(offset)], CompressionType.LZ4);

/** The batches' places, and what was begun, by the first offset; each is answered when it is let go. */
function section(batches: readonly Uint8Array[]): {
  readonly slow: SlowBatches;
  readonly places: readonly number[];
  readonly begun: number[];
  letGo(): void;
} {
  const bytes = concatBytes(batches);
  const places: number[] = [];
  for (const walk = new BatchIterator(bytes); walk.next();) places.push(walk.position);
  const begun: number[] = [];
  const held: (() => void)[] = [];
  const slow = new SlowBatches(bytes, (compression, some, options) => {
    begun.push(places.findLastIndex((place) => bytes.byteOffset + place <= some.byteOffset));
    return new Promise((resolve) => held.push(() => resolve(decompress(compression, some, options))));
  });
  return { slow, places, begun, letGo: () => held.splice(0).forEach((one) => one()) };
}

describe("batches that are worth another thread", () => {
  it("are large and compressed", () => {
    const isSlow = (bytes: Uint8Array): boolean => {
      const walk = new BatchIterator(bytes);
      assert.ok(walk.next());
      return isSlowBatch(walk);
    };
    assert.equal(isSlow(lz4(0)), true);
    assert.equal(isSlow(batch(0, [large(0)], CompressionType.NONE)), false);
    assert.equal(isSlow(batch(0, [Buffer.from("small")], CompressionType.LZ4)), false);
  });

  it("are decompressed one ahead while more is wanted, each once", async () => {
    const { slow, places, begun, letGo } = section([lz4(0), lz4(1), lz4(2), lz4(3)]);
    for (const [index, expected] of [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ].entries()) {
      const opening = slow.open(places[index] as number, 500);
      assert.deepEqual(begun, expected);
      letGo();
      const body = await opening;
      assert.ok(!(body instanceof RecordFailure));
      assert.ok(Buffer.from(body.bytes).includes(large(index)), "the records of that very batch");
    }
  });

  it("are not decompressed ahead when the first has all that is wanted, or what follows is small", async () => {
    const many = batch(0, [large(0), large(1), large(2)], CompressionType.LZ4);
    const enough = section([many, lz4(3)]);
    void enough.slow.open(0, 3);
    assert.deepEqual(enough.begun, [0]);
    const small = section([lz4(0), batch(1, [Buffer.from("small")], CompressionType.LZ4), lz4(2)]);
    void small.slow.open(0, 500);
    assert.deepEqual(small.begun, [0]);
  });

  it("are prepared, unless all of their records are behind", () => {
    const { slow, places, begun } = section([lz4(0), lz4(1)]);
    slow.prepare(0, 1);
    assert.deepEqual(begun, [], "the first batch ends before offset 1");
    slow.prepare(places[1] as number, 1);
    slow.prepare(places[1] as number, 1);
    void slow.open(places[1] as number, 1);
    assert.deepEqual(begun, [1]);
  });

  it("that cannot be decompressed say so when they are opened", async () => {
    const bytes = concatBytes([lz4(0), lz4(1)]);
    const slow = new SlowBatches(bytes, () => Promise.reject(new RangeError("no memory")));
    slow.prepare(0, 0);
    await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(slow.open(0, 1), /no memory/);
  });
});
