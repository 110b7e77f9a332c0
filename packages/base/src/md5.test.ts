import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5 } from "./md5.ts";
import { Prng } from "./random.ts";

function digestOf(bytes: Uint8Array, start: number, end: number): string {
  const digest = new Int32Array(4);
  md5(bytes, start, end, digest);
  return Buffer.from(digest.buffer).toString("hex");
}

test("hashes of every length around a block are those of OpenSSL, wherever the bytes lie", () => {
  const random = new Prng(5);
  const bytes = new Uint8Array(300);
  random.fill(bytes);
  for (let length = 0; length <= 200; length++) {
    const start = length % 7;
    const expected = createHash("md5")
      .update(bytes.subarray(start, start + length))
      .digest("hex");
    assert.equal(digestOf(bytes, start, start + length), expected, `${length} bytes`);
  }
});

test("the hash of nothing is the one of RFC 1321", () => {
  assert.equal(digestOf(new Uint8Array(0), 0, 0), "d41d8cd98f00b204e9800998ecf8427e");
});
