import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bigIntegerBytes, bigIntegerOf, int32Bytes, int32Of } from "./header-bytes.ts";

describe("header bytes", () => {
  it("big integers are as short as Java writes them, and read back", () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, "00"],
      [127, "7f"],
      [128, "0080"],
      [-1, "ff"],
      [-128, "80"],
      [-129, "ff7f"],
      [1_700_000_000_000, "018bcfe56800"],
    ];
    for (const [value, hex] of cases) {
      assert.equal(Buffer.from(bigIntegerBytes(value)).toString("hex"), hex);
      assert.equal(bigIntegerOf(bigIntegerBytes(value)), value);
    }
    assert.equal(bigIntegerOf(Buffer.alloc(9)), undefined);
    assert.equal(bigIntegerOf(null), undefined);
  });

  it("four bytes are a number, anything else is none", () => {
    assert.equal(int32Of(int32Bytes(-7)), -7);
    assert.equal(int32Of(Buffer.alloc(3)), undefined);
  });
});
