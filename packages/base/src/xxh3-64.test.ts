import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { xxh3Hash64 } from "./xxh3-64.ts";

/** Made by hash4j 0.22, which Apache Kafka uses: length, and the hash of bytes i * 31 + 7. */
const VECTORS: readonly (readonly [number, bigint])[] = [
  [0, 0x2d06800538d394c2n],
  [1, 0x4c5cca45d0f4811fn],
  [2, 0xa7e250c97710ff27n],
  [3, 0x15f7093b173d005cn],
  [4, 0xdca012f95811b6b9n],
  [5, 0xb290cafc7b254345n],
  [8, 0xdec6a9a43575982en],
  [9, 0xcbe393399f17ffbdn],
  [12, 0x46aaf92c7550afa4n],
  [16, 0x7e484c18d74895d0n],
  [17, 0x208bde5ee2bed407n],
  [32, 0x3df0ac5255d1446n],
  [33, 0x199a362122d71f46n],
  [64, 0xdd30702ab46b3745n],
  [65, 0xfab36b851b94ce20n],
  [96, 0xd245cd2541582982n],
  [97, 0x60e3e1d0d43785b3n],
  [128, 0xf92b70eaa21a6288n],
  [129, 0xf8f76713f2bb60fan],
  [160, 0xc90911ffcef461e2n],
  [239, 0xcaa9b7a588464745n],
  [240, 0xccc7375172c41f03n],
  [241, 0xb3b630948ce4a00n],
  [255, 0x89932170686cdd9an],
  [256, 0xec85b75bafe6ca74n],
  [512, 0xefc2e52d1c2ffbaan],
  [1023, 0xf0d330ce2b3300fbn],
  [1024, 0x23bc880ebf0d29c6n],
  [1025, 0xc09fdfbc398c7d82n],
  [1088, 0xa16bad67843c5a45n],
  [2048, 0x19f6f9c987331373n],
  [2049, 0x5045460f5d85c275n],
  [5000, 0x559fff92c2b7f8een],
];

describe("xxh3, 64 bits", () => {
  it("hashes as Apache Kafka's library does, in every range of lengths", () => {
    for (const [length, hash] of VECTORS) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 31 + 7);
      assert.equal(xxh3Hash64(bytes), hash, `${length} bytes`);
    }
  });

  it("does not depend on where the bytes lie", () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i * 31 + 7);
    const shifted = new Uint8Array(301);
    shifted.set(bytes, 1);
    assert.equal(xxh3Hash64(shifted.subarray(1)), xxh3Hash64(bytes));
  });
});
