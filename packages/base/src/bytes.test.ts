import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EMPTY_BYTES,
  asBuffer,
  bytesEqual,
  compareBytes,
  concatBytes,
  copyBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8Bytes,
  utf8String,
} from "./bytes.ts";

test("concatBytes copies many, passes one through and makes nothing of none", () => {
  const one = Uint8Array.of(1, 2);
  assert.equal(concatBytes([one]), one);
  assert.equal(concatBytes([]), EMPTY_BYTES);
  assert.deepEqual(concatBytes([one, EMPTY_BYTES, Uint8Array.of(3)]), Uint8Array.of(1, 2, 3));
});

test("copyBytes pins nothing of a larger buffer", () => {
  const large = Buffer.alloc(1024, 7);
  const copy = copyBytes(large, 10, 14);
  assert.equal(copy.buffer.byteLength, 4);
  large.fill(0);
  assert.deepEqual([...copy], [7, 7, 7, 7]);
});

test("asBuffer shares the memory", () => {
  const bytes = new Uint8Array(8).subarray(2, 6);
  asBuffer(bytes)[0] = 9;
  assert.equal(bytes[0], 9);
  assert.equal(asBuffer(bytes).length, 4);
});

test("comparison is unsigned and lexicographic", () => {
  assert.ok(compareBytes(Uint8Array.of(1), Uint8Array.of(0x80)) < 0);
  assert.ok(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0)) < 0);
  assert.equal(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true);
  assert.equal(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
  assert.equal(bytesEqual(Uint8Array.of(1), Uint8Array.of(1, 3)), false);
});

test("hex, base64url and UTF-8 go there and back, and refuse what they are not", () => {
  const bytes = Uint8Array.of(0, 0xff, 0x10, 0xfb);
  assert.equal(toHex(bytes), "00ff10fb");
  assert.deepEqual(fromHex("00FF10fb"), bytes);
  assert.equal(toBase64Url(bytes), "AP8Q-w");
  assert.deepEqual(fromBase64Url("AP8Q-w"), bytes);
  assert.throws(() => fromHex("0"), RangeError);
  assert.throws(() => fromHex("0g"), RangeError);
  assert.throws(() => fromBase64Url("a+b"), RangeError);
  assert.equal(utf8String(utf8Bytes("héllo €")), "héllo €");
  assert.equal(utf8String(Uint8Array.of(0x61, 0xff, 0x62), 1, 3), "\ufffdb");
});
