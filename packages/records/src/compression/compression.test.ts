import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { fromHex, toHex, utf8Bytes, utf8String } from "@ottla/base";
import { COMPRESSION_NAMES, CompressionType } from "../batch-layout.ts";
import { RecordFailure } from "../record-failure.ts";
import {
  COMPRESSION_LEVELS,
  compress,
  compressAsync,
  decompress,
  decompressAsync,
  isCompressionLevel,
} from "./compression.ts";
import { xxh32 } from "./xxh32.ts";

const CODECS = [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD] as const;

function restored(result: Uint8Array | RecordFailure): Uint8Array {
  if (result instanceof RecordFailure) assert.fail(result.toString());
  return result;
}

function kindOf(result: Uint8Array | RecordFailure): string {
  return result instanceof RecordFailure ? result.kind : "ok";
}

/** Bytes with the redundancy of real records: words of a small vocabulary between random ones. */
function mixed(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed | 1;
  const next = (): number => (state = Math.imul(state, 1_664_525) + 1_013_904_223) >>> 8;
  for (let at = 0; at < size;) {
    const isWord = next() % 4 !== 0;
    const word = utf8Bytes(`field-${next() % 50}=value;`);
    for (let i = 0; i < word.length && at < size; i++) bytes[at++] = isWord ? word[i]! : next();
  }
  return bytes;
}

const input = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.record({ size: fc.nat(3000), byte: fc.nat(255) }).map(({ size, byte }) => new Uint8Array(size).fill(byte)),
  fc.record({ size: fc.nat(200_000), seed: fc.integer() }).map(({ size, seed }) => mixed(size, seed)),
);

for (const type of CODECS) {
  const name = COMPRESSION_NAMES[type];

  test(`${name}: any bytes survive, at exactly their size as the bound, and fail at one less`, () => {
    fc.assert(
      fc.property(input, (bytes) => {
        const compressed = compress(type, bytes);
        assert.equal(Buffer.compare(restored(decompress(type, compressed, { maxBytes: bytes.length })), bytes), 0);
        if (bytes.length > 1) {
          assert.equal(kindOf(decompress(type, compressed, { maxBytes: bytes.length - 1 })), "too-large");
        }
      }),
      { numRuns: 60 },
    );
  });

  test(`${name}: sizes around the block sizes survive`, () => {
    for (const block of [32 * 1024, 64 * 1024, 128 * 1024]) {
      for (let size = block - 17; size <= block + 17; size++) {
        const bytes = mixed(size, size);
        assert.equal(Buffer.compare(restored(decompress(type, compress(type, bytes))), bytes), 0, `${size} bytes`);
      }
    }
  });

  test(`${name}: the asynchronous pair agrees`, async () => {
    const bytes = mixed(50_000, 3);
    const compressed = await compressAsync(type, bytes);
    assert.equal(Buffer.compare(compressed, compress(type, bytes)), 0);
    assert.equal(Buffer.compare(restored(await decompressAsync(type, compressed)), bytes), 0);
    assert.equal(kindOf(await decompressAsync(type, compressed, { maxBytes: 49_999 })), "too-large");
    assert.equal(kindOf(await decompressAsync(type, compressed.subarray(0, 100))), "corrupt-compression");
  });

  test(`${name}: redundancy is used`, () => {
    const bytes = mixed(100_000, 4);
    assert.ok(compress(type, bytes).length < bytes.length * 0.75);
    assert.ok(compress(type, new Uint8Array(100_000)).length < 6000);
  });

  test(`${name}: flipped, cut and random bytes yield a failure or bytes within the bound, never a throw`, () => {
    const maxBytes = 5000;
    const good = compress(type, mixed(4000, 5));
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(254), fc.nat(good.length), (at, flip, end) => {
        const damaged = Uint8Array.from(good.subarray(0, end));
        if (at < end) damaged[at]! ^= flip + 1;
        const result = decompress(type, damaged, { maxBytes });
        if (!(result instanceof RecordFailure)) assert.ok(result.length <= maxBytes);
      }),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const result = decompress(type, bytes, { maxBytes });
        if (!(result instanceof RecordFailure)) assert.ok(result.length <= maxBytes);
      }),
      { numRuns: 500 },
    );
  });

  test(`${name}: a bomb is stopped at the bound`, () => {
    const bomb = compress(type, new Uint8Array(64 * 1024 * 1024));
    assert.ok(bomb.length < 4 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(kindOf(decompress(type, bomb, { maxBytes: 1024 * 1024 })), "too-large");
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 1024 * 1024);
  });
}

