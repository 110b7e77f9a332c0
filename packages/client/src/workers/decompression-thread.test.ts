// Real threads: that the caller's does not do the work shows in nothing that is asserted but the one that has none.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { CompressionType, RecordFailure, compress } from "@ottla/records";
import { DecompressionThread } from "./decompression-thread.ts";

const TYPES = [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD] as const;
const plain = Buffer.from(Array.from({ length: 20_000 }, (_, index) => `{"order":${index}}\n`).join(""));

describe("a thread that decompresses", () => {
  const thread = new DecompressionThread();
  after(() => thread.close());

  for (const type of TYPES) {
    it(`gives back what was compressed with codec ${type}, many at once`, async () => {
      // As it comes: a part of a larger buffer, which is read on meanwhile and after.
      const frame = Buffer.concat([Buffer.alloc(100), compress(type, plain), Buffer.alloc(100, "x")]);
      const compressed = frame.subarray(100, -100);
      const results = await Promise.all(Array.from({ length: 5 }, () => thread.decompress(type, compressed)));
      for (const result of results) {
        assert.ok(result instanceof Uint8Array);
        assert.equal(Buffer.compare(result, plain), 0);
      }
      assert.equal(thread.isUnavailable, false);
      assert.equal(frame.at(-1), "x".charCodeAt(0));
    });

    it(`says what is wrong with bytes that codec ${type} did not make, or that are too many`, async () => {
      const damaged = compress(type, plain).subarray(0, 50);
      const tooLarge = await thread.decompress(type, compress(type, plain), { maxBytes: 1_000 });
      const failure = await thread.decompress(type, damaged);
      assert.ok(failure instanceof RecordFailure && tooLarge instanceof RecordFailure);
      assert.equal(failure.kind, "corrupt-compression");
      assert.equal(tooLarge.kind, "too-large");
    });
  }

  it("answers everything when it is closed in the middle of it, and begins again", async () => {
    const closing = new DecompressionThread();
    const large = Buffer.concat(Array.from({ length: 20 }, () => plain));
    const compressed = compress(CompressionType.LZ4, large);
    for (let round = 0; round < 2; round++) {
      const first = await closing.decompress(CompressionType.LZ4, compressed);
      assert.ok(first instanceof Uint8Array);
      const open = Array.from({ length: 5 }, () => closing.decompress(CompressionType.LZ4, compressed));
      await closing.close();
      for (const result of await Promise.all(open)) {
        assert.ok(result instanceof Uint8Array);
        assert.equal(Buffer.compare(result, large), 0);
      }
      assert.equal(closing.isUnavailable, false);
    }
  });

  it("leaves the work to the caller where it cannot begin", async () => {
    const broken = new DecompressionThread(new URL("./not-there.worker.ts", import.meta.url));
    const compressed = compress(CompressionType.LZ4, plain);
    for (let round = 0; round < 2; round++) {
      const result = await broken.decompress(CompressionType.LZ4, compressed);
      assert.ok(result instanceof Uint8Array);
      assert.equal(Buffer.compare(result, plain), 0);
      assert.equal(broken.isUnavailable, true);
    }
    await broken.close();
  });
});
