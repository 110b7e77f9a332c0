import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { javaDoubleText, javaFloatText } from "./java-number.ts";

describe("floating-point numbers are written as Java writes them", () => {
  it("with 64 bits", () => {
    const values = [
      1,
      0.1,
      -0,
      100,
      1e7,
      9_999_999,
      12_345_678.9,
      0.001,
      0.000_99,
      1 / 3,
      1e21,
      1e-7,
      123_456.789,
      Number.NaN,
      -Infinity,
    ];
    assert.equal(
      values.map(javaDoubleText).join(" "),
      "1.0 0.1 -0.0 100.0 1.0E7 9999999.0 1.23456789E7 0.001 9.9E-4 0.3333333333333333 1.0E21 1.0E-7 123456.789 NaN -Infinity",
    );
  });

  it("with 32 bits, in the fewest digits that tell them apart", () => {
    const values = [
      1,
      0.1,
      2.718_9,
      1e7,
      16_777_216,
      1 / 3,
      1e-5,
      123_456.79,
      3.402_823_466e38,
      0.001,
      -2.5,
      9_999_999,
    ];
    assert.equal(
      values.map((value) => javaFloatText(Math.fround(value))).join(" "),
      "1.0 0.1 2.7189 1.0E7 1.6777216E7 0.33333334 1.0E-5 123456.79 3.4028235E38 0.001 -2.5 9999999.0",
    );
  });
});