test("every level survives, and the ranges are Kafka's", () => {
  const bytes = mixed(70_000, 6);
  for (const [type, name] of [
    [CompressionType.GZIP, "gzip"],
    [CompressionType.LZ4, "lz4"],
    [CompressionType.ZSTD, "zstd"],
  ] as const) {
    const { min, max } = COMPRESSION_LEVELS[name];
    const levels = name === "zstd" ? [min, -5, 0, 1, 3, 7, 19, max] : Array.from({ length: max }, (_, i) => i + 1);
    for (const level of levels) {
      const compressed = compress(type, bytes, level);
      assert.equal(Buffer.compare(restored(decompress(type, compressed)), bytes), 0, `${name} ${level}`);
    }
    assert.equal(isCompressionLevel(type, max + 1), false);
    assert.equal(isCompressionLevel(type, min - 1), false);
    assert.equal(isCompressionLevel(type, COMPRESSION_LEVELS[name].default), true);
    assert.throws(() => compress(type, bytes, max + 1), RangeError);
  }
  assert.equal(isCompressionLevel(CompressionType.GZIP, -1), true);
  assert.equal(isCompressionLevel(CompressionType.GZIP, 0), false);
  assert.equal(isCompressionLevel(CompressionType.SNAPPY, 99), true);
});

test("higher lz4 levels are denser than the fast one", () => {
  const bytes = mixed(200_000, 9);
  const sizes = [9, 1, 4, 8, 17].map((level) => compress(CompressionType.LZ4, bytes, level).length);
  const [fast, ...high] = sizes;
  assert.ok(high[1]! < fast!, String(sizes));
  for (let i = 1; i < high.length; i++) assert.ok(high[i]! <= high[i - 1]!, String(sizes));
});

test("none passes bytes through within the bound; a number that is no codec is told", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  assert.equal(compress(CompressionType.NONE, bytes), bytes);
  assert.equal(decompress(CompressionType.NONE, bytes), bytes);
  assert.equal(kindOf(decompress(CompressionType.NONE, bytes, { maxBytes: 2 })), "too-large");
  for (const type of [5, 6, 7]) assert.equal(kindOf(decompress(type, bytes)), "unsupported-compression");
});

test("snappy is framed as snappy-java frames it, and raw blocks and joined streams are read", () => {
  const bytes = mixed(40_000, 7);
  const framed = compress(CompressionType.SNAPPY, bytes);
  assert.equal(toHex(framed.subarray(0, 16)), "82534e41505059000000000100000001");
  const firstBlock = new DataView(framed.buffer, framed.byteOffset).getInt32(16);
  const raw = framed.subarray(20, 20 + firstBlock);
  assert.equal(Buffer.compare(restored(decompress(CompressionType.SNAPPY, raw)), bytes.subarray(0, 32 * 1024)), 0);
  const joined = Buffer.concat([framed, framed]);
  assert.equal(restored(decompress(CompressionType.SNAPPY, joined)).length, 2 * bytes.length);
  assert.equal(restored(decompress(CompressionType.SNAPPY, framed.subarray(0, 16))).length, 0);
  const future = Uint8Array.from(framed);
  future[15] = 2;
  assert.equal(kindOf(decompress(CompressionType.SNAPPY, future)), "corrupt-compression");
});

