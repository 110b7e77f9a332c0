import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex } from "@ottla/base";
import { RecordWalker } from "./record-walker.ts";

/** Walks the hexadecimal bytes as the records of one batch; returns how many were sound and why it ended. */
function walk(hex: string, count: number): { records: number; failure: string | undefined } {
  const bytes = fromHex(hex.replaceAll(" ", ""));
  const walker = new RecordWalker().start(bytes, 0, bytes.length, count);
  let records = 0;
  while (walker.next()) records++;
  assert.equal(walker.next(), false);
  if (walker.failure !== undefined) assert.equal(walker.failure.kind, "invalid-record");
  return { records, failure: walker.failure?.message };
}

// length 6, attributes 0, timestamp delta 0, offset delta 0, null key, null value, no headers
const EMPTY = "0c 00 00 00 01 01 00";

test("sound records are visited, and the fields of the current one are there", () => {
  const bytes = fromHex("1a00 02 04 046b31 047631 02 0268 01".replaceAll(" ", ""));
  const walker = new RecordWalker().start(bytes, 0, bytes.length, 1);
  assert.equal(walker.next(), true);
  assert.deepEqual(
    [walker.index, walker.attributes, walker.timestampDelta, walker.offsetDelta, walker.headerCount],
    [0, 0, 1, 2, 1],
  );
  assert.deepEqual([walker.keyStart, walker.keyLength, walker.valueStart, walker.valueLength], [5, 2, 8, 2]);
  assert.deepEqual([walker.position, walker.recordEnd, walker.sizeInBytes], [0, 14, 14]);
  assert.equal(walker.next(), false);
  assert.equal(walker.failure, undefined);
});

test("no records are no records", () => {
  assert.deepEqual(walk("", 0), { records: 0, failure: undefined });
  assert.deepEqual(walk(EMPTY + EMPTY, 2), { records: 2, failure: undefined });
});

test("a count that lies is found: too few, too many, negative", () => {
  const few = walk(EMPTY + EMPTY, 1);
  assert.deepEqual(few, { records: 1, failure: "Incorrect declared batch size, records still remaining in file" });
  const many = walk(EMPTY, 2);
  assert.deepEqual(many, { records: 1, failure: "Incorrect declared batch size, premature EOF reached" });
  assert.deepEqual(walk(EMPTY, -1), { records: 0, failure: "Found invalid record count -1 in magic v2 batch" });
});

test("a record larger than the batch, or whose parts are larger than it, is found", () => {
  assert.match(walk("0e 00 00 00 01 01 00", 1).failure!, /expected 7 bytes.*only 6 remaining/);
  assert.match(walk("0e 00 00 00 01 01 00 00", 1).failure!, /expected to read 7 bytes.*instead read 6/);
  assert.equal(walk("0c 00 00 00 0e 01 00", 1).failure, "Found invalid record structure");
  assert.equal(walk("0c 00 00 00 01 0e 00", 1).failure, "Found invalid record structure");
  assert.equal(walk("0a 00 00 00 01 01 00", 1).failure, "Found invalid record structure");
  assert.match(walk("01 00 00 00 01 01 00", 1).failure!, /Invalid record size: -1/);
  assert.equal(walk("00", 1).failure, "Found invalid record structure");
});

test("header counts that lie and headers that do not fit are found", () => {
  assert.match(walk("0c 00 00 00 01 01 01", 1).failure!, /invalid number of record headers -1/);
  assert.match(walk("0c 00 00 00 01 01 02", 1).failure!, /1 is larger than the remaining/);
  assert.match(walk("10 00 00 00 01 01 02 01 00", 1).failure!, /negative header key size -1/);
  assert.equal(walk("10 00 00 00 01 01 02 04 00", 1).failure, "Found invalid record structure");
  assert.equal(walk("10 00 00 00 01 01 02 00 02", 1).failure, "Found invalid record structure");
  assert.equal(walk("10 00 00 00 01 01 02 00 01", 1).failure, undefined);
});

test("any negative length is null, as in Apache Kafka", () => {
  const bytes = fromHex("0c000000030500");
  const walker = new RecordWalker().start(bytes, 0, bytes.length, 1);
  assert.equal(walker.next(), true);
  assert.deepEqual([walker.keyLength, walker.valueLength], [-1, -1]);
});

test("varints that do not end are found", () => {
  for (const hex of ["ffffffffffff", "0cffffffffffffffffffff01000101", "ff", "0c00ff"]) {
    assert.notEqual(walk(hex, 1).failure, undefined, hex);
  }
  assert.notEqual(walk("1c 00 80808080808080808080 80 00 01 01 00", 1).failure, undefined);
});

test("timestamp deltas are exact to 2^53 and near to it beyond", () => {
  for (const delta of [0n, -1n, 63n, -64n, 2n ** 31n, -(2n ** 31n), 2n ** 53n - 1n, -(2n ** 53n), 2n ** 63n - 1n]) {
    let zigzag = BigInt.asUintN(64, (delta << 1n) ^ (delta >> 63n));
    const varlong: number[] = [];
    for (; zigzag >= 0x80n; zigzag >>= 7n) varlong.push(Number(zigzag & 0x7fn) | 0x80);
    varlong.push(Number(zigzag));
    const bytes = Uint8Array.from([2 * (5 + varlong.length), 0, ...varlong, 0, 1, 1, 0]);
    const walker = new RecordWalker().start(bytes, 0, bytes.length, 1);
    assert.equal(walker.next(), true);
    assert.equal(walker.timestampDelta, Number(delta));
  }
});
