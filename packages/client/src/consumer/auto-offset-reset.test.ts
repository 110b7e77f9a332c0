import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAutoOffsetReset, parseIsoDuration } from "./auto-offset-reset.ts";

describe("auto.offset.reset", () => {
  it("reads Kafka's words and durations", () => {
    assert.deepEqual(parseAutoOffsetReset("earliest"), { kind: "earliest" });
    assert.deepEqual(parseAutoOffsetReset("by_duration:P1DT2H3M4.5S"), { kind: "by_duration", durationMs: 93_784_500 });
    assert.throws(() => parseAutoOffsetReset("by_duration"), /<:duration> part is missing/);
    assert.throws(() => parseAutoOffsetReset("by_duration:soon"), /Unable to parse duration/);
    assert.throws(() => parseAutoOffsetReset("first"), /must be latest, earliest, none/);
  });

  it("reads durations as Java does", () => {
    const expected: readonly (readonly [string, number | undefined])[] = [
      ["PT20.345S", 20_345],
      ["PT15M", 900_000],
      ["P2D", 172_800_000],
      ["P2DT3H4M", 183_840_000],
      ["PT-6H3M", -21_420_000],
      ["-PT6H", -21_600_000],
      ["pt1s", 1_000],
      ["P", undefined],
      ["PT", undefined],
      ["1D", undefined],
      ["P1Y", undefined],
    ];
    for (const [text, ms] of expected) assert.equal(parseIsoDuration(text), ms, text);
  });
});
