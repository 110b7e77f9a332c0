import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDateTime, parseDurationMs } from "./time.ts";

describe("times of a reset", () => {
  it("reads a date and time as UTC, or in the zone it names", () => {
    assert.equal(parseDateTime("2026-11-22T19:29:00.000"), Date.UTC(2026, 10, 22, 19, 29));
    assert.equal(parseDateTime("2026-11-22T19:29:00.000+09:00"), Date.UTC(2026, 10, 22, 10, 29));
    assert.equal(parseDateTime("2026-11-22T19:29:00.000-0130"), Date.UTC(2026, 10, 22, 20, 59));
    assert.throws(() => parseDateTime("2026-11-22"), /Unparseable date/);
  });

  it("reads durations of days, hours, minutes and seconds", () => {
    assert.equal(parseDurationMs("PT10M"), 600_000);
    assert.equal(parseDurationMs("P1DT2H3M4.5S"), 93_784_500);
    assert.equal(parseDurationMs("-PT1S"), -1_000);
    for (const wrong of ["", "P", "PT", "10M", "P1M", "P1DT"]) assert.throws(() => parseDurationMs(wrong), /Duration/);
  });
});
