import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { crc32cModuleSource } from "../compile/crc32c-module.ts";
import { crc32c, crc32cByTable } from "./crc32c.ts";
import { Prng } from "./random.ts";
import { readFileSync } from "node:fs";

/** Bit by bit, as the definition says. */
function reference(bytes: Uint8Array): number {
  let raw = -1;
  for (const byte of bytes) {
    raw ^= byte;
    for (let bit = 0; bit < 8; bit++) raw = raw & 1 ? (raw >>> 1) ^ 0x82f63b78 : raw >>> 1;
  }
  return ~raw >>> 0;
}

test("crc32c has the published check values (RFC 3720 B.4)", () => {
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(new Uint8Array(0)), 0);
});

test("every length around the block sizes equals the definition, by tables and by the module", () => {
  const bytes = new Uint8Array(1200);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fills with random bytes
  new Prng(7).fill(bytes);
  for (let length = 0; length <= bytes.length; length++) {
    const expected = reference(bytes.subarray(0, length));
    assert.equal(crc32c(bytes, 0, length), expected, `length ${length}`);
    assert.equal(crc32cByTable(bytes, 0, length, 0), expected, `length ${length}`);
  }
});

test("inputs larger than the module's memory are taken in pieces", () => {
  const bytes = new Uint8Array(100_003);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fills with random bytes
  new Prng(8).fill(bytes);
  assert.equal(crc32c(bytes), crc32cByTable(bytes, 0, bytes.length, 0));
});

test("a checksum goes on where another ended, wherever that is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(2000), fc.nat(2000), (bytes, a, b) => {
      const start = Math.min(a, bytes.length);
      const cut = Math.min(start + b, bytes.length);
      const first = crc32c(bytes, start, cut);
      assert.equal(crc32c(bytes, cut, bytes.length, first), crc32c(bytes, start));
    }),
  );
});

test("the committed module is what its assembler makes", () => {
  const committed = readFileSync(new URL("./generated/crc32c-wasm.ts", import.meta.url), "utf8");
  assert.equal(committed, crc32cModuleSource());
});
