import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { LineSplitter } from "./lines.ts";

function split(chunks: readonly Buffer[]): string[] {
  const splitter = new LineSplitter();
  const lines = chunks.flatMap((chunk) => splitter.push(chunk));
  const last = splitter.end();
  return [...lines, ...(last === undefined ? [] : [last])].map((line) => line.toString("latin1"));
}

describe("lines", () => {
  it("end with a line feed, a carriage return or both", () => {
    assert.deepEqual(split([Buffer.from("a\nb\r\nc\rd")]), ["a", "b", "c", "d"]);
    assert.deepEqual(split([Buffer.from("\n\n")]), ["", ""]);
    assert.deepEqual(split([]), []);
  });

  it("are the same however the bytes are cut into chunks", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "\n", "\r", "\u00ff"), { maxLength: 40 })
      .map((list) => list.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const bytes = Buffer.from(whole, "latin1");
        const at = [0, ...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index] ?? 0, end));
        const expected = whole.split(/\r\n|\r|\n/);
        if (expected.at(-1) === "") expected.pop();
        assert.deepEqual(split(chunks), expected);
      }),
    );
  });
});
