import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BufferPool } from "./buffer-pool.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

describe("a buffer pool", () => {
  test("gives out the next power of two, and the same memory again", () => {
    const pool = new BufferPool(MIB);
    const first = pool.take(5000);
    assert.equal(first.length, 8 * KIB);
    pool.give(first);
    assert.equal(pool.keptBytes, 8 * KIB);
    assert.equal(pool.take(8 * KIB).buffer, first.buffer);
    assert.equal(pool.keptBytes, 0);
    assert.equal(pool.take(1).length, 256);
    assert.equal(pool.take(0).length, 256);
  });

  test("can be asked for what it keeps alone", () => {
    const pool = new BufferPool(MIB);
    assert.equal(pool.takeKept(5000), undefined);
    const buffer = pool.take(5000);
    pool.give(buffer);
    assert.equal(pool.takeKept(4096), undefined);
    assert.equal(pool.takeKept(100 * MIB), undefined);
    assert.equal(pool.takeKept(5000)?.buffer, buffer.buffer);
    assert.equal(pool.keptBytes, 0);
  });

  test("never gives out one buffer twice at a time", () => {
    const pool = new BufferPool(MIB);
    const [a, b] = [pool.take(4096), pool.take(4096)];
    assert.notEqual(a.buffer, b.buffer);
    pool.give(a);
    pool.give(b);
    assert.notEqual(pool.take(4096).buffer, pool.take(4096).buffer);
  });

  test("keeps no more than its bound", () => {
    const pool = new BufferPool(20 * KIB);
    const buffers = Array.from({ length: 8 }, () => pool.take(4 * KIB));
    for (const buffer of buffers) pool.give(buffer);
    assert.equal(pool.keptBytes, 20 * KIB);
  });

  test("what is kept follows the load: sizes that nobody asks for any more make room", () => {
    const pool = new BufferPool(64 * KIB);
    const large = [pool.take(32 * KIB), pool.take(32 * KIB)];
    for (const buffer of large) pool.give(buffer);
    const small = Array.from({ length: 16 }, () => pool.take(4 * KIB));
    for (const buffer of small) pool.give(buffer);
    assert.equal(pool.keptBytes, 64 * KIB);
    assert.equal(pool.takeKept(32 * KIB), undefined);
    for (let i = 0; i < 16; i++) assert.ok(pool.takeKept(4 * KIB) !== undefined);
  });

  test("keeps only whole buffers of its own sizes", () => {
    const pool = new BufferPool(64 * MIB);
    const large = pool.take(9 * MIB);
    assert.equal(large.length, 9 * MIB);
    pool.give(large);
    pool.give(new Uint8Array(5000));
    pool.give(new Uint8Array(128));
    pool.give(new Uint8Array(0));
    pool.give(new Uint8Array(16 * MIB));
    pool.give(new Uint8Array(3 * 4096).subarray(0, 4096));
    assert.equal(pool.keptBytes, 0);
  });
});
