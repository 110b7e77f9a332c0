import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readText, readUuid } from "./text-cache.ts";
import { decodeUtf8, toWellFormedJava } from "./utf8.ts";
import { writeUuid } from "./uuid-text.ts";

describe("text", () => {
  it("is the same from the cache as from the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (array) => {
        const padded = Buffer.from([1, ...array, 2]);
        const text = readText(padded, 1, padded.length - 1);
        assert.equal(text, decodeUtf8(padded, 1, padded.length - 1));
        assert.equal(readText(padded, 1, padded.length - 1), text);
      }),
      { numRuns: 2000, verbose: true },
    );
  });

  it("that repeats is one string object's value, however often slots are taken over", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `topic-${i}`);
    for (let round = 0; round < 2; round++) {
      for (const name of names) {
        const bytes = Buffer.from(name);
        assert.equal(readText(bytes, 0, bytes.length), name);
      }
    }
  });

  it("has one replacement character for an encoded surrogate, as in Java", () => {
    // The right-hand sides are what Java's `new String(bytes, UTF_8)` gives.
    const cases: [string, string][] = [
      ["eda080", "\ufffd"],
      ["61eda08062", "a\ufffdb"],
      ["eda080edb080", "\ufffd\ufffd"],
      ["eda0", "\ufffd"],
      ["eda041", "\ufffdA"],
      ["ed9fbf", "\ud7ff"],
      ["edc0", "\ufffd\ufffd"],
      ["ff61", "\ufffda"],
      ["f0808080", "\ufffd\ufffd\ufffd\ufffd"],
      ["e282", "\ufffd"],
      ["efbfbd", "\ufffd"],
    ];
    for (const [hex, text] of cases) {
      const bytes = Buffer.from(hex, "hex");
      assert.equal(decodeUtf8(bytes, 0, bytes.length), text, hex);
    }
  });

  it("has a question mark for half a surrogate pair when written, as in Java", () => {
    assert.equal(toWellFormedJava("a\ud800b\udc00c😀"), "a?b?c😀");
  });
});

describe("uuids", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (array) => {
        const bytes = Buffer.from(array);
        const uuid = readUuid(bytes, 0);
        assert.equal(uuid, bytes.toString("base64url"));
        const target = Buffer.alloc(18);
        assert(writeUuid(uuid, target, 1));
        assert.deepEqual(target.subarray(1, 17), bytes);
      }),
      { numRuns: 1000, verbose: true },
    );
  });

  it("with other characters, lengths or stray bits are refused", () => {
    const target = Buffer.alloc(16);
    for (const text of [
      "",
      "AAAAAAAAAAAAAAAAAAAAA",
      "AAAAAAAAAAAAAAAAAAAAAAA",
      "AAAAAAAAAAAAAAAAAAAAA=",
      "AAAAAAAAAAAAAAAAAAAAA\u0141",
    ]) {
      assert.equal(writeUuid(text, target, 0), false, text);
    }
  });
});