test("snappy copies of every form are read", () => {
  // size 24; literal "abcd"; copies of 8 at 4 with one, two and four bytes of offset minus the last's 4
  const block = fromHex("180c6162636411041e04000f04000000");
  assert.equal(utf8String(restored(decompress(CompressionType.SNAPPY, block))), "abcd".repeat(6));
  // A literal whose length takes two bytes.
  const long = Buffer.concat([fromHex("ac02f42b01"), Buffer.alloc(300, 0x61)]);
  assert.equal(restored(decompress(CompressionType.SNAPPY, long)).length, 300);
  for (const broken of ["0410", "180c616263640005", "180c616263641105", "040c61626364", "ffffffffff01", ""]) {
    const result = decompress(CompressionType.SNAPPY, fromHex(broken));
    if (broken === "040c61626364") assert.equal(kindOf(result), "ok");
    else assert.equal(kindOf(result), "corrupt-compression", broken);
  }
});

test("lz4 frames begin as Java's do", () => {
  const frame = compress(CompressionType.LZ4, utf8Bytes("hello"));
  assert.equal(toHex(frame), "04224d186040820500008068656c6c6f00000000");
});

/** 150,000 bytes of a repeated sentence by the reference library: three linked blocks, every checksum, the content size. */
const REFERENCE_FRAME =
  "BCJNGFxA8EkCAAAAAADpIAEAAP8GVGhlIHF1aWNrIGJyb3duIGZveC4gFQD/////////////////////////////////////////" +
  "////////////////////////////////////////////////////////////////////////////////////////////////////" +
  "////////////////////////////////////////////////////////////////////////////////////////////////////" +
  "////////////////////////////////////////////////////////////////////////////////////////////////////" +
  "01Byb3duIOWEk3kKAQAADxUA////////////////////////////////////////////////////////////////////////////" +
  "////////////////////////////////////////////////////////////////////////////////////////////////////" +
  "////////////////////////////////////////////////////////////////////////////////////////////////////" +
  "/////////////////////////////////////////////////////////////////+hQaWNrIGIS53ehVAAAAA8VAP//////////" +
  "////////////////////////////////////////////////////////////////////////////////////////IlB3biBmb4qB" +
  "w7wAAAAA7p4aWQ==";

test("a frame of the reference library is read: linked blocks, checksums, content size", () => {
  const frame = Buffer.from(REFERENCE_FRAME, "base64");
  const sentence = "The quick brown fox. ";
  const content = restored(decompress(CompressionType.LZ4, frame, { maxBytes: 150_000 }));
  assert.equal(utf8String(content), sentence.repeat(8000).slice(0, 150_000));
  assert.equal(kindOf(decompress(CompressionType.LZ4, frame, { maxBytes: 149_999 })), "too-large");
  // Any flipped bit is found by one of the checksums, or breaks the frame.
  for (let at = 0; at < frame.length; at++) {
    const damaged = Uint8Array.from(frame);
    damaged[at]! ^= 0x10;
    assert.notEqual(kindOf(decompress(CompressionType.LZ4, damaged, { maxBytes: 200_000 })), "ok", `byte ${at}`);
  }
  // Read as independent blocks, the second one's first match would reach before its beginning.
  const header = "04224d187c40f049020000000000";
  const independent = Uint8Array.from(frame);
  independent.set(fromHex(header));
  independent[14] = (xxh32(independent, 4, 14) >> 8) & 0xff;
  assert.equal(kindOf(decompress(CompressionType.LZ4, independent)), "corrupt-compression");
});

test("xxh32 has the published values", () => {
  assert.equal(xxh32(new Uint8Array(0)), 0x02cc5d05);
  assert.equal(xxh32(utf8Bytes("a")), 0x550d7456);
  assert.equal(xxh32(utf8Bytes("abc")), 0x32d153ff);
  assert.equal(xxh32(utf8Bytes("Nobody inspects the spammish repetition")), 0xe2293b2f);
});

test("gzip members and damage in the trailer are told apart", () => {
  const one = gzipSync(utf8Bytes("one"));
  const both = Buffer.concat([one, gzipSync(utf8Bytes("two"))]);
  assert.equal(utf8String(restored(decompress(CompressionType.GZIP, both))), "onetwo");
  const wrongCrc = Uint8Array.from(one);
  wrongCrc[wrongCrc.length - 6]! ^= 1;
  assert.equal(kindOf(decompress(CompressionType.GZIP, wrongCrc)), "corrupt-compression");
});
