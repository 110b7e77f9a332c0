// The module beside the same in TypeScript, which the tests of the codecs judge: both must say the same of any bytes, sound or not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { blockModuleSource } from "../../compile/block-module.ts";
import { BLOCK_IN_BYTES, BLOCK_OUT_BYTES } from "./block-module-layout.ts";
import { decompressLz4BlockByWasm, decompressSnappyBlockByWasm } from "./block-module.ts";
import { compressLz4Block, decompressLz4Block, maxLz4CompressedLength } from "./lz4-block.ts";
import { compressSnappyBlock, decompressSnappyBody, maxSnappyCompressedLength } from "./snappy-block.ts";

const SEED = Number(process.env["SEED"] ?? 1);
const ROUNDS = 400;

/** Random bytes, and what came before again from any distance, the short ones often. */
function content(random: Prng, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const length = 1 + randomBelow(random, randomBelow(random, 4) === 0 ? 400 : 20);
    const distance = 1 + randomBelow(random, randomBelow(random, 3) === 0 ? Math.max(1, at) : 20);
    const isNew = at < distance || randomBelow(random, 3) === 0;
    for (let i = 0; i < length && at < size; i++, at++) {
      bytes[at] = isNew ? randomBelow(random, 256) : bytes[at - distance]!;
    }
  }
  return bytes;
}

function lz4Of(bytes: Uint8Array): Uint8Array {
  const target = new Uint8Array(maxLz4CompressedLength(bytes.length) + 16);
  return target.slice(0, compressLz4Block(bytes, 0, bytes.length, target, 0));
}

/** Without the size in front. */
function snappyOf(bytes: Uint8Array): Uint8Array {
  const target = new Uint8Array(maxSnappyCompressedLength(bytes.length) + 16);
  const end = compressSnappyBlock(bytes, 0, bytes.length, target, 0);
  let start = 0;
  while (target[start++]! >= 0x80);
  return target.slice(start, end);
}

/** Some bytes are others, or the end is missing. */
function damaged(random: Prng, block: Uint8Array): Uint8Array {
  const copy = block.slice(0, randomBelow(random, 4) === 0 ? 128 + randomBelow(random, block.length) : block.length);
  for (let i = randomBelow(random, 4); i > 0; i--) copy[randomBelow(random, copy.length)] = randomBelow(random, 256);
  return copy;
}

function sameOfLz4(block: Uint8Array, outBytes: number, what: string): "sound" | "damaged" {
  const target = new Uint8Array(outBytes);
  const stop = decompressLz4Block(block, 0, block.length, target, 0, outBytes, 0);
  const fast = decompressLz4BlockByWasm(block, 0, block.length, outBytes);
  if (stop < 0) assert.equal(fast, stop, what);
  else assert.ok(fast instanceof Uint8Array && Buffer.compare(fast, target.subarray(0, stop)) === 0, what);
  return stop < 0 ? "damaged" : "sound";
}

function sameOfSnappy(block: Uint8Array, size: number, what: string): "sound" | "damaged" {
  const target = new Uint8Array(size);
  const isSound = decompressSnappyBody(block, 0, block.length, target, 0, size);
  // With something in front and behind, which must not change.
  const fast = new Uint8Array(size + 20).fill(7);
  assert.equal(decompressSnappyBlockByWasm(block, 0, block.length, fast, 10, size), isSound, what);
  if (isSound) assert.equal(Buffer.compare(fast.subarray(10, 10 + size), target), 0, what);
  assert.ok(
    [...fast.subarray(0, 10), ...fast.subarray(10 + size)].every((byte) => byte === 7),
    what,
  );
  return isSound ? "sound" : "damaged";
}

for (const [name, compressed, same] of [
  ["lz4", lz4Of, sameOfLz4],
  ["snappy", snappyOf, sameOfSnappy],
] as const) {
  test(`${name}: sound blocks, damaged ones and bounds that are too small come out as they do in TypeScript`, () => {
    const random = new Prng(SEED);
    const seen = { sound: 0, damaged: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const what = `seed ${SEED}, round ${round}`;
      const bytes = content(random, 1_000 + randomBelow(random, 8_000));
      const block = compressed(bytes);
      // So small a block is not for the module.
      if (block.length < 128) continue;
      assert.equal(same(block, bytes.length, what), "sound");
      assert.equal(same(block, bytes.length - 1 - randomBelow(random, 500), what), "damaged");
      for (let i = 0; i < 5; i++) seen[same(damaged(random, block), bytes.length + randomBelow(random, 50), what)]++;
    }
    assert.ok(seen.damaged > ROUNDS, "most of the damage is found");
    if (name === "lz4") assert.ok(seen.sound > 50, "some damage cannot be seen, and gives the same bytes all the same");
  });

  test(`${name}: blocks up to the module's bounds, and none beyond`, () => {
    const random = new Prng(SEED);
    const incompressible = new Uint8Array(BLOCK_OUT_BYTES);
    random.fill(incompressible);
    const within = incompressible.subarray(0, BLOCK_IN_BYTES - 8_192);
    assert.equal(same(compressed(within), within.length, "as large as goes in"), "sound");
    const run = new Uint8Array(BLOCK_OUT_BYTES).fill(9);
    assert.equal(same(compressed(run), run.length, "as large as comes out"), "sound");
    assert.equal(decompressLz4BlockByWasm(incompressible, 0, 200, BLOCK_OUT_BYTES + 1), undefined);
    assert.equal(decompressLz4BlockByWasm(new Uint8Array(BLOCK_IN_BYTES + 1), 0, BLOCK_IN_BYTES + 1, 10), undefined);
    assert.equal(decompressSnappyBlockByWasm(new Uint8Array(100), 0, 100, incompressible, 0, 200), undefined, "small");
  });
}

test("snappy: what goes on behind the end of the output is refused before it is written", () => {
  const full = snappyOf(new Uint8Array(BLOCK_OUT_BYTES).fill(9));
  const noise = new Uint8Array(200_000);
  new Prng(SEED).fill(noise);
  // Copies of 64 bytes from one byte before, and a literal.
  const copies = Uint8Array.from({ length: 9_000 }, (_one, i) => [(63 << 2) | 2, 1, 0][i % 3]!);
  for (const [what, rest] of Object.entries({ copies, literal: snappyOf(noise) })) {
    assert.equal(sameOfSnappy(Buffer.concat([full, rest]), BLOCK_OUT_BYTES, what), "damaged");
  }
});

test("snappy: offsets of four bytes, which others write, reach as far as there is something", () => {
  const noise = new Uint8Array(200_000);
  new Prng(SEED).fill(noise);
  for (const [offset, expected] of [
    [150_000, "sound"],
    [noise.length, "sound"],
    [noise.length + 1, "damaged"],
    [0x8000_0000, "damaged"],
  ] as const) {
    const copy = Buffer.from([(63 << 2) | 3, 0, 0, 0, 0]);
    copy.writeUInt32LE(offset, 1);
    assert.equal(sameOfSnappy(Buffer.concat([snappyOf(noise), copy]), noise.length + 64, `offset ${offset}`), expected);
  }
});

test("the committed module is the assembled one", () => {
  const committed = readFileSync(new URL("../generated/block-wasm.ts", import.meta.url), "utf8");
  assert.equal(committed, blockModuleSource());
});
