import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UsageError } from "../../failure.ts";
import { offsetOf, parseDuration, parseOffsetRange } from "./offset-range.ts";

const NOW_MS = 1_800_000_000_000;
const time = (timestampMs: number) => ({ kind: "time", timestampMs }) as const;

describe("a range of offsets", () => {
  for (const [text, from, to] of [
    ["start", { kind: "start" }, undefined],
    ["end", { kind: "end" }, undefined],
    ["17", { kind: "offset", offset: 17 }, undefined],
    ["-10", { kind: "relative", count: -10 }, undefined],
    ["+5", { kind: "relative", count: 5 }, undefined],
    ["10:20", { kind: "offset", offset: 10 }, { kind: "offset", offset: 20 }],
    [":end", { kind: "start" }, { kind: "end" }],
    ["-3:end", { kind: "relative", count: -3 }, { kind: "end" }],
    ["@1795375740", time(1_795_375_740_000), undefined],
    ["@1795375740123", time(1_795_375_740_123), undefined],
    ["@2026-11-22T19:29:00Z", time(1_795_375_740_000), undefined],
    ["@2026-11-22T19:29Z:2026-11-22T19:30:00.5Z", time(1_795_375_740_000), time(1_795_375_800_500)],
    ["@-5m", time(NOW_MS - 300_000), undefined],
    ["@-1h30m:-30m", time(NOW_MS - 5_400_000), time(NOW_MS - 1_800_000)],
    ["@-1d:end", time(NOW_MS - 86_400_000), { kind: "end" }],
  ] as const)
    it(text, () => assert.deepEqual(parseOffsetRange(text, NOW_MS), { from, to }));

  it("that means nothing is refused", () => {
    for (const text of ["", ":", "soon", "@", "@soon", "@-5", "1:2:3", "@2026-13-41", "--5"])
      assert.throws(() => parseOffsetRange(text, NOW_MS), UsageError, text);
  });

  it("is inside the partition where it counts from its ends", () => {
    const bounds = { start: 10, end: 15 };
    assert.equal(offsetOf({ kind: "relative", count: -3 }, bounds), 12);
    assert.equal(offsetOf({ kind: "relative", count: -30 }, bounds), 10);
    assert.equal(offsetOf({ kind: "relative", count: 2 }, bounds), 12);
    assert.equal(offsetOf({ kind: "relative", count: 20 }, bounds), 15);
    assert.equal(offsetOf({ kind: "start" }, bounds), 10);
    assert.equal(offsetOf({ kind: "end" }, bounds), 15);
    assert.equal(offsetOf({ kind: "offset", offset: 13 }, bounds), 13);
  });

  it("takes durations of several units", () => assert.equal(parseDuration("1d2h3m4s5ms"), 93_784_005));
});
