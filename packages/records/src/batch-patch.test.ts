import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { computeCrc, crcAt, readBatchHeader, verifyCrc } from "./batch-header.ts";
import { TimestampType, decrementSequence, incrementSequence } from "./batch-layout.ts";
import {
  setBaseOffset,
  setLastOffset,
  setMaxTimestamp,
  setPartitionLeaderEpoch,
  setProducerState,
  updateCrc,
} from "./batch-patch.ts";
import {
  readBigInt64,
  readInt16,
  readInt32,
  readInt64,
  writeBigInt64,
  writeInt16,
  writeInt32,
  writeInt64,
} from "./int-bytes.ts";
import { buildSample, sampleBatch } from "./testing/arbitraries.ts";

test("each patch changes its fields alone, and the checksum holds, wherever the batch lies in its buffer", () => {
  fc.assert(
    fc.property(sampleBatch, fc.nat(50), fc.nat(2 ** 31 - 1), (sample, at, n) => {
      const batch = buildSample(sample).build();
      const bytes = new Uint8Array(at + batch.length + 9).fill(0xee);
      bytes.set(batch, at);
      const before = readBatchHeader(bytes, at);

      setBaseOffset(bytes, at, n * 1000);
      setPartitionLeaderEpoch(bytes, at, n);
      const lastOffset = n * 1000 + before.lastOffsetDelta;
      const moved = { ...before, baseOffset: n * 1000, lastOffset, partitionLeaderEpoch: n };
      assert.deepEqual(readBatchHeader(bytes, at), moved);
      assert.equal(verifyCrc(bytes, at), true);

      setLastOffset(bytes, at, lastOffset + 5);
      assert.equal(readBatchHeader(bytes, at).baseOffset, n * 1000 + 5);

      setMaxTimestamp(bytes, at, TimestampType.LOG_APPEND_TIME, n);
      const stamped = readBatchHeader(bytes, at);
      assert.equal(stamped.timestampType, TimestampType.LOG_APPEND_TIME);
      assert.equal(stamped.maxTimestamp, n);
      assert.equal(stamped.compression, before.compression);
      assert.equal(verifyCrc(bytes, at), true);
      setMaxTimestamp(bytes, at, TimestampType.CREATE_TIME, before.maxTimestamp);
      assert.equal(readBatchHeader(bytes, at).timestampType, TimestampType.CREATE_TIME);
      assert.equal(verifyCrc(bytes, at), true);

      const producer = { producerId: -(2n ** 63n), producerEpoch: n & 0x7fff, baseSequence: n, isTransactional: true };
      setProducerState(bytes, at, producer);
      const owned = readBatchHeader(bytes, at);
      assert.equal(owned.producerId, producer.producerId);
      assert.equal(owned.isTransactional, true);
      assert.equal(owned.isControl, before.isControl);
      assert.equal(verifyCrc(bytes, at), true);

      bytes[at + batch.length - 1]! ^= 1;
      assert.equal(verifyCrc(bytes, at), false);
      updateCrc(bytes, at);
      assert.equal(crcAt(bytes, at), computeCrc(bytes, at));
      assert.ok(bytes.subarray(0, at).every((byte) => byte === 0xee));
      assert.ok(bytes.subarray(at + batch.length).every((byte) => byte === 0xee));
    }),
    { numRuns: 60 },
  );
});

test("an unchanged timestamp leaves a wrong checksum alone", () => {
  const bytes = new Uint8Array(61);
  setMaxTimestamp(bytes, 0, TimestampType.CREATE_TIME, 0);
  assert.ok(bytes.every((byte) => byte === 0));
});

test("integers are big-endian and signed, through the whole range", () => {
  const view = new DataView(new ArrayBuffer(16));
  const bytes = new Uint8Array(view.buffer);
  fc.assert(
    fc.property(fc.integer(), fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (i, s, b) => {
      writeInt32(bytes, 3, i);
      assert.equal(view.getInt32(3), i);
      assert.equal(readInt32(bytes, 3), i);
      writeInt16(bytes, 1, i >> 16);
      assert.equal(view.getInt16(1), i >> 16);
      assert.equal(readInt16(bytes, 1), i >> 16);
      writeInt64(bytes, 5, s);
      assert.equal(view.getBigInt64(5), BigInt(s));
      assert.equal(readInt64(bytes, 5), s);
      writeBigInt64(bytes, 5, b);
      assert.equal(view.getBigInt64(5), b);
      assert.equal(readBigInt64(bytes, 5), b);
      view.setBigInt64(5, b % 5n);
      assert.equal(readBigInt64(bytes, 5), b % 5n);
    }),
  );
});

test("sequences wrap at 2^31", () => {
  assert.equal(incrementSequence(2 ** 31 - 1, 1), 0);
  assert.equal(incrementSequence(2 ** 31 - 2, 5), 3);
  assert.equal(decrementSequence(0, 1), 2 ** 31 - 1);
  assert.equal(decrementSequence(7, 3), 4);
});
